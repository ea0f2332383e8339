using WeChatService.Modules.Tests.Agencies;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.Reports.FilingDesk;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>What waits to be filed, what is late, where it is filed, and the log of it.</summary>
public sealed class FilingListTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FIL-10"), Rule("FIL-12")]
    public async Task The_list_tells_form_and_dates_and_the_log_who_did_what(string region)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        var technical = await scene.TechnicalLead();
        await FileIt(scene, report);

        var row = Assert.Single((await technical.Get("/filings?state=Done")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal((report, "系统生成", "Maintenance"), (row.GetProperty("id").GetGuid(), row.GetProperty("form").GetString(), row.GetProperty("kind").GetString()));
        Assert.NotEqual("", row.GetProperty("projectName").GetString());
        Assert.NotEqual("", row.GetProperty("agencyName").GetString());
        Assert.Contains($"{scene.Month.Month}月", row.GetProperty("planName").GetString(), StringComparison.Ordinal);
        Assert.NotNull(row.GetProperty("completedOn").GetString());
        Assert.NotNull(row.GetProperty("filedAt").GetString());
        var log = (await technical.Get($"/reports/{report}/filing-log")).ShouldBeOk().Json.EnumerateArray().ToList();
        var filed = Assert.Single(log, l => l.GetProperty("act").GetString() == "report.filed");
        Assert.Equal((Demo.Person(scene.TechnicalLeadKey).Name, "微信公众号"), (filed.GetProperty("byName").GetString(), filed.GetProperty("where").GetString()));
        using var stranger = await House.Agency(region == "beijing" ? "sh-technical" : "bj-technical");
        (await stranger.Get($"/reports/{report}/filing-log")).ShouldRefuse("report.not_yours", status: 404);
        (await stranger.Get($"/filings/{report}")).ShouldRefuse("report.not_yours", status: 404);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FIL-09")]
    public async Task The_home_screen_counts_what_waits_and_opens_just_those(string region)
    {
        var scene = Given.AProject(region);
        foreach (var kind in new[] { ReportKind.Maintenance, ReportKind.Detection, ReportKind.Assessment })
        {
            await Shelf.Report(House, scene.ProjectKey, ReportState.Ready, kind);
        }

        await Shelf.Report(House, $"{region}-story-1", ReportState.Generating);
        var technical = await scene.TechnicalLead();
        Assert.Equal(3, (await technical.Get("/workbench")).ShouldBeOk()["filings"].GetProperty("open").GetInt32());
        Assert.Equal(3, await Total(technical, "/filings"));
        Assert.Equal(3, (await technical.Get("/filings/counts")).ShouldBeOk()["open"].GetInt32());
        Assert.Equal(0, await Total(await scene.Lead(), "/filings"));
    }

    [Theory, Rule("FIL-08")]
    [InlineData("beijing", ReportKind.DetectionUploaded, "Console")]
    [InlineData("shaanxi", ReportKind.MaintenanceUploaded, "Console")]
    [InlineData("xinjiang", ReportKind.MaintenanceUploaded, "Agency")]
    [InlineData("shanghai", ReportKind.Written, "MiniProgram")]
    public async Task A_report_is_listed_and_filed_only_where_the_region_says(string region, ReportKind kind, string where)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready, kind);
        var wechat = await scene.TechnicalLead();
        if (where == "Console")
        {
            Assert.Equal((0, 0), (await Total(wechat, "/filings"), (await wechat.Get("/workbench")).ShouldBeOk()["filings"].GetProperty("open").GetInt32()));
            var refused = (await wechat.Post($"/reports/{report}/filing", new { opinion = "同意备案" })).ShouldRefuse("filing.filed_elsewhere", "FIL-08", 409);
            Assert.Contains("电脑管理端", refused.Text, StringComparison.Ordinal);
            Assert.Equal("filing.filed_elsewhere", (await wechat.Get($"/filings/{report}")).ShouldBeOk()["blockedBy"].GetProperty("code").GetString());
        }

        using Caller there = where switch
        {
            "Console" => await House.Console(scene.TechnicalLeadKey),
            "MiniProgram" => await House.MiniProgram(scene.TechnicalLeadKey),
            _ => await House.Agency(scene.TechnicalLeadKey),
        };
        Assert.Equal(1, await Total(there, "/filings"));
        Guid? face = Policies.For(region).Filing.Face ? await there.UploadSelfie(scene.TechnicalLeadKey) : null;
        (await there.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = face })).ShouldBeOk();
        Assert.Equal("Filed", await State(House, report));
    }

    [Theory, Rule("FIL-04", Regions = ["beijing", "shaanxi", "xinjiang"])]
    [InlineData("beijing", 1)]
    [InlineData("shaanxi", 1)]
    [InlineData("xinjiang", 1)]
    [InlineData("shanghai", 0)]
    public async Task What_is_late_is_marked_comes_first_and_can_still_be_filed(string region, int overdue)
    {
        var scene = Given.AProject(region);
        var fresh = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready, ReportKind.Detection);
        var late = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready, daysAgo: 6);
        var technical = await scene.TechnicalLead();

        var rows = (await technical.Get("/filings")).ShouldBeOk()["items"].EnumerateArray().ToList();
        Assert.Equal([late, fresh], rows.Select(r => r.GetProperty("id").GetGuid()));
        Assert.Equal(
            overdue == 1 ? [-1, 5] : new int?[] { null, null },
            rows.Select(r => r.GetProperty("daysLeft") is { ValueKind: System.Text.Json.JsonValueKind.Number } left ? left.GetInt32() : (int?)null));
        Assert.Equal((overdue, overdue), (await Total(technical, "/filings?state=Overdue"), (await technical.Get("/filings/counts")).ShouldBeOk()["overdue"].GetInt32()));
        await FileIt(scene, late);
        Assert.Equal("Filed", await State(House, late));
    }
}
