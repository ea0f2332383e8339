using System.Diagnostics;
using System.Globalization;

namespace WeChatService.Benchmarks.Load;

/// <summary>
/// Contestants that take turns: peer, ours, ceiling, peer, ours, ceiling … so that a machine that gets slower or faster does it to all of
/// them. A pass during which others used more than a tenth of the machine is repeated, as long as there is time for it, and the quietest counts.
/// </summary>
internal sealed class Rounds(Machine machine, Options options)
{
    private const double Quiet = 0.10;
    private const int MostRepeats = 2;

    private TimeSpan leftForRepeats = options.ForRepeats;

    public async Task<Dictionary<string, Series<T>>> Of<T>(string what, params (string Name, Func<Task<T>> Run)[] contestants)
    {
        var passes = contestants.ToDictionary(of => of.Name, _ => new List<(T Result, double Foreign)>());
        for (var round = 1; round <= options.Passes; round++)
        {
            foreach (var (name, run) in contestants)
            {
                passes[name].Add(await Pass($"{what}, pass {round} of {options.Passes}: {name}", run));
            }
        }

        return passes.ToDictionary(of => of.Key, of => new Series<T>(of.Value));
    }

    /// <summary>One measurement that is too long to be repeated three times.</summary>
    public async Task<Series<T>> Once<T>(string what, Func<Task<T>> run, bool mayRepeat = false) =>
        new([await Pass(what, run, mayRepeat ? MostRepeats : 0)]);

    private async Task<(T Result, double Foreign)> Pass<T>(string what, Func<Task<T>> run, int repeats = MostRepeats)
    {
        (T Result, double Foreign)? best = null;
        for (var attempt = 0; attempt <= repeats; attempt++)
        {
            var clock = Stopwatch.StartNew();
            var before = machine.Now();
            var result = await run();
            var foreign = machine.ForeignSince(before);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {what}: {result} (foreign {foreign * 100:0} %, {clock.Elapsed.TotalSeconds:0.0} s)"));
            if (best is null || foreign < best.Value.Foreign)
            {
                best = (result, foreign);
            }

            if (best.Value.Foreign <= Quiet || leftForRepeats < clock.Elapsed)
            {
                break;
            }

            leftForRepeats -= clock.Elapsed;
        }

        return best!.Value;
    }
}

/// <summary>What the passes of one contestant came to.</summary>
internal sealed class Series<T>(IReadOnlyList<(T Result, double Foreign)> passes)
{
    public int Passes => passes.Count;

    /// <summary>Of the most disturbed pass.</summary>
    public double Foreign => passes.Max(pass => pass.Foreign);

    public double Median(Func<T, double> of)
    {
        var sorted = passes.Select(pass => of(pass.Result)).Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
