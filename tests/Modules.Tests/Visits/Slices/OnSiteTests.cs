using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>今天在现场: by check-in or by the work itself, whatever the profile has.</summary>
public sealed class OnSiteTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => [.. Demo.Prefixes.Keys];

    [Theory, MemberData(nameof(Regions))]
    [Rule("CHK-05", Regions = ["shanghai"]), Rule("SCR-01")]
    public async Task Who_works_is_on_site_once_and_has_left_when_the_work_is_handed_in(string region)
    {
        var scene = await Given.ARecordedTask(region);
        var lead = await scene.Lead();
        var now = (await lead.Get("/visits/on-site")).ShouldBeOk();
        var row = Assert.Single(now["items"].EnumerateArray());
        Assert.Equal((scene.OperatorId, scene.ProjectId), (row.GetProperty("personId").GetGuid(), row.GetProperty("projectId").GetGuid()));
        Assert.Equal(Demo.Person(scene.OperatorKey).Name, row.GetProperty("personName").GetString());
        Assert.True(row.GetProperty("insideFence").GetBoolean());
        Assert.InRange(row.GetProperty("startedAt").GetDateTimeOffset(), House.Time.GetUtcNow().AddMinutes(-10), House.Time.GetUtcNow());
        Assert.Equal(1, (await lead.Get("/workbench")).ShouldBeOk()["onSiteCount"].GetInt32());
        Assert.Equal(0, (await lead.Get("/visits/on-site?state=Left")).ShouldBeOk()["total"].GetInt32());

        var mobile = await scene.Operator();
        if (scene.VisitId != Guid.Empty)
        {
            (await mobile.EndVisit(scene.VisitId, scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
        }
        else
        {
            await House.SqlAsAdmin($"update field_task set state = 'Submitted', submitted_at = now() where id = '{scene.TaskId}'");
        }

        Assert.Equal(0, (await lead.Get("/visits/on-site")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(scene.OperatorId, Assert.Single((await lead.Get("/visits/on-site?state=Left")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("personId").GetGuid());
    }

    [Fact, Rule("ACC-15")]
    public async Task Another_leads_people_are_not_shown_and_an_administrator_sees_all()
    {
        await Given.AStartedTask();
        Assert.Equal(0, (await (await House.Agency("sh-lead2")).Get("/visits/on-site")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await (await House.Agency("bj-lead")).Get("/visits/on-site")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(1, (await (await House.Console("sh-admin")).Get("/visits/on-site")).ShouldBeOk()["total"].GetInt32());
    }

    [Fact, Rule("CHK-19", Regions = ["shaanxi"])]
    public async Task Yesterdays_work_is_not_todays()
    {
        var scene = await Given.AStartedTask("shaanxi");
        Assert.Equal(1, (await (await scene.Lead()).Get("/visits/on-site")).ShouldBeOk()["total"].GetInt32());
        House.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, (await (await scene.Lead()).Get("/visits/on-site")).ShouldBeOk()["total"].GetInt32());
    }
}
