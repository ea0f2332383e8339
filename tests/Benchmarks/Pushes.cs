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
        ];
        foreach (var (_, run) in all.Where(of => of.Goals.Any(options.Wants)))
        {
            await foreach (var figure in run(stand))
            {
                yield return figure;
            }
        }
    }
}
