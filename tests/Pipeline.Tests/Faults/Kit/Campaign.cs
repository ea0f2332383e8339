using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// What this run of the fault matrix is: <c>scripts/test</c> takes the short rows with few kills, <c>scripts/test --faults</c>
/// all of them in full. Every row leaves a line of JSON, from which the table is printed.
/// </summary>
internal static class Campaign
{
    /// <summary>All rows in full, as <c>scripts/test --faults</c> runs them.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("WCS_FAULTS") == "full";

    /// <summary>The seed of the run; <c>--seed N</c> repeats one. What is drawn is repeated, the machine's own timing is not.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("WCS_FAULTS_SEED"), CultureInfo.InvariantCulture, out var given)
        ? given
        : Random.Shared.Next(1, 1_000_000);

    /// <summary>How long the soak goes on; <c>--minutes N</c>.</summary>
    public static TimeSpan Soak { get; } = TimeSpan.FromMinutes(
        double.TryParse(Environment.GetEnvironmentVariable("WCS_FAULTS_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 30);

    /// <summary>By how much times may be beyond their limits: an ordinary run shares its two cores with other tests.</summary>
    public static double Slack { get; } = double.TryParse(Environment.GetEnvironmentVariable("WCS_FAULTS_SLACK"), CultureInfo.InvariantCulture, out var slack)
        ? slack
        : IsFull ? 1 : 6;

    /// <summary>Logs of the processes of each row, and the lines of the table.</summary>
    public static string Folder => Path.Combine(TestServices.Ready.Folder, "faults");

    /// <summary>The share of a full run's kills and times that is taken (--share 0.25): a first look, which says so in its table.</summary>
    private static double Share { get; } = double.TryParse(Environment.GetEnvironmentVariable("WCS_FAULTS_SHARE"), CultureInfo.InvariantCulture, out var share) ? share : 1;

    public static T Of<T>(T full, T quick) => IsFull ? full : quick;

    /// <summary>How many kills, or seconds of a fault.</summary>
    public static int Times(int full, int quick) => IsFull ? Math.Max(quick, (int)Math.Round(full * Share)) : quick;

    /// <summary>A folder for what the row's processes say.</summary>
    public static string FolderOf(string row)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, row));
        foreach (var log in folder.GetFiles("*.log"))
        {
            log.Delete();
        }

        return folder.FullName;
    }

    /// <summary>Every process that a row starts, so that a run that was cut off can be cleaned up by id.</summary>
    public static void Remember(int pid) => Append("pids", pid.ToString(CultureInfo.InvariantCulture));

    public static void Write(FaultRun run, string? failure) => Append("rows.jsonl", JsonSerializer.Serialize(
        new
        {
            id = run.Id, what = run.What, result = failure is null ? "passed" : "FAILED", failure,
            seconds = Math.Round(run.Elapsed.TotalSeconds, 1), seed = Seed, figures = run.Figures,
        },
        new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    private static void Append(string file, string line)
    {
        lock (typeof(Campaign))
        {
            File.AppendAllText(Path.Combine(Directory.CreateDirectory(Folder).FullName, file), line + "\n");
        }
    }
}
