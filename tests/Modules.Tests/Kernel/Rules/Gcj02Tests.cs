using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Kernel.Rules;

public sealed class Gcj02Tests
{
    [Fact]
    public void There_and_back_is_less_than_a_millimetre()
    {
        var places =
            from latitude in Gen.Choose(180_000, 535_000)
            from longitude in Gen.Choose(735_000, 1_347_000)
            select (Latitude: latitude / 10_000.0, Longitude: longitude / 10_000.0);

        Prop.ForAll(places.ToArbitrary(), place =>
        {
            var shifted = Gcj02.FromWgs84(place.Latitude, place.Longitude);
            var back = Gcj02.ToWgs84(shifted.Latitude, shifted.Longitude);
            return Metres(place, back) < 0.001;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(31.2304, 121.4737)]
    [InlineData(39.9042, 116.4074)]
    [InlineData(34.3416, 108.9398)]
    [InlineData(43.8256, 87.6168)]
    public void In_the_four_cities_the_systems_lie_some_hundred_metres_apart(double latitude, double longitude) =>
        Assert.InRange(Metres((latitude, longitude), Gcj02.FromWgs84(latitude, longitude)), 150, 900);

    [Theory]
    [InlineData(22.3193, -114.1694)]
    [InlineData(51.5007, -0.1246)]
    [InlineData(-33.8568, 151.2153)]
    public void Abroad_both_systems_are_the_same(double latitude, double longitude)
    {
        Assert.Equal((latitude, longitude), Gcj02.FromWgs84(latitude, longitude));
        Assert.Equal((latitude, longitude), Gcj02.ToWgs84(latitude, longitude));
    }

    [Theory]
    [InlineData(90.001, 0, 10.0)]
    [InlineData(-91, 0, 10.0)]
    [InlineData(0, 180.5, 10.0)]
    [InlineData(double.NaN, 121, 10.0)]
    [InlineData(31, double.PositiveInfinity, 10.0)]
    [InlineData(31, 121, -1.0)]
    [InlineData(31, 121, 100_001.0)]
    [InlineData(31, 121, double.NaN)]
    public void What_is_no_place_on_Earth_is_refused(double latitude, double longitude, double accuracy)
    {
        var broken = Assert.Throws<RuleBroken>(() => new ReportedPosition(latitude, longitude, accuracy).ToWgs84());
        Assert.Equal(("position.out_of_range", 400), (broken.Problem.Code, broken.Problem.Status));
    }

    [Fact]
    public void A_position_is_taken_for_GCJ_02_unless_it_says_otherwise_and_for_30_metres_if_it_says_nothing()
    {
        Assert.Equal(new Position(31.2, 121.5, 30), new ReportedPosition(31.2, 121.5, null, CoordinateSystem.Wgs84).ToWgs84());
        var converted = new ReportedPosition(31.2, 121.5, 8).ToWgs84();
        Assert.InRange(Metres((31.2, 121.5), (converted.Latitude, converted.Longitude)), 150, 900);
        Assert.Equal(8, converted.AccuracyMetres);
    }

    private static double Metres((double Latitude, double Longitude) a, (double Latitude, double Longitude) b)
    {
        var north = (a.Latitude - b.Latitude) * 111_320;
        var east = (a.Longitude - b.Longitude) * 111_320 * Math.Cos(a.Latitude * Math.PI / 180);
        return Math.Sqrt(north * north + east * east);
    }
}
