using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>Who is still at work in the evening is told before it costs him the time.</summary>
public sealed class RemindToEndTests(House house) : Slice(house)
{
    private const string Reminders = "select count(*) from notice where template = 'visit_open'";

    [Fact, Rule("CHK-09", Regions = ["shanghai"]), Rule("CHK-10", Regions = ["shanghai"])]
    public async Task Still_at_work_at_six_and_again_two_hours_before_it_is_zero_one_is_reminded_once_each()
    {
        House.At("2026-11-03T01:00Z"); // nine in the morning
        var scene = await Given.APlan();
        (await (await scene.Operator()).StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();

        Assert.Equal(0, await At("2026-11-03T09:50Z"));
        Assert.Equal(1, await At("2026-11-03T10:05Z"));
        Assert.Equal(1, await At("2026-11-03T22:30Z"));
        Assert.Equal(2, await At("2026-11-03T23:20Z"));
        Assert.Equal(2, await At("2026-11-04T02:00Z"));
        Assert.Equal("TooLong", await House.Value<string>("select mark from visit"));
    }

    [Fact, Rule("CHK-10", Regions = ["shanghai"])]
    public async Task Who_has_ended_is_not_reminded()
    {
        House.At("2026-11-03T01:00Z");
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var visit = (await mobile.StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk().Id;
        House.At("2026-11-03T05:00Z");
        (await mobile.EndVisit(visit, scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();

        Assert.Equal(0, await At("2026-11-03T10:05Z"));
        Assert.Equal(0, await At("2026-11-03T23:20Z"));
    }

    private async Task<long> At(string instant)
    {
        House.At(instant);
        await House.Settled();
        return await House.Value<long>(Reminders);
    }
}
