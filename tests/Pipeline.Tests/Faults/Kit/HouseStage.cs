using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Npgsql;
using WeChatService.Host;
using WeChatService.Kernel;
using WeChatService.Pipeline.Tests.Kit;
using WeChatService.Sandbox;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// The whole product under a fault: the real Host as a process (any role), the demonstration world, people who sign in
/// through the sandbox, and a sink that counts what WeChat was told to send.
/// </summary>
internal sealed class HouseStage : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private readonly WebApplication sandbox;
    private readonly List<ChildProcess> hosts = [];
    private int names;

    private HouseStage(Stage stage, WebApplication sandbox)
    {
        (Stage, this.sandbox) = (stage, sandbox);
        System = new RunningSystem(new Uri($"http://127.0.0.1:{ChildProcess.FreePort()}"), new Uri(sandbox.Urls.First()));
    }

    public Stage Stage { get; }

    /// <summary>The Host's address stays the same over its restarts.</summary>
    public RunningSystem System { get; }

    public ChildProcess Host { get; private set; } = null!;

    /// <summary>Settings beyond those of every test.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    public static async Task<HouseStage> Open(FaultRun run, PrivatePostgres? postgres = null, RedisServer? redis = null)
    {
        var sandbox = SandboxApp.Create(
            ["--Sandbox:Port=0", $"--Sandbox:Config={Path.Combine(AppContext.BaseDirectory, "config")}", "--Logging:LogLevel:Default=None"]);
        await sandbox.StartAsync();
        var address = new Uri(sandbox.Urls.First());
        if (postgres is not null)
        {
            await using var app = HostApp.Build(["--role", "api"], builder => TestKit.Settings.For(
                builder, "wechatservice", address, "seed", more: new Dictionary<string, string?> { ["Database:App"] = postgres.App }));
            await Errands.SeedDemo(app.Services, new DemoWorld(Demo.Folder));
        }

        return new HouseStage(await Stage.Open(run, postgres, address, World.Demo, redis), sandbox);
    }

    /// <summary>Starts the Host, in place of one that is gone, and waits until it answers.</summary>
    public async Task StartHost(string role)
    {
        var name = $"host{Interlocked.Increment(ref names)}";
        Host = ChildProcess.Start(name, Stage.Run.Folder, "WeChatService.Host.dll", ["--role", role, "--urls", System.Host.ToString()], Environment(name));
        hosts.Add(Host);
        await FaultRun.Until($"the Host answers; it said {Host.Said()}", async () => (await Health()).Status is not 0 || Host.HasEnded);
    }

    /// <summary>Status and text of /health; 0 when nobody listens.</summary>
    public async Task<(int Status, string Text)> Health()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(System.Host, "/health"));
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
    }

    /// <summary>These people follow the agency account, so that what they are told is pushed.</summary>
    public async Task Follow(IEnumerable<string> personKeys)
    {
        foreach (var key in personKeys)
        {
            await Stage.Do($"""
                insert into follower (id, account, open_id, subscribed, subject_id, first_seen_at)
                select '{Guid.CreateVersion7()}', 'Agency', 'o{key}', true, id, now() from account where person_id = '{Demo.Id("person", key)}'
                """);
        }
    }

    private Dictionary<string, string?> Environment(string name)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        TestKit.Settings.For(builder, "wechatservice", System.Sandbox, "push", more: new Dictionary<string, string?>
        {
            ["Database:App"] = Stage.Database, ["Public:Base"] = System.Host.ToString().TrimEnd('/'),
            ["Redis:Host"] = "127.0.0.1", ["Redis:Port"] = $"{Stage.Redis.Port}", ["Redis:Password"] = "",
            ["WeChat:ApiBase"] = Stage.Sink.AddressFor(name),
            ["ObjectStore:Folder"] = Path.Combine(Stage.Run.Folder, "objects"),
        });
        var environment = builder.Configuration.AsEnumerable().Where(of => of.Value is not null && of.Key.Contains(':', StringComparison.Ordinal))
            .ToDictionary(of => of.Key.Replace(":", "__", StringComparison.Ordinal), of => of.Value);
        environment["Logging__LogLevel__Default"] = "Information";
        environment["Logging__LogLevel__Microsoft"] = "Warning";
        foreach (var (key, value) in Stage.Settings.Concat(Settings))
        {
            environment[key] = value;
        }

        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        await Stage.DisposeAsync();
        await sandbox.DisposeAsync();
    }
}
