using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Spine;

/// <summary>The whole main job in each region, step upon step, as its profile has it.</summary>
public class StoryTests(House house) : Slice(house)
{
    [Theory]
    [Rule("RPT-01"), Rule("RPT-07"), Rule("FIL-01"), Rule("FIL-02"), Rule("FIL-03"), Rule("FIL-15")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task From_the_owners_scan_to_the_filed_report(string region)
    {
        var scene = await Given.AFiledReport(region);

        var report = (await (await scene.ReportAuthor()).Get($"/reports/{scene.ReportId}")).ShouldBeOk();
        Assert.Equal("Filed", report["state"].GetString());
        Assert.Equal(100, report["progress"].GetInt32());

        // The PDF is one, and says its own number.
        var technicalLead = await scene.TechnicalLead();
        var pdf = (await technicalLead.Get($"/reports/{scene.ReportId}/pdf")).ShouldBeOk();
        Assert.Equal("application/pdf", pdf.MediaType);
        Assert.Equal("%PDF-"u8.ToArray(), pdf.Bytes[..5]);

        // The brigade has it, the public can verify it.
        using var brigade = await House.Authority(scene.BrigadeKey);
        var number = report["number"].GetString()!;
        await House.Settled();
        Assert.Contains(number, (await brigade.Get("/inbox")).ShouldBeOk().Text);
        Assert.Contains(number, (await House.Anonymous().Get($"/reports/{number}/verify")).ShouldBeOk().Text);
    }
}
