using System.Text.Json.Serialization;

namespace WeChatService.Kernel;

/// <summary>The system a phone reports in: WeChat gives GCJ-02, bare GPS gives WGS-84.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CoordinateSystem>))]
public enum CoordinateSystem { Gcj02, Wgs84 }

/// <summary>A place on Earth in WGS-84 degrees, with the radius in metres within which the phone believes it is.</summary>
public readonly record struct Position(double Latitude, double Longitude, double AccuracyMetres)
{
    private const double MetresPerDegree = 111_195;

    /// <summary>Of an express train, metres a second.</summary>
    private const double Fastest = 100;

    /// <summary>Nearer than this the errors of two fixes look like speed.</summary>
    private const double FarEnough = 2000;

    public double MetresTo(Position other)
    {
        var east = (Longitude - other.Longitude) * Math.Cos(double.DegreesToRadians((Latitude + other.Latitude) / 2));
        return Math.Sqrt(east * east + (Latitude - other.Latitude) * (Latitude - other.Latitude)) * MetresPerDegree;
    }

    /// <summary>Nobody travels from here to there in that time.</summary>
    public bool IsOutOfReachOf(Position other, TimeSpan within) =>
        MetresTo(other) is var metres and > FarEnough && metres > Fastest * Math.Max(1, within.TotalSeconds);
}

/// <summary>A position as a client sent it.</summary>
/// <param name="AccuracyMetres">Radius in metres; unknown counts as 30.</param>
/// <param name="IsMock">The phone itself says that the place is made up.</param>
public sealed record ReportedPosition(
    double Latitude, double Longitude, double? AccuracyMetres, CoordinateSystem System = CoordinateSystem.Gcj02, bool? IsMock = null)
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
