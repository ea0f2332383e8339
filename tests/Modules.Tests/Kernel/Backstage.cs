using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Host;
using WeChatService.Kernel;
using WeChatService.TestKit;
using House = WeChatService.TestKit.House;

namespace WeChatService.Modules.Tests.Kernel;

/// <summary>
/// A second Host on the database of a house that plays no worker itself. It is not started: its relay and its job runner
/// move only when a test says so, by the house's clock.
/// </summary>
internal sealed class Backstage : IAsyncDisposable
{
    private readonly WebApplication _host;

    public Backstage(House house, Action<IServiceCollection> more)
    {
        _host = HostApp.Build(["--role", "worker"], builder =>
        {
            Settings.For(builder, house.Database, house.System.Sandbox, $"backstage-{house.Database}", house.Time);
            builder.Logging.SetMinimumLevel(LogLevel.None);
            more(builder.Services);
        });
    }

    public Relay Relay => _host.Services.GetRequiredService<Relay>();
    public JobRunner Jobs => _host.Services.GetRequiredService<JobRunner>();

    /// <summary>Acts as the system and saves.</summary>
    public async Task Save(Action<AppDb> act)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        act(db);
        await db.SaveChangesAsync();
    }

    /// <summary>Tells until nothing is due.</summary>
    public async Task TellAll()
    {
        while (await Relay.TellDue(CancellationToken.None) > 0)
        {
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
