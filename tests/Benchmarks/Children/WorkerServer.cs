using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatService.Benchmarks.Push;
using WeChatService.Host;
using WeChatService.Kernel;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Benchmarks.Children;

/// <summary>
/// The product's worker role, whole, with its logs and metrics as deployed, and beside it a few addresses by which the benchmark has
/// it commit notices as the relay does, which lives in this process too. <c>BENCH_SENDER=none</c> puts a sender that costs nothing in
/// the place of the WeChat adapter.
/// </summary>
internal static class WorkerServer
{
    public static async Task Serve(string[] args)
    {
        StampingSender? sender = null;
        await using var app = HostApp.Build(["--role", "worker", .. args], builder => builder.Host.UseServiceProviderFactory(new LastWord(services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(INoticeSender));
            services.AddSingleton<INoticeSender>(provider => sender = new StampingSender(
                Environment.GetEnvironmentVariable("BENCH_SENDER") == "none" ? null : Resolve<INoticeSender>(real, provider)));
        })));
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(app.Configuration["Database:App"]) { MaxAutoPrepare = 10, AutoPrepareMinUsages = 2 });
        _ = app.Services.GetRequiredService<INoticeSender>();
        var flow = new Flow(database, sender!, app.Services);
        var bench = app.MapGroup("/__bench").AllowAnonymous();
        app.MapGet("/ready", () => "ready").AllowAnonymous();
        bench.MapPost("/flow", (int count, int perCommit) => flow.Run(count, perCommit));
        bench.MapPost("/latency", (int count, int perSecond, ServiceAccountKind account, bool urgent) => flow.Latency(count, perSecond, account, urgent));
        bench.MapPost("/ring", flow.Ring);
        bench.MapGet("/handed", () => sender!.Count.ToString(CultureInfo.InvariantCulture));
        bench.MapGet("/busiest", (ServiceAccountKind account) => sender!.Busiest(account));
        await app.RunAsync();
    }

    private static T Resolve<T>(ServiceDescriptor service, IServiceProvider provider) => (T)(
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));

    /// <summary>Changes the services after the Host has named all of its own.</summary>
    private sealed class LastWord(Action<IServiceCollection> change) : IServiceProviderFactory<IServiceCollection>
    {
        public IServiceCollection CreateBuilder(IServiceCollection services) => services;

        public IServiceProvider CreateServiceProvider(IServiceCollection services)
        {
            change(services);
            return services.BuildServiceProvider();
        }
    }
}

/// <summary>Notes when each delivery was handed over; then the adapter sends it, or nobody does.</summary>
internal sealed class StampingSender(INoticeSender? real) : INoticeSender
{
    private readonly ConcurrentQueue<(ServiceAccountKind Account, long At)> stamps = new();
    private long count;

    public long Count => Interlocked.Read(ref count);

    /// <summary>When null, nobody waits for single ones.</summary>
    public ConcurrentDictionary<Guid, long>? HandedOver { get; set; }

    public Task<SendOutcome> Send(NoticeToSend notice, CancellationToken ct)
    {
        var number = Interlocked.Increment(ref count);
        var now = Stopwatch.GetTimestamp();
        stamps.Enqueue((notice.Account, now));
        if (HandedOver is { } times)
        {
            times[notice.DeliveryId] = now;
        }

        return real?.Send(notice, ct) ?? Task.FromResult<SendOutcome>(new SendOutcome.Sent(number));
    }

    /// <summary>Since the last question: the most sends within any one second, how many there were, and over how long.</summary>
    public Busiest Busiest(ServiceAccountKind account)
    {
        var times = new List<long>();
        while (stamps.TryDequeue(out var stamp))
        {
            if (stamp.Account == account)
            {
                times.Add(stamp.At);
            }
        }

        times.Sort();
        var most = 0;
        for (int first = 0, last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= Stopwatch.Frequency)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return new Busiest(most, times.Count, times.Count < 2 ? 0 : Stopwatch.GetElapsedTime(times[0], times[^1]).TotalSeconds);
    }
}

/// <param name="InOneSecond">The most within any second, wherever it begins.</param>
internal sealed record Busiest(int InOneSecond, int Count, double Seconds);
