using System.Globalization;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.Contracts;

/// <summary>When a reported position proves that somebody is on site; asked by everything that is done there.</summary>
public static class FenceRules
{
    /// <summary>CHK-01: a position vaguer than the profile allows proves nothing.</summary>
    /// <exception cref="RuleBroken">position.too_inaccurate.</exception>
    public static void MustBeAccurate(this Position position, FencePolicy policy)
    {
        if (position.AccuracyMetres > policy.AccuracyMetres)
        {
            throw new RuleBroken(ProjectProblems.PositionTooInaccurate
                .Says($"定位还不准。现在误差 {position.AccuracyMetres:0} m，要 {policy.AccuracyMetres:0} m 以内。请到门口等 10 秒，再定位一次。")
                .With("accuracyMetres", position.AccuracyMetres).With("requiredMetres", policy.AccuracyMetres));
        }
    }

    /// <summary>Inside the ring, or outside by no more than the profile's tolerance in metres.</summary>
    public static bool CountsAsInside(this FenceReading reading, FencePolicy policy) =>
        reading.Inside || reading.DistanceMetres <= policy.ToleranceMetres;

    /// <summary>As a person reads it: "38 m", "1.2 km".</summary>
    public static string Says(this FenceReading reading) => reading.DistanceMetres < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{reading.DistanceMetres:0} m")
        : string.Create(CultureInfo.InvariantCulture, $"{reading.DistanceMetres / 1000:0.0} km");
}
