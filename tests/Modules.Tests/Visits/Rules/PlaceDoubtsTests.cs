using WeChatService.Kernel;
using WeChatService.TestKit;
using WeChatService.Visits;
using static WeChatService.Modules.Tests.Visits.Specimens;

namespace WeChatService.Modules.Tests.Visits.Rules;

/// <summary>What speaks against a place; it is marked, never refused.</summary>
public sealed class PlaceDoubtsTests
{
    private static readonly Position Here = new(31.2304, 121.4737, 15);

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public void An_ordinary_fix_raises_none()
    {
        Assert.Empty(Of(Here));
        Assert.Empty(Of(Here, past: [At(Here, 600)]));
        Assert.Empty(Of(Here with { Latitude = 31.231 }, past: [At(Here, 600), At(Here, 9000)]));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public void The_phone_says_so_or_it_is_exact_to_the_metre()
    {
        Assert.Equal([Doubt.Mocked], Of(Here, isMock: true));
        Assert.Equal([Doubt.TooExact], Of(Here with { AccuracyMetres = 0 }));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public void The_third_time_the_very_same_figures() =>
        Assert.Equal([Doubt.Repeated], Of(Here, past: [At(Here, 600), At(Here, 9000)]));

    [Theory, Rule("CHK-01", Regions = ["shanghai"])]
    [InlineData(50, 600, false)] // 50 km in ten minutes: 83 m/s
    [InlineData(70, 600, true)]
    [InlineData(1.5, 1, false)] // too near to say
    [InlineData(300, 0, true)]
    [InlineData(1200, 20_000, false)] // by train
    public void Nobody_is_there_so_soon(double kilometres, int seconds, bool doubted)
    {
        var there = Here with { Latitude = Here.Latitude + kilometres / 111.195, AccuracyMetres = 16 };
        Assert.Equal(doubted ? [Doubt.TooFast] : [], Of(Here, past: [At(there, seconds)]));
    }

    private static IReadOnlyList<Doubt> Of(Position place, bool isMock = false, IReadOnlyList<CheckIn>? past = null) =>
        PlaceDoubts.Of(new ReportedPosition(place.Latitude, place.Longitude, place.AccuracyMetres, CoordinateSystem.Wgs84), place, isMock, past ?? [], Morning);

    private static CheckIn At(Position place, int secondsAgo) => Specimens.At(Morning.AddSeconds(-secondsAgo)) with { Place = place };
}
