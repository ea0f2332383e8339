using WeChatService.Benchmarks.Push;

namespace WeChatService.Benchmarks;

/// <summary>The push pipeline as the worker role runs it, beside BullMQ on Redis and on PostgreSQL and a throw-away ceiling (G1 to G8, G16).</summary>
internal static class Pushes
{
    public static async IAsyncEnumerable<Figure> Run(Options options)
    {
        await using var stand = await Stand.Make(options);
        (string[] Goals, Func<Stand, IAsyncEnumerable<Figure>> Run)[] all =
        [
            (["G1", "G2", "G16"], Throughput.Run),
            (["G4"], Delays.Run),
            (["G7"], Recovery.Run),
            (["G8"], Limits.Run),
            (["G5"], Overtaking.Run),
            (["G5"], Backlogs.Run),
            (["G3"], Acceptance.Run),
        ];
        var broken = new List<string>();
        foreach (var (goals, run) in all.Where(of => of.Goals.Any(options.Wants)))
        {
            await using var figures = run(stand).GetAsyncEnumerator();
            while (await Next(figures, goals, broken))
            {
                yield return figures.Current;
            }
        }

        if (broken.Count > 0)
        {
            throw new InvalidOperationException(string.Join("; ", broken));
        }
    }

    /// <summary>A goal that cannot be measured is named at the end; the others go on.</summary>
    private static async Task<bool> Next(IAsyncEnumerator<Figure> figures, string[] goals, List<string> broken)
    {
        try
        {
            return await figures.MoveNextAsync();
        }
        catch (Exception e)
        {
            broken.Add($"{string.Join(", ", goals)}: {e.Message}");
            await Console.Error.WriteLineAsync($"  {broken[^1]}");
            return false;
        }
    }
}
