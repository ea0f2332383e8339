using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>kill -9 of workers in the middle of their work, and what they had in hand at that instant.</summary>
internal static class Volley
{
    /// <summary>G7: from the kill until everything accepted before it is settled, on the product's own timers.</summary>
    private const double RecoveryFloorSeconds = 10;

    /// <summary>Waits until messages arrive at WeChat as fast as they are offered: a kill before that would meet nothing.</summary>
    public static async Task Flows(this Stage stage)
    {
        var before = stage.Sink.Requests;
        await FaultRun.Until("messages flow", () => Task.FromResult(stage.Sink.Requests >= before + 100));
    }

    /// <summary>
    /// Kills so many workers, each at a random instant of the same second, starts others in their place, and waits until
    /// everything that had been accepted until the last kill is settled.
    /// </summary>
    /// <returns>What the dead had in hand (begun at WeChat or listed in an attempt) and had not written: the most that may be doubled or parked.</returns>
    public static async Task<HashSet<Guid>> KillWorkers(this Stage stage, int count, double patienceSeconds = 90)
    {
        var dead = stage.Workers.OrderBy(_ => stage.Run.Random.Next()).Take(count).ToList();
        foreach (var worker in dead)
        {
            worker.KillNine();
            stage.Gone(worker);
            await stage.Run.Pause(0, worker == dead[^1] ? 1 : 250);
        }

        var since = Stopwatch.StartNew();
        stage.Run.Add("kills", dead.Count);
        var settled = stage.Settled(patienceSeconds);
        foreach (var _ in dead)
        {
            stage.StartWorker();
        }

        var inFlight = await InFlight(stage, dead);
        await settled;
        stage.Run.Within("recovery s, worst", since.Elapsed.TotalSeconds, RecoveryFloorSeconds);
        stage.Run.Add("in hand", inFlight.Count);
        return inFlight;
    }

    /// <summary>A request that was on the wire when its sender died still arrives, so the count is taken a moment later.</summary>
    private static async Task<HashSet<Guid>> InFlight(Stage stage, List<ChildProcess> dead)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(200) + stage.Sink.Faults.Delay);
        var begun = dead.SelectMany(worker => stage.Sink.BegunBy(worker.Name)).ToHashSet();
        await using var command = stage.Source.CreateCommand("""
            select id from delivery where state = 'Pending'
              and (id = any($1) or id in (select unnest(deliveries) from push_attempt where worker like any($2)))
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<Guid[]> { TypedValue = [.. begun] });
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string[]> { TypedValue = [.. dead.Select(worker => $"%:{worker.Pid}:%")] });
        var open = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            open.Add(reader.GetGuid(0));
        }

        return open;
    }
}
