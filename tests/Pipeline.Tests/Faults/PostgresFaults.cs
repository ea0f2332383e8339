using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Npgsql;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>PostgreSQL dies, freezes, runs out of connections; and the night in which everything dies at once.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("P8", "kill -9 of PostgreSQL's postmaster under load; nothing of ours restarts", quick: true)]
    public Task P8_kill_nine_of_PostgreSQL() => Row(async run =>
    {
        await using var postgres = await PrivatePostgres.Start(run.Folder);
        await using var house = await HouseStage.Open(run, postgres);
        await house.Follow(Clicks.Operators);
        await house.StartHost("all");
        await house.Stage.StartWorkers(1);
        await using var clicks = await Clicks.Prepare(house.System);
        clicks.Start(TimeSpan.FromMilliseconds(20));
        await using var load = house.Stage.Offer(Campaign.Of(200, 150));
        var host = house.Host.Pid;
        for (var i = 0; i < Campaign.Times(10, 1); i++)
        {
            await run.Pause(500, 2_000);
            postgres.KillNine();
            run.Add("kills", 1);
            await Task.Delay(300);
            var (status, seconds) = await Refusal(house);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            run.Within("503 after, s, worst", seconds, 1);
            await postgres.Start();
            var clock = Stopwatch.StartNew();
            await FaultRun.Until("the API answers again", async () => (await Refusal(house)).Status == HttpStatusCode.Unauthorized && (await house.Health()).Status == 200, everyMilliseconds: 20);
            run.Within("well again after, s, worst", clock.Elapsed.TotalSeconds, 2);
            await house.Stage.Settled();
        }

        await clicks.Stop();
        NothingLostNothingDoubled(await house.Stage.Judge(load));
        await EveryClickStands(house, clicks);
        Assert.Equal((host, false), (house.Host.Pid, house.Host.HasEnded));
        Assert.False(house.Stage.Workers[0].HasEnded);
    });

    [FaultRow("P9", "no connections left in PostgreSQL; PostgreSQL frozen for 30 s", quick: false)]
    public Task P9_starved_and_frozen() => Row(async run =>
    {
        await using var postgres = await PrivatePostgres.Start(run.Folder, "shared_buffers = 64MB\nmax_connections = 30\nsuperuser_reserved_connections = 3");
        await using var house = await HouseStage.Open(run, postgres);
        await house.StartHost("api");
        await using var clicks = await Clicks.Prepare(house.System);
        var letters = new Letters();
        (await letters.Post(house.System.Host, letters.Text("o1", "你好"))).EnsureSuccessStatusCode();

        var taken = await TakeAllConnections(postgres);
        NpgsqlConnection.ClearPool(new NpgsqlConnection(house.Stage.Database));
        run.Note("connections taken", taken.Count);
        await Flood(run, house, letters, "starved", TimeSpan.FromSeconds(Campaign.Of(10, 4)));
        taken.ForEach(connection => connection.Dispose());

        postgres.Freeze();
        await Flood(run, house, letters, "frozen", TimeSpan.FromSeconds(Campaign.Of(30, 6)));
        postgres.Thaw();
        run.Note("well again after, s", (await FaultRun.Until("healthy", async () => (await house.Health()).Text == "Healthy")).TotalSeconds);
        (await letters.Post(house.System.Host, letters.Text("o2", "你好"))).EnsureSuccessStatusCode();
    });

    [FaultRow("P20", "power cut: kill -9 of PostgreSQL, Redis, Host and workers in one instant", quick: true)]
    public Task P20_power_cut() => Row(async run =>
    {
        await using var postgres = await PrivatePostgres.Start(run.Folder);
        await using var house = await HouseStage.Open(run, postgres);
        house.Stage.Sink.Faults.Dedup = Campaign.IsFull;
        house.Stage.Settings["Messaging__Unknown"] = Campaign.Of("Resend", "Park");
        await house.Follow(Clicks.Operators);
        await house.StartHost("all");
        await house.Stage.StartWorkers(2);
        await using var clicks = await Clicks.Prepare(house.System);
        clicks.Start(TimeSpan.FromMilliseconds(10));
        await using var load = house.Stage.Offer(Campaign.Of(300, 150));
        for (var i = 0; i < Campaign.Times(10, 1); i++)
        {
            await run.Pause(800, 2_500);
            int[] all = [postgres.Postmaster, house.Stage.Redis.Pid, house.Host.Pid, .. house.Stage.Workers.Select(worker => worker.Pid)];
            foreach (var pid in all)
            {
                Signal.Send(pid, Signal.Kill);
            }

            run.Add("kills", all.Length);
            house.Stage.Redis.KillNine();
            var dead = house.Stage.Workers.ToList();
            dead.ForEach(house.Stage.Gone);
            house.Stage.Redis.Restart();
            await postgres.Start();
            await house.StartHost("all");
            await house.Stage.StartWorkers(dead.Count);
            run.Within("recovery s, worst", (await house.Stage.Settled()).TotalSeconds, 10);
        }

        await clicks.Stop();
        NothingLostNothingDoubled(await house.Stage.Judge(load));
        await EveryClickStands(house, clicks);
    });

    /// <summary>What a person without a session is told: 401 when the house is well, since the session is looked up; 503 when it is not.</summary>
    private static async Task<(HttpStatusCode Status, double Seconds)> Refusal(HouseStage house)
    {
        using var http = new HttpClient { BaseAddress = house.System.Host, Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/miniprogram/tasks");
        request.Headers.Authorization = new("Bearer", "nobody");
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static async Task EveryClickStands(HouseStage house, Clicks clicks)
    {
        Assert.Empty(clicks.Wrong);
        var keys = string.Join(',', clicks.Done.Keys.Select(key => $"'{key}'"));
        house.Stage.Run.Note("writes", clicks.Done.Count);
        Assert.Equal(clicks.Done.Count, await house.Stage.Ask<long>($"select count(*) from idempotency_record where key in ({keys})"));
        Assert.Equal(clicks.HandedOut, await house.Stage.Ask<long>("select count(*) from audit_entry where act = 'plan.assigned'"));
        Assert.Equal(0, await clicks.Replay());
    }

    private static async Task<List<NpgsqlConnection>> TakeAllConnections(PrivatePostgres postgres)
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            while (taken.Count < 100)
            {
                var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.App) { Pooling = false }.ConnectionString);
                await connection.OpenAsync();
                taken.Add(connection);
            }
        }
        catch (PostgresException)
        {
            // 53300: none left
        }

        return taken;
    }

    /// <summary>Fifty readers and ten callbacks a second: everybody gets an answer in time, and nothing piles up inside.</summary>
    private static async Task Flood(FaultRun run, HouseStage house, Letters letters, string name, TimeSpan time)
    {
        var (readers, callbacks) = (new ConcurrentBag<(HttpStatusCode Status, double Seconds)>(), new ConcurrentBag<double>());
        var (threads, clock, asked) = (house.Host.Threads, Stopwatch.StartNew(), new List<Task>());
        for (var i = 0; clock.Elapsed < time; i++)
        {
            asked.Add(Task.Run(async () => readers.Add(await Refusal(house))));
            if (i % 5 == 0)
            {
                asked.Add(Task.Run(async () =>
                {
                    var began = Stopwatch.GetTimestamp();
                    using var answer = await letters.Post(house.System.Host, letters.Text($"oFlood{Guid.NewGuid():N}"[..28], "在吗"));
                    callbacks.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                }));
            }

            await Task.Delay(20);
        }

        var most = house.Host.Threads;
        await Task.WhenAll(asked);
        run.Note($"{name}: answers", string.Join(' ', readers.GroupBy(of => (int)of.Status).Select(of => $"{of.Count()}x{of.Key}")));
        run.Note($"{name}: API p100 s", readers.Max(of => of.Seconds));
        run.Note($"{name}: callback p100 s", callbacks.Max());
        run.Note($"{name}: threads", $"{threads} to {most}");
        Assert.All(readers, of => Assert.True(of.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Unauthorized, $"{name}: {of.Status}"));
        Assert.True(callbacks.Max() < 4.5, $"{name}: a callback took {callbacks.Max():0.0} s");
        Assert.True(readers.Max(of => of.Seconds) < 30 * Campaign.Slack, $"{name}: a reader waited {readers.Max(of => of.Seconds):0.0} s");

        // The Host's pool keeps 64 threads at hand from the start; a queue that grows would take more and more beyond them.
        Assert.True(most <= Math.Max(threads, 100), $"{name}: {threads} threads became {most}");
    }
}
