using Npgsql;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Supervision.Slices;

/// <summary>A rating that does not agree raises a flag: explained by the agency, closed and opened again by the brigade, never deleted.</summary>
public sealed class FlagTests(House house) : Slice(house)
{
    private static readonly string[] Keys = ["people", "time", "place", "content", "onSite", "works"];

    [Fact, Rule("SUP-13", Regions = ["shanghai"]), Rule("EVL-09", Regions = ["shanghai"]), Rule("SUP-16", Regions = ["shanghai"])]
    public async Task The_flag_of_a_rating_is_explained_closed_with_a_reason_and_opened_again_and_every_step_stays()
    {
        var scene = await ARatedVisit(wrong: "time");
        using var brigade = await House.Authority(scene.BrigadeKey);
        var raised = Assert.Single(await Flags(brigade));
        var flag = raised.GetProperty("id").GetGuid();
        Assert.Equal(("Open", "评价里有 1 处不一致：来的时间：不一致"), (raised.GetProperty("state").GetString(), raised.GetProperty("what").GetString()));
        var lead = await House.Agency(scene.LeadKey);
        Assert.Equal(flag, Assert.Single(await Flags(lead)).GetProperty("id").GetGuid());

        (await lead.Post($"/flags/{flag}/explanations", new { text = " " })).ShouldRefuse("flag.explanation_missing", "SUP-13", 422);
        (await lead.Post($"/flags/{flag}/explanations", new { text = "门卫登记晚了" })).ShouldBeOk();
        (await brigade.Post($"/flags/{flag}/closing", new { reason = "" })).ShouldRefuse("flag.reason_missing", "SUP-13", 422);
        (await brigade.Post($"/flags/{flag}/reopening", new { reason = "再看看" })).ShouldRefuse("flag.not_closed", "SUP-13", 409);
        (await brigade.Post($"/flags/{flag}/closing", new { reason = "门禁记录与打卡一致" })).ShouldBeOk();
        (await brigade.Post($"/flags/{flag}/closing", new { reason = "门禁记录与打卡一致" })).ShouldRefuse("flag.closed", "SUP-13", 409);
        (await lead.Post($"/flags/{flag}/explanations", new { text = "还有一句" })).ShouldRefuse("flag.closed", "SUP-13", 409);
        (await brigade.Post($"/flags/{flag}/reopening", new { reason = "业主又来电话" })).ShouldBeOk();

        var steps = Assert.Single(await Flags(lead)).GetProperty("steps").EnumerateArray().Select(s => (s.GetProperty("act").GetString(), s.GetProperty("says").GetString())).ToList();
        Assert.Equal(
            [("Raised", "评价里有 1 处不一致：来的时间：不一致"), ("Explained", "门卫登记晚了"), ("Closed", "门禁记录与打卡一致"), ("Reopened", "业主又来电话")], steps);
        await Assert.ThrowsAsync<PostgresException>(() => House.SqlAsApplication("delete from supervision_flag"));
        Assert.Equal(3, await House.Value<long>("select count(*) from audit_entry where act like 'flag.%'"));
    }

    [Fact, Rule("SUP-13", Regions = ["shanghai"]), Rule("SUP-16", Regions = ["shanghai"])]
    public async Task Others_neither_see_nor_decide_it()
    {
        var scene = await ARatedVisit(wrong: "place");
        using var brigade = await House.Authority(scene.BrigadeKey);
        var flag = Assert.Single(await Flags(brigade)).GetProperty("id").GetGuid();
        using var elsewhere = await House.Authority("bj-brigade");
        Assert.Empty(await Flags(elsewhere));
        (await elsewhere.Post($"/flags/{flag}/closing", new { reason = "关了" })).ShouldRefuse("flag.not_yours", "SUP-13", 404);
        using var foreign = await House.Agency("bj-lead");
        Assert.Empty(await Flags(foreign));
        (await foreign.Post($"/flags/{flag}/explanations", new { text = "说明" })).ShouldRefuse("flag.not_yours", "SUP-13", 404);
        using var worker = await House.Agency("sh-technical");
        (await worker.Post($"/flags/{flag}/explanations", new { text = "说明" })).ShouldRefuse("actor.not_your_role", status: 403);
        Assert.Equal("Open", Assert.Single(await Flags(brigade)).GetProperty("state").GetString());
    }

    [Fact, Rule("EVL-09", Regions = ["shanghai"])]
    public async Task A_rating_that_agrees_raises_no_flag()
    {
        var scene = await ARatedVisit(wrong: null);
        using var brigade = await House.Authority(scene.BrigadeKey);
        Assert.Empty(await Flags(brigade));
    }

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> Flags(Caller reader) => [.. (await reader.Get("/flags")).ShouldBeOk()["items"].EnumerateArray()];

    private async Task<Scene> ARatedVisit(string? wrong)
    {
        var scene = await Given.AFeedbackForm();
        (await (await scene.Contact()).Post($"/feedback-forms/{scene.FormId}/rating", new { answers = Keys.Select(key => new { key, yes = key != wrong }), stars = 3 })).ShouldBeOk();
        await House.Settled();
        return scene;
    }
}
