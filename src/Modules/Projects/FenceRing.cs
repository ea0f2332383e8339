using NetTopologySuite.Geometries;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using Position = WeChatService.Kernel.Position;

namespace WeChatService.Projects;

/// <summary>
/// A fence measured in metres. The ring is laid on the plane that touches the WGS-84 ellipsoid at its middle: for
/// fences of a few kilometres and positions within about 10 km the error is below 0.1 %.
/// </summary>
internal sealed class FenceRing
{
    private const double SemiMajor = 6378137.0;
    private const double EccentricitySquared = 0.00669437999014;

    private readonly double _latitude;
    private readonly double _longitude;
    private readonly double _metresPerDegreeNorth;
    private readonly double _metresPerDegreeEast;
    private readonly Polygon _ring;

    /// <param name="points">At least three corners, WGS-84; the last need not repeat the first.</param>
    public FenceRing(IReadOnlyList<FencePoint> points)
    {
        (_latitude, _longitude) = (points.Average(p => p.Latitude), points.Average(p => p.Longitude));
        (_metresPerDegreeNorth, _metresPerDegreeEast) = DegreesAt(_latitude);
        var corners = points.Select(p => OnPlane(p.Latitude, p.Longitude)).ToList();
        if (!corners[0].Equals2D(corners[^1]))
        {
            corners.Add(corners[0]);
        }

        _ring = new Polygon(new LinearRing([.. corners]));
    }

    public FenceReading Measure(Position position)
    {
        var point = new Point(OnPlane(position.Latitude, position.Longitude));
        return new FenceReading(_ring.Covers(point), Math.Round(_ring.ExteriorRing.Distance(point), 1));
    }

    /// <summary>The ring around a marked point (PRJ-19).</summary>
    public static List<FencePoint> Around(FencePoint middle, double radiusMetres)
    {
        const int Corners = 24;
        var (north, east) = DegreesAt(middle.Latitude);
        return [.. Enumerable.Range(0, Corners).Select(i => i * 2 * Math.PI / Corners).Select(a => new FencePoint(
            Math.Round(middle.Latitude + radiusMetres * Math.Cos(a) / north, 7), Math.Round(middle.Longitude + radiusMetres * Math.Sin(a) / east, 7)))];
    }

    public static double Metres(FencePoint from, FencePoint to)
    {
        var (north, east) = DegreesAt((from.Latitude + to.Latitude) / 2);
        return Math.Sqrt(Math.Pow((to.Latitude - from.Latitude) * north, 2) + Math.Pow((to.Longitude - from.Longitude) * east, 2));
    }

    /// <summary>How many metres a degree to the north, and one to the east, is at this latitude.</summary>
    private static (double North, double East) DegreesAt(double latitude)
    {
        var sine = Math.Sin(latitude * Math.PI / 180);
        var root = Math.Sqrt(1 - EccentricitySquared * sine * sine);
        return (SemiMajor * (1 - EccentricitySquared) / (root * root * root) * Math.PI / 180, SemiMajor / root * Math.Cos(latitude * Math.PI / 180) * Math.PI / 180);
    }

    private Coordinate OnPlane(double latitude, double longitude) =>
        new((longitude - _longitude) * _metresPerDegreeEast, (latitude - _latitude) * _metresPerDegreeNorth);
}
