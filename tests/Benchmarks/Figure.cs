using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatService.Benchmarks;

/// <summary>One measured figure beside its baseline of the same run and its goal.</summary>
/// <param name="Goal">Its number: G1 to G16.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Baseline">The peer's own figure; for an absolute goal, the limit itself.</param>
/// <param name="Floor">What measured divided by baseline must reach (rates) or stay below (times).</param>
/// <param name="Stretch">What is physically there.</param>
/// <param name="LessIsBetter">For times and sizes.</param>
internal sealed record Figure(
    string Goal, string Metric, double Measured, double Baseline, double Floor, double Stretch, bool LessIsBetter = false)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>"/s", "ms", "MiB".</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whose figure the baseline is; empty when the baseline is the limit itself.</summary>
    public string Beside { get; init; } = "";

    /// <summary>The same by throw-away code without features, where there is such.</summary>
    public double? Ceiling { get; init; }

    /// <summary>What else was seen: processor for each message, which stays true on a machine that others use as well.</summary>
    public string Note { get; init; } = "";

    /// <summary>The medians of so many passes.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>The largest share of the machine that others used while this figure was taken.</summary>
    public double? Foreign { get; init; }

    public double Ratio => Baseline > 0 ? Measured / Baseline : 0;

    public bool Met => Baseline > 0 && (LessIsBetter ? Ratio <= Floor : Ratio >= Floor);

    private string Sign => LessIsBetter ? "≤" : "≥";

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            goal = Goal, metric = Metric, unit = Unit, floor = Round(Floor * Baseline), measured = Round(Measured), stretch = Round(Stretch * Baseline), met = Met,
            beside = Beside, baseline = Round(Baseline), ratio = Math.Round(Ratio, 3), ratioFloor = Floor, ratioStretch = Stretch, lessIsBetter = LessIsBetter,
            ceiling = Ceiling is { } ceiling ? Round(ceiling) : (double?)null, note = Note, passes = Passes, foreign = Foreign is { } foreign ? Math.Round(foreign, 3) : (double?)null,
        },
        Options);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Goal,-4} {Metric}\n     floor {Sign} {Shown(Floor)} / measured {Value(Measured)}{Times(Ratio)} / stretch {Shown(Stretch)}  {Verdict}\n     {string.Join(" · ", Remarks())}");

    /// <summary>For the table at the end.</summary>
    public IReadOnlyList<string> Cells() =>
        [Goal, Metric, $"{Sign} {Shown(Floor)}", $"{Value(Measured)}{Times(Ratio)}", Shown(Stretch), Verdict, Beside.Length == 0 ? "" : $"{Beside} {Value(Baseline)}", Foreign is { } f ? $"{f:P0}" : ""];

    private string Verdict => Met ? "met" : "NOT met";

    private string Shown(double ratio) => Value(ratio * Baseline) + Times(ratio);

    private string Times(double ratio) => Beside.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({ratio:0.00}x)");

    private string Value(double value)
    {
        var number = Math.Abs(value) switch
        {
            >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
            _ => value.ToString("0.##", CultureInfo.InvariantCulture),
        };
        return Unit.Length == 0 || Unit[0] == '/' ? number + Unit : $"{number} {Unit}";
    }

    private IEnumerable<string> Remarks()
    {
        if (Beside.Length > 0)
        {
            yield return $"{Beside} {Value(Baseline)}";
        }

        if (Ceiling is { } ceiling)
        {
            yield return $"ceiling {Value(ceiling)}";
        }

        if (Note.Length > 0)
        {
            yield return Note;
        }

        yield return Passes == 1 ? "one pass" : $"median of {Passes} passes";
        if (Foreign is { } foreign)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"foreign {foreign * 100:0} %");
        }
    }

    private static double Round(double value) => Math.Round(value, Math.Abs(value) < 100 ? 2 : 0);
}
