using WeChatService.Modules.Tests.Agencies;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.Reports.FilingDesk;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>技术审核 驳回: back to the author with a reason, where the region knows it (FIL-11).</summary>
public sealed class FilingReturnTests(House house) : Slice(house)
{
    [Fact, Rule("FIL-11", Regions = ["shanghai"]), Rule("RPT-22", Regions = ["shanghai"])]
    public async Task The_technical_review_sends_back_with_a_reason_that_the_lead_hears()
    {
        var scene = Given.AProject();
        var report = await Shelf.Report(House, "shanghai-lake-b", ReportState.Ready);
        var technical = await scene.TechnicalLead();
        await House.Phone(scene.LeadKey).Follow("agency");
        await scene.Lead();
        (await technical.Post($"/reports/{report}/rejection", new { reason = "" })).ShouldRefuse("filing.reason_missing", "FIL-11", 422);
        (await (await scene.Lead()).Post($"/reports/{report}/rejection", new { reason = "不是我该说的" })).ShouldRefuse("filing.only_technical_lead", "FIL-01", 403);

        (await technical.Post($"/reports/{report}/rejection", new { reason = "缺 2 号泵的照片" })).ShouldBeOk();

        Assert.Equal("Saved", await State(House, report));
        Assert.Equal(0, await Total(technical, "/filings"));
        var objection = (await technical.Get($"/filings/{report}")).ShouldBeOk()["objection"];
        Assert.Equal("缺 2 号泵的照片", objection.GetProperty("reason").GetString());
        await House.Settled();
        Assert.Equal(1, await House.Value<long>($"select count(*) from notice where about_id = '{report}' and template = 'report_returned'"));
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案" })).ShouldRefuse("report.not_submitted", "FIL-11", 409);
        (await technical.Post($"/reports/{report}/submission")).ShouldBeOk();
        await FileIt(scene, report);
        Assert.Equal("Filed", await State(House, report));
    }

    [Theory, Rule("FIL-11", Regions = ["shanghai"])]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Elsewhere_nothing_is_sent_back(string region)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        var technical = await scene.TechnicalLead();
        (await technical.Post($"/reports/{report}/rejection", new { reason = "缺照片" })).ShouldRefuse("filing.no_rejection_here", "FIL-11", 409);
        Assert.False((await technical.Get($"/filings/{report}")).ShouldBeOk()["mayReject"].GetBoolean());
    }
}
