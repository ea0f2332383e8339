using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>kill -9 of workers in the middle of their work, and what they had in hand at that instant.</summary>
internal static class Volley
{
    /// <summary>G7: from the kill until everything accepted before it is settled, on the product's own timers.</summary>
    private const double RecoveryFloorSeconds = 10;

    /// <summary>
    /// Kills so many workers at one instant, starts others in their place, and waits until everything that had been
    /// accepted until then is settled.
    /// </summary>
    /// <returns>What the dead had in hand (begun at WeChat or listed in an attempt) and had not written: the most that may be doubled or parked.</returns>
    public static async Task<HashSet<Guid>> KillWorkers(this Stage stage, int count, double patienceSeconds = 90)
    {
        var dead = stage.Workers.OrderBy(_ => stage.Run.Random.Next()).Take(count).ToList();
        dead.ForEach(worker => worker.KillNine());
        var since = Stopwatch.StartNew();
        dead.ForEach(stage.Gone);
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
