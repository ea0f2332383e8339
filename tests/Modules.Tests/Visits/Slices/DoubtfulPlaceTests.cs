using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Visits.Slices;

public sealed class DoubtfulPlaceTests(House house) : Slice(house)
{
    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task A_made_up_place_is_not_refused_but_agency_and_authority_see_it_and_nobody_else()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var start = new { projectId = scene.ProjectId, challenge = await mobile.Challenge(scene.ProjectId), photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite, isMock = true };
        var visit = (await mobile.Post("/visits", start)).ShouldBeOk().Id;
        var end = new { challenge = await mobile.Challenge(scene.ProjectId, "End"), photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite with { AccuracyMetres = 0 } };
        Assert.Equal("None", (await mobile.Post($"/visits/{visit}/end", end)).ShouldBeOk()["mark"].GetString());

        foreach (var reader in new Caller[] { await scene.Lead(), await House.Console("sh-admin"), await House.Authority(scene.BrigadeKey) })
        {
            var row = Assert.Single((await reader.Get("/visits/doubtful")).ShouldBeOk()["items"].EnumerateArray());
            Assert.Equal(
                (visit, "手机说这是模拟位置", "定位精度为 0，不像卫星定位"),
                (row.GetProperty("visitId").GetGuid(), row.GetProperty("atStart")[0].GetString(), row.GetProperty("atEnd")[0].GetString()));
        }

        foreach (var other in new Caller[] { await House.Agency("bj-lead"), await House.Authority("bj-brigade") })
        {
            Assert.Equal(0, (await other.Get("/visits/doubtful")).ShouldBeOk()["total"].GetInt32());
        }
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task An_ordinary_visit_is_in_no_such_list()
    {
        var scene = await Given.APlan();
        (await (await scene.Operator()).StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
        Assert.Equal(0, (await (await scene.Lead()).Get("/visits/doubtful")).ShouldBeOk()["total"].GetInt32());
    }
}
