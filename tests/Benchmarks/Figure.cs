using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatService.Benchmarks;

/// <summary>One measured figure beside its baseline of the same run and its goal.</summary>
/// <param name="Goal">Its number: G1 to G15.</param>
/// <param name="Metric">What was measured and beside what.</param>
/// <param name="Ratio">Measured divided by baseline.</param>
/// <param name="Floor">What the ratio must reach (rates) or stay below (times).</param>
/// <param name="Stretch">What is physically there.</param>
/// <param name="LessIsBetter">For times.</param>
internal sealed record Figure(
    string Goal, string Metric, double Measured, double Baseline, double Floor, double Stretch, bool LessIsBetter = false)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public double Ratio => Baseline > 0 ? Measured / Baseline : 0;

    public bool Met => Baseline > 0 && (LessIsBetter ? Ratio <= Floor : Ratio >= Floor);

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            goal = Goal, metric = Metric, measured = Round(Measured), baseline = Round(Baseline), ratio = Math.Round(Ratio, 2),
            floor = Floor, stretch = Stretch, met = Met,
        },
        Options);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Goal,-4} {Metric}\n     {Round(Measured)} beside {Round(Baseline)}: {Ratio:0.00} (floor {(LessIsBetter ? "≤" : "≥")} {Floor}, stretch {Stretch}) {(Met ? "met" : "NOT met")}");

    private static double Round(double value) => Math.Round(value, value < 100 ? 2 : 0);
}
