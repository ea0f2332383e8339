using System.Globalization;

namespace WeChatService.Catalogue.Contracts;

public enum LimitOperator { AtMost, AtLeast, Below, Above, Equal, Between }

/// <summary>
/// A sourced number. Limits without <see cref="When"/> always apply; those with one are alternatives, of which the building's
/// facts choose. Compared as decimals: 0.50 MPa equals 0.5 MPa, and a value on the boundary passes at most, at least and between.
/// </summary>
/// <param name="Value">Null for <see cref="LimitOperator.Between"/>, which has <paramref name="Min"/> and <paramref name="Max"/>.</param>
/// <param name="Unit">s, min, MPa, Pa, m, mm, m/s, lx, dB, %, ... as printed.</param>
/// <param name="When">Condition of building or device, in Chinese; null is always.</param>
/// <param name="Of">Which measured quantity; null is the item's only one.</param>
public sealed record Limit(LimitOperator Op, decimal? Value, decimal? Min, decimal? Max, string Unit, string? When, string? Of)
{
    public bool Holds(decimal measured) => Op switch
    {
        LimitOperator.AtMost => measured <= Value,
        LimitOperator.AtLeast => measured >= Value,
        LimitOperator.Below => measured < Value,
        LimitOperator.Above => measured > Value,
        LimitOperator.Equal => measured == Value,
        LimitOperator.Between => measured >= Min && measured <= Max,
        _ => throw new InvalidOperationException($"unknown operator {Op}"),
    };

    /// <summary>As a person reads it: "≤ 60 s", "0.25–0.5 MPa".</summary>
    public string Says => Op == LimitOperator.Between
        ? string.Create(CultureInfo.InvariantCulture, $"{Min}–{Max} {Unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{Sign} {Value} {Unit}");

    private string Sign => Op switch
    {
        LimitOperator.AtMost => "≤",
        LimitOperator.AtLeast => "≥",
        LimitOperator.Below => "<",
        LimitOperator.Above => ">",
        _ => "=",
    };
}
