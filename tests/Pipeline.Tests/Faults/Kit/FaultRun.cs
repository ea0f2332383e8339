using System.Diagnostics;
using System.Globalization;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>One row at work: its seed, its clock, and the figures that its line of the table shows.</summary>
internal sealed class FaultRun(string id, string what)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Dictionary<string, string> figures = [];

    public string Id { get; } = id;

    public string What { get; } = what;

    public TimeSpan Elapsed => clock.Elapsed;

    public IReadOnlyDictionary<string, string> Figures => figures;

    /// <summary>Where the row's processes write what they say.</summary>
    public string Folder { get; } = Campaign.FolderOf(id);

    /// <summary>Draws the row's instants and choices; depends on the seed of the run and the row only.</summary>
    public Random Random { get; } = new(unchecked((Campaign.Seed * 31) + id.Aggregate(17, (hash, letter) => (hash * 31) + letter)));

    public void Note(string name, object value) =>
        figures[name] = value is double number ? number.ToString("0.##", CultureInfo.InvariantCulture) : $"{value}";

    public void Add(string name, long more) =>
        figures[name] = $"{long.Parse(figures.GetValueOrDefault(name, "0"), CultureInfo.InvariantCulture) + more}";

    /// <summary>Keeps the largest of several values under one name.</summary>
    public void Most(string name, double value) =>
        Note(name, Math.Max(value, double.Parse(figures.GetValueOrDefault(name, "0"), CultureInfo.InvariantCulture)));

    /// <summary>
    /// A time that the matrix limits. It always stands in the table; it fails the row when it is beyond the limit in a full
    /// run, and only far beyond it in an ordinary one, whose machine has other work.
    /// </summary>
    public void Within(string name, double seconds, double limit)
    {
        Most(name, seconds);
        var allowed = limit * Campaign.Slack;
        Assert.True(seconds <= allowed, $"{name}: {seconds:0.0} s, {limit} s allowed{(Campaign.Slack > 1 ? $" (x{Campaign.Slack} here)" : "")}");
    }

    public Task Pause(int fromMilliseconds, int toMilliseconds) => Task.Delay(Random.Next(fromMilliseconds, toMilliseconds));

    /// <summary>Waits until it is so.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="TimeoutException">It never was; says what was waited for.</exception>
    public static async Task<TimeSpan> Until(string what, Func<Task<bool>> isSo, double patienceSeconds = 90, int everyMilliseconds = 50)
    {
        var waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (waited.Elapsed.TotalSeconds > patienceSeconds)
            {
                throw new TimeoutException($"after {patienceSeconds} s still not: {what}");
            }

            await Task.Delay(everyMilliseconds);
        }

        return waited.Elapsed;
    }
}
