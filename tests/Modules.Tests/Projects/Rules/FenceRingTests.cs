using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Projects;
using WeChatService.Projects.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Projects.Rules;

/// <summary>Distances to a fence, against lengths of degrees that geodesists publish and against the meridian's own arc.</summary>
public sealed class FenceRingTests
{
    /// <summary>Half a side of the square, degrees.</summary>
    private const double Half = 0.002;

    // Lengths of a degree on WGS-84 in metres, from the usual table (latitude: north, east).
    [Theory]
    [InlineData(0.0, 110_574, 111_320)]
    [InlineData(15.0, 110_649, 107_550)]
    [InlineData(30.0, 110_852, 96_486)]
    [InlineData(45.0, 111_132, 78_847)]
    public void A_hundredth_of_a_degree_has_its_published_length(double latitude, double north, double east)
    {
        var ring = Square(latitude, 110);
        Near(north / 100, ring.Measure(new(latitude + Half + 0.01, 110, 10)).DistanceMetres);
        Near(north / 100, ring.Measure(new(latitude - Half - 0.01, 110, 10)).DistanceMetres);
        Near(east / 100, ring.Measure(new(latitude, 110 + Half + 0.01, 10)).DistanceMetres);
        Near(east / 100, ring.Measure(new(latitude, 110 - Half - 0.01, 10)).DistanceMetres);
    }

    [Fact, Rule("CHK-01")]
    public void From_beyond_a_corner_the_corner_is_the_nearest_point()
    {
        var reading = Square(45, 110).Measure(new(45 + Half + 0.003, 110 + Half + 0.004, 10));
        Near(Math.Sqrt(Math.Pow(0.003 * 111_132, 2) + Math.Pow(0.004 * 78_847, 2)), reading.DistanceMetres);
        Assert.False(reading.Inside);
    }

    [Fact, Rule("CHK-01")]
    public void The_middle_is_inside_and_as_far_from_the_edge_as_half_a_side()
    {
        var reading = Square(30, 110).Measure(new(30, 110, 10));
        Assert.True(reading.Inside);
        Near(Half * 96_486, reading.DistanceMetres);
    }

    [Fact, Rule("CHK-01")]
    public void Who_stands_on_the_edge_or_a_corner_is_inside_at_no_distance()
    {
        var ring = Square(30, 110);
        Assert.Equal(0, ring.Measure(new(30, 110 + Half, 10)).DistanceMetres);
        Assert.Equal(new FenceReading(true, 0), ring.Measure(new(30 + Half, 110 + Half, 10)));
        Assert.False(ring.Measure(new(30, 110 + Half + 0.00002, 10)).Inside);
        Assert.True(ring.Measure(new(30, 110 + Half - 0.00002, 10)).Inside);
    }

    [Fact]
    public void A_court_between_the_wings_is_outside()
    {
        // A U that opens to the north; the court is surrounded on three sides.
        var ring = new FenceRing([
            new(30, 110), new(30, 110.003), new(30.003, 110.003), new(30.003, 110.002), new(30.001, 110.002), new(30.001, 110.001),
            new(30.003, 110.001), new(30.003, 110)]);
        Assert.False(ring.Measure(new(30.002, 110.0015, 10)).Inside);
        Assert.True(ring.Measure(new(30.002, 110.0005, 10)).Inside);
        Assert.True(ring.Measure(new(30.0005, 110.0015, 10)).Inside);
    }

    [Fact]
    public void A_ring_that_repeats_its_first_corner_is_the_same_ring()
    {
        var open = Sample.Fence;
        var here = new Position(31.21, 121.5, 10);
        Assert.Equal(new FenceRing(open).Measure(here), new FenceRing([.. open, open[0]]).Measure(here));
    }

    [Fact, Rule("CHK-01")]
    public void Moving_north_of_the_north_edge_measures_the_metres_moved()
    {
        var places =
            from latitude in Gen.Choose(18_000, 53_000)
            from longitude in Gen.Choose(74_000, 134_000)
            from metres in Gen.Choose(50, 5_000)
            select (Latitude: latitude / 1000.0, Longitude: longitude / 1000.0, Metres: (double)metres);

        Prop.ForAll(places.ToArbitrary(), place =>
        {
            var edge = place.Latitude + Half;
            var there = NorthOf(edge, place.Metres);
            var reading = Square(place.Latitude, place.Longitude).Measure(new(there, place.Longitude, 10));
            return !reading.Inside && Math.Abs(reading.DistanceMetres - place.Metres) <= place.Metres * 0.002;
        }).QuickCheckThrowOnFailure();
    }

    [Theory, MemberData(nameof(Regions)), Rule("CHK-01")]
    public void Outside_counts_as_inside_up_to_the_regions_tolerance_and_no_metre_more(string region)
    {
        var policy = Policies.For(region).Fence;
        Assert.True(new FenceReading(true, 500).CountsAsInside(policy));
        Assert.True(new FenceReading(false, policy.ToleranceMetres).CountsAsInside(policy));
        Assert.False(new FenceReading(false, policy.ToleranceMetres + 0.1).CountsAsInside(policy));
        new Position(31, 121, policy.AccuracyMetres).MustBeAccurate(policy);
        Assert.Equal(("position.too_inaccurate", "CHK-01"), Sample.Refusal(() => new Position(31, 121, policy.AccuracyMetres + 1).MustBeAccurate(policy)));
    }

    public static TheoryData<string> Regions => Policies.Regions;

    private static FenceRing Square(double latitude, double longitude) => new(
    [
        new(latitude - Half, longitude - Half), new(latitude - Half, longitude + Half), new(latitude + Half, longitude + Half), new(latitude + Half, longitude - Half),
    ]);

    /// <summary>Goes along the meridian in small steps by its radius of curvature, not by the ring's own plane.</summary>
    private static double NorthOf(double latitude, double metres)
    {
        const int steps = 100;
        for (var i = 0; i < steps; i++)
        {
            var sine = Math.Sin(latitude * Math.PI / 180);
            var curvature = 6378137.0 * (1 - 0.00669437999014) / Math.Pow(1 - 0.00669437999014 * sine * sine, 1.5);
            latitude += metres / steps / curvature * 180 / Math.PI;
        }

        return latitude;
    }

    private static void Near(double expected, double measured) => Assert.InRange(measured, expected * 0.999 - 0.05, expected * 1.001 + 0.05);
}
