using System.Text.Json.Serialization;

namespace WeChatService.Kernel;

/// <summary>The system a phone reports in: WeChat gives GCJ-02, bare GPS gives WGS-84.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CoordinateSystem>))]
public enum CoordinateSystem { Gcj02, Wgs84 }

/// <summary>A place on Earth in WGS-84 degrees, with the radius in metres within which the phone believes it is.</summary>
public readonly record struct Position(double Latitude, double Longitude, double AccuracyMetres);

/// <summary>A position as a client sent it.</summary>
/// <param name="AccuracyMetres">Radius in metres; unknown counts as 30.</param>
public sealed record ReportedPosition(
    double Latitude, double Longitude, double? AccuracyMetres, CoordinateSystem System = CoordinateSystem.Gcj02)
{
    /// <exception cref="RuleBroken">The figures are no place on Earth.</exception>
    public Position ToWgs84()
    {
        if (!(Math.Abs(Latitude) <= 90 && Math.Abs(Longitude) <= 180) || AccuracyMetres is < 0 or > 100_000 or double.NaN)
        {
            throw new RuleBroken(KernelProblems.PositionOutOfRange);
        }

        var (latitude, longitude) = System == CoordinateSystem.Gcj02
            ? Gcj02.ToWgs84(Latitude, Longitude)
            : (Latitude, Longitude);
        return new Position(latitude, longitude, AccuracyMetres ?? 30);
    }
}
