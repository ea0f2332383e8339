namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>What became of everything that was accepted: the states of PostgreSQL beside the effects that the sink counted.</summary>
internal sealed record Verdict(
    int Accepted, int Sent, int Parked, int Lost, int Doubled, IReadOnlyDictionary<string, int> States, IReadOnlyList<string> Examples)
{
    /// <summary>
    /// Sends that the workers logged as unanswered, because the machine was too slow to answer in six seconds: beside other tests what follows
    /// from them (doubles in tier B, parked ones) says nothing about us; nor what was taken from workers that lived and could not say so in
    /// time. A full run excuses none.
    /// </summary>
    public int Excused { get; init; }

    public override string ToString() => $"{Accepted} accepted, {Lost} lost, {Doubled} doubled, {Parked} parked; {string.Join(", ", States)}; {string.Join("; ", Examples)}";
}

internal static class Oracle
{
    /// <summary>
    /// Waits until nothing is pending, then counts. Lost: acknowledged and not in the database; or Sent without an
    /// effect; or still pending; or in a state that none of the row's faults explains. Doubled: effects beyond the first.
    /// </summary>
    /// <param name="stage">The row's world.</param>
    /// <param name="load">What was acknowledged.</param>
    /// <param name="explained">States other than Sent and Unknown that the row's faults lead to.</param>
    public static async Task<Verdict> Judge(this Stage stage, Load load, string[]? explained = null, double patienceSeconds = 90)
    {
        await load.Stop();
        try
        {
            await FaultRun.Until("nothing pending", async () => await stage.Pending() == 0, patienceSeconds);
        }
        catch (TimeoutException)
        {
            // What is still pending counts as lost below, with examples.
        }

        var rows = await Rows(stage);
        var examples = new List<string>();
        var (lost, doubled) = (0, 0);
        foreach (var id in load.Accepted.Keys.Where(id => !rows.ContainsKey(id)))
        {
            lost++;
            examples.Add($"{id} was acknowledged and is gone");
        }

        foreach (var (id, (state, said)) in rows)
        {
            var effects = stage.Sink.EffectsOf(id);
            doubled += Math.Max(0, effects - 1);
            if (!IsFine(state, effects, explained ?? []))
            {
                lost++;
                examples.Add($"{id} is {state} with {effects} effects ({said})");
            }
        }

        var states = rows.Values.GroupBy(of => of.State).ToDictionary(of => of.Key, of => of.Count());
        var verdict = new Verdict(
            rows.Count, states.GetValueOrDefault("Sent"), states.GetValueOrDefault("Unknown"), lost, doubled, states, [.. examples.Take(5)])
        {
            Excused = Campaign.IsFull ? 0 : stage.Unanswered() + stage.Dissolved(),
        };
        stage.Run.Add("accepted", rows.Count);
        stage.Run.Add("lost", lost);
        stage.Run.Add("doubled", doubled);
        stage.Run.Add("parked", verdict.Parked);
        return verdict;
    }

    private static bool IsFine(string state, int effects, string[] explained) => state switch
    {
        "Sent" or "Delivered" => effects > 0,
        "Unknown" => true,
        "Pending" => false,
        _ => explained.Contains(state) && effects == 0,
    };

    /// <summary>Effects for which there is no row: sent without having been accepted.</summary>
    public static async Task<int> Strays(this Stage stage)
    {
        var rows = await Rows(stage);
        return stage.Sink.Messages.Count(of => of.Value.Effects > 0 && !rows.ContainsKey(Guid.ParseExact(of.Key, "N")));
    }

    public static async Task<Dictionary<Guid, (string State, string Said)>> Rows(this Stage stage)
    {
        await using var command = stage.Source.CreateCommand("select id, state, coalesce(reason, '') from delivery");
        command.CommandTimeout = 60;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<Guid, (string State, string Said)>();
        while (await reader.ReadAsync())
        {
            rows[reader.GetGuid(0)] = (reader.GetString(1), reader.GetString(2));
        }

        return rows;
    }
}
