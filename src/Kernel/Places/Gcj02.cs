namespace WeChatService.Kernel;

/// <summary>
/// The offset between WGS-84 and GCJ-02, the system that maps and WeChat use in mainland China. The forward
/// formula is the publicly known one (Krasovsky 1940 ellipsoid); the inverse is iterated to below 1 mm.
/// Outside the mainland's bounding box both systems are the same.
/// </summary>
public static class Gcj02
{
    private const double SemiMajor = 6378245.0;
    private const double EccentricitySquared = 0.00669342162296594323;

    public static (double Latitude, double Longitude) FromWgs84(double latitude, double longitude)
    {
        if (OutsideMainland(latitude, longitude))
        {
            return (latitude, longitude);
        }

        var x = longitude - 105.0;
        var y = latitude - 35.0;
        var radians = latitude / 180.0 * Math.PI;
        var magic = 1 - EccentricitySquared * Math.Sin(radians) * Math.Sin(radians);
        var root = Math.Sqrt(magic);
        var north = NorthShift(x, y) * 180.0 / (SemiMajor * (1 - EccentricitySquared) / (magic * root) * Math.PI);
        var east = EastShift(x, y) * 180.0 / (SemiMajor / root * Math.Cos(radians) * Math.PI);
        return (latitude + north, longitude + east);
    }

    public static (double Latitude, double Longitude) ToWgs84(double latitude, double longitude)
    {
        var (guessLatitude, guessLongitude) = (latitude, longitude);
        for (var i = 0; i < 12; i++)
        {
            var (shiftedLatitude, shiftedLongitude) = FromWgs84(guessLatitude, guessLongitude);
            var (north, east) = (shiftedLatitude - latitude, shiftedLongitude - longitude);
            (guessLatitude, guessLongitude) = (guessLatitude - north, guessLongitude - east);
            if (Math.Abs(north) < 1e-9 && Math.Abs(east) < 1e-9)
            {
                break;
            }
        }

        return (guessLatitude, guessLongitude);
    }

    private static bool OutsideMainland(double latitude, double longitude) =>
        longitude is < 72.004 or > 137.8347 || latitude is < 0.8293 or > 55.8271;

    private static double NorthShift(double x, double y) =>
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.Sqrt(Math.Abs(x))
        + Waves(6 * x, 2 * x, 20.0, 20.0)
        + Waves(y, y / 3.0, 20.0, 40.0)
        + Waves(y / 12.0, y / 30.0, 160.0, 320.0);

    private static double EastShift(double x, double y) =>
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.Sqrt(Math.Abs(x))
        + Waves(6 * x, 2 * x, 20.0, 20.0)
        + Waves(x, x / 3.0, 20.0, 40.0)
        + Waves(x / 12.0, x / 30.0, 150.0, 300.0);

    private static double Waves(double first, double second, double firstHeight, double secondHeight) =>
        (firstHeight * Math.Sin(first * Math.PI) + secondHeight * Math.Sin(second * Math.PI)) * 2.0 / 3.0;
}
