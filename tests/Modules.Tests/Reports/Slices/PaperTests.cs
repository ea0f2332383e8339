using System.Diagnostics;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>The paper that the whole job ends in, in each profile: printed from what was really done, read back by tools of others.</summary>
public sealed class PaperTests(House house) : Slice(house)
{
    public static TheoryData<string> AllRegions => new(["shanghai", "beijing", "shaanxi", "xinjiang"]);

    [Theory, MemberData(nameof(AllRegions))]
    [Rule("RPT-07"), Rule("RPT-08"), Rule("RPT-27"), Rule("RPT-30"), Rule("FIL-16")]
    public async Task A_filed_maintenance_report_has_its_parts_its_seals_and_its_proof(string region)
    {
        var scene = await Given.AFiledReport(region);
        var author = await scene.ReportAuthor();
        var report = (await author.Get($"/reports/{scene.ReportId}")).ShouldBeOk();
        var pdf = (await author.Get($"/reports/{scene.ReportId}/pdf")).ShouldBeOk().Bytes;
        var text = await TextOf(pdf, $"{region}.pdf");

        // RPT-07: the cover and five parts in order.
        string[] parts = ["维护保养报告", "维护保养情况表", "维护保养汇总表", "维护保养表", "实测记录", "项目围栏与活动轨迹"];
        var places = new List<int>();
        foreach (var part in parts)
        {
            places.Add(text.IndexOf(part, places.Count == 0 ? 0 : places[^1] + 1, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(-1, places);

        // RPT-08: the sheet that people sign, with the region's own words.
        var owner = scene.Policy("wording", "owner").GetString()!;
        foreach (var words in new[] { $"{owner}意见", "项目负责人签字", "技术负责人签字", "探火管灭火装置" })
        {
            Assert.Contains(words, text, StringComparison.Ordinal);
        }

        // RPT-27: places for the seals, none of them drawn.
        foreach (var seal in new[] { "执业印章", region == "beijing" ? "维护保养机构印章" : "服务机构盖章", region == "beijing" ? "甲方印章" : $"{owner}盖章" })
        {
            Assert.Contains(seal, text, StringComparison.Ordinal);
        }

        // RPT-30: number and content hash; every page counts.
        Assert.Contains(report["number"].GetString()!, text, StringComparison.Ordinal);
        Assert.Contains(report["contentHash"].GetString()!, text, StringComparison.Ordinal);
        var pages = report["pages"].GetInt32();
        Assert.Contains($"第{pages}页共{pages}页", text, StringComparison.Ordinal);

        // FIL-16: the order that is in force, as the settings have it, and not the repealed one.
        foreach (var law in scene.Policy("report", "basis").EnumerateArray())
        {
            Assert.Contains(law.GetString()!.Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("第129号", text, StringComparison.Ordinal);
    }

    [Fact, Rule("RPT-30")]
    public async Task The_public_page_proves_the_paper_and_tells_nobodys_name()
    {
        var scene = await Given.AFiledReport("shaanxi");
        var report = (await (await scene.ReportAuthor()).Get($"/reports/{scene.ReportId}")).ShouldBeOk();
        using var anyone = House.Anonymous();
        var number = report["number"].GetString()!;
        var facts = (await anyone.Get($"/reports/{number.ToLowerInvariant()}/verify")).ShouldBeOk();

        Assert.True(facts["genuine"].GetBoolean());
        Assert.Equal("Filed", facts["state"].GetString());
        Assert.Equal("建筑消防设施维护保养报告", facts["title"].GetString());
        Assert.Equal(report["contentHash"].GetString(), facts["contentHash"].GetString());
        Assert.Equal(report["fileSha256"].GetString(), facts["fileSha256"].GetString());
        var names = await House.Value<string>("select string_agg(name, '|') from (select name from person union select name from owner_contact) known");
        Assert.All(names.Split('|'), name => Assert.DoesNotContain(name, facts.Text, StringComparison.Ordinal));

        (await anyone.Get("/reports/SN-202611-AAAAAAAA/verify")).ShouldRefuse("report.number_unknown", "RPT-30", 404);
    }

    [Fact, Rule("RPT-24", Regions = ["shanghai"])]
    public async Task A_monthly_report_is_printed_with_its_words_visits_and_rating()
    {
        var scene = await Given.AMonthlyReport("shanghai");
        var lead = await scene.Lead();
        var path = $"/monthly-reports/{scene.ProjectId}/{scene.Month}/pdf";
        var pdf = (await lead.Get(path)).ShouldBeOk().Bytes;
        var text = await TextOf(pdf, "shanghai-monthly.pdf");

        foreach (var words in new[] { "维护保养月报", "本月按计划完成维护保养。", "下月检查消火栓系统。", "执业记录（1次）", "5星（满5星）" })
        {
            Assert.Contains(words, text, StringComparison.Ordinal);
        }

        Assert.Equal(pdf, (await lead.Get(path)).ShouldBeOk().Bytes);
        using var stranger = await House.Agency("bj-lead");
        (await stranger.Get(path)).ShouldRefuse("report.not_yours", "ACC-15", 404);
    }

    private static async Task<string> TextOf(byte[] pdf, string name)
    {
        var shelf = Environment.GetEnvironmentVariable("WCS_TEST_PRINTS");   // to be looked at by people
        var path = shelf is { Length: > 0 } ? Path.Combine(shelf, name) : Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, pdf);
        try
        {
            using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-raw", path, "-"]) { RedirectStandardOutput = true })!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        }
        finally
        {
            if (string.IsNullOrEmpty(shelf))
            {
                File.Delete(path);
            }
        }
    }
}
