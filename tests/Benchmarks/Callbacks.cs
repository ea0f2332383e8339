using System.Diagnostics;
using System.Globalization;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks;

/// <summary>
/// WeChat's encrypted callbacks at 50 connections, beside co-wechat: our reader alone (G9), the Host as deployed with every message stored
/// (G10), a forged signature (G11), the same under attack (G12), and what logs and metrics cost (G16).
/// </summary>
internal static class Callbacks
{
    private const int Connections = 50;
    private const string Peer = "co-wechat", Pair = "co-wechat, 2 processes", Reader = "reader", Ceiling = "ceiling", Host = "host", Silent = "host, logs and metrics off";

    public static async IAsyncEnumerable<Figure> Run(Options options)
    {
        await Peers.Restore();
        var settings = await Settings.Make();
        var services = TestServices.Ready;
        using var redis = await Resp.Connect(services.RedisHost, int.Parse(services.RedisPort, CultureInfo.InvariantCulture), services.RedisPassword);
        var rounds = new Rounds(await Machine.Find(services.Admin, redis), options);
        if (options.Wants("G9") || options.Wants("G10") || options.Wants("G16"))
        {
            foreach (var figure in await Genuine(settings, rounds, options)) yield return figure;
        }

        if (options.Wants("G11")) yield return await Forged(settings, rounds, options);
        if (options.Wants("G12"))
        {
            foreach (var figure in await UnderAttack(settings, rounds, options)) yield return figure;
        }
    }

    private static async Task<IReadOnlyList<Figure>> Genuine(Settings settings, Rounds rounds, Options options)
    {
        using var peer = await Child.Node("callback.mjs", settings.Environment);
        using var pair = await Child.Node("callback.mjs", With(settings, ("BENCH_PROCESSES", "2")));
        using var reader = await Child.Baseline("callback-reader", settings);
        using var ceiling = await Child.Baseline("callback-ceiling", settings);
        using var host = await Child.Host(With(settings, ("Metrics__Token", "only for the benchmark")));
        using var silent = await Child.Host(With(settings, ("Logging__LogLevel__Default", "None"), ("Logging__LogLevel__Microsoft", "None")));
        var letters = new Letters(Account(settings));
        Func<Task<PolledLoad>> Load(Child child, string path, bool unlike) => async () =>
            (await PolledLoad.Run(child, Connections, options.PassTime, unlike ? letters.AllDifferent(path, options) : letters.AFew(path))).Only(200);
        var of = await rounds.Of("G9, G10, G16",
            (Peer, Load(peer, "/", false)), (Reader, Load(reader, "/", false)), (Ceiling, Load(ceiling, "/", false)), (Pair, Load(pair, "/", false)),
            (Host, Load(host, letters.Path, true)), (Silent, Load(silent, letters.Path, true)));
        double Rate(string name) => of[name].Median(m => m.PerSecond);
        double P99(string name) => of[name].Median(m => m.P99);
        var foreign = of.Values.Max(s => s.Foreign);
        var passes = options.Passes;
        return
        [
            new("G9", "callback: verify, decrypt, parse, answer encrypted", Rate(Reader), Rate(Peer), 7, 9) { Unit = "/s", Beside = Peer, Ceiling = Rate(Ceiling), Passes = passes, Foreign = foreign },
            new("G9", "the same beside two processes", Rate(Reader), Rate(Pair), 5, 6.4) { Unit = "/s", Beside = Pair, Passes = passes, Foreign = foreign },
            new("G9", "the same beside throw-away code without checks", Rate(Reader), Rate(Ceiling), 0.8, 1) { Unit = "/s", Beside = Ceiling, Passes = passes, Foreign = foreign },
            new("G9", "the same, p99", P99(Reader), P99(Peer), 0.25, 0.1, LessIsBetter: true) { Unit = "ms", Beside = Peer, Passes = passes, Foreign = foreign },
            new("G10", "callback, deduped and committed before the answer, by the Host", Rate(Host), Rate(Peer), 1.5, 3) { Unit = "/s", Beside = $"{Peer}, which stores nothing,", Passes = passes, Foreign = foreign },
            new("G10", "the same, p99", P99(Host), 30, 1, 0.5, LessIsBetter: true) { Unit = "ms", Passes = passes, Foreign = foreign },
            new("G16", "callback, stored, with logs and metrics", Rate(Host), Rate(Silent), 0.93, 0.97) { Unit = "/s", Beside = Silent, Passes = passes, Foreign = foreign },
        ];
    }

    private static async Task<Figure> Forged(Settings settings, Rounds rounds, Options options)
    {
        using var peer = await Child.Node("callback.mjs", settings.Environment);
        using var host = await Child.Host(With(settings, ("Metrics__Token", "only for the benchmark")));
        var letters = new Letters(Account(settings));
        Func<Task<PolledLoad>> Load(Child child, string path) => async () => (await PolledLoad.Run(child, Connections, options.PassTime, letters.Forged(path))).Only(401);
        var of = await rounds.Of("G11", (Peer, Load(peer, "/")), (Host, Load(host, letters.Path)));
        return new("G11", "callback with a bad signature refused, by the Host", of[Host].Median(m => m.PerSecond), of[Peer].Median(m => m.PerSecond), 6, 7.3)
        {
            Unit = "/s", Beside = Peer, Passes = options.Passes, Foreign = of.Values.Max(s => s.Foreign),
        };
    }

    /// <summary>One connection, as the attacker's tools have it: a good callback after every ten hostile ones, beside good ones alone at the same pace.</summary>
    private static async Task<IReadOnlyList<Figure>> UnderAttack(Settings settings, Rounds rounds, Options options)
    {
        using var host = await Child.Host(With(settings, ("Metrics__Token", "only for the benchmark")));
        var letters = new Letters(Account(settings));
        var seed = Environment.TickCount;
        await Console.Error.WriteLineAsync($"  G12: seed {seed}");
        var hostile = new HostileCallbacks(Account(settings), seed);
        var count = options.Quick ? 1_000 : 10_000;
        var good = count / Attack.Between;
        await Attack.Run(host.Port, letters, hostile.Take(1_000), 200);
        var before = host.ResidentMiB;
        var of = await rounds.Of("G12",
            ("quiet", () => Attack.Run(host.Port, letters, [], good)), ("attack", () => Attack.Run(host.Port, letters, hostile.Take(count), good)));
        var foreign = of.Values.Max(s => s.Foreign);
        Figure Of(string what, double measured, double limit, double floor, string unit) =>
            new("G12", what, measured, limit, floor, floor, LessIsBetter: true) { Unit = unit, Passes = options.Passes, Foreign = foreign };
        return
        [
            Of($"p99 of good callbacks between {count:#,0} hostile ones", of["attack"].Median(a => a.GoodP99), of["quiet"].Median(a => a.GoodP99), 2, "ms") with { Beside = "quiet" },
            Of("answers 5xx, or good ones refused", of["attack"].Median(a => a.Wrong), 1, 0, "") with { Beside = "" },
            Of("growth of the Host's memory", Math.Max(0, host.ResidentMiB - before), 30, 1, "MiB"),
        ];
    }

    private static CallbackAccount Account(Settings settings)
    {
        string Of(string key) => settings.Configuration[$"WeChat:Agency:{key}"]!;
        return new("agency", Of("Token"), Of("AesKey"), Of("AppId"));
    }

    private static Dictionary<string, string?> With(Settings settings, params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string?>(settings.Environment);
        foreach (var (name, value) in more) all[name] = value;
        return all;
    }
}
