using System.Xml.Linq;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>月报 and the sample forms.</summary>
public sealed class MonthlyReportTests(House house) : Slice(house)
{
    [Fact, Rule("RPT-24", Regions = ["shanghai"]), Rule("RPT-21", Regions = ["shanghai"])]
    public async Task A_monthly_report_is_drafted_after_the_evaluation_saved_pushed_once_and_then_stands()
    {
        var scene = await Given.AFeedbackForm();
        var lead = await scene.Lead();
        var path = $"/monthly-reports/{scene.ProjectId}/{scene.Month}";
        (await lead.Put(path, new { done = "本月按计划完成。" })).ShouldRefuse("monthly_report.not_rated", "RPT-24", 409);
        (await (await scene.Contact()).Post($"/feedback-forms/{scene.FormId}/rating", Given.Rating(scene))).ShouldBeOk();
        (await (await scene.TechnicalLead()).Post("/reports", Given.Order(scene))).ShouldRefuse("report.monthly_missing", "RPT-21", 409);

        var draft = (await lead.Get(path)).ShouldBeOk();
        Assert.Contains("检查消防给水与报警系统", draft["texts"].GetProperty("done").GetString());
        (await lead.Post($"{path}/push")).ShouldRefuse("monthly_report.not_written", "RPT-24", 409);
        (await lead.Put(path, new { done = "  " })).ShouldRefuse("monthly_report.empty", "RPT-24", 422);
        (await lead.Put(path, new { done = "本月按计划完成。" })).ShouldBeOk();
        (await lead.Put(path, new { done = "本月按计划完成，发现一处阀门锈蚀。", problems = "阀门锈蚀" })).ShouldBeOk();
        Assert.Equal("Saved", (await lead.Get(path)).ShouldBeOk()["state"].GetString());
        using var stranger = await House.Agency("sh-lead2");
        Assert.Contains((int)(await stranger.Put(path, new { done = "别人写的" })).Status, new[] { 403, 404 });

        var pushed = (await lead.Post($"{path}/push")).ShouldBeOk();
        (await lead.Post($"{path}/push")).ShouldRefuse("monthly_report.pushed", "RPT-24", 409);
        (await lead.Put(path, new { done = "改一改" })).ShouldRefuse("monthly_report.pushed", "RPT-24", 409);
        await House.Settled();
        Assert.Equal(1, await House.Value<long>($"select count(*) from notice where about_id = '{pushed.Id}'"));
        var read = (await (await scene.Contact()).Get($"/monthly-reports/{pushed.Id}")).ShouldBeOk();
        Assert.Equal("阀门锈蚀", read["texts"].GetProperty("problems").GetString());
        (await (await scene.TechnicalLead()).Post("/reports", Given.Order(scene))).ShouldBeOk();
    }

    [Fact, Rule("RPT-22", Regions = ["shanghai"])]
    public async Task A_report_is_saved_submitted_and_in_force_in_that_order()
    {
        var scene = await Given.AMonthlyReport();
        var technical = await scene.TechnicalLead();
        var today = WeChatService.Kernel.ChinaTime.DayOf(House.Time.GetUtcNow());
        var report = (await technical.Post("/reports", new
        {
            planId = scene.PlanId, taskIds = new[] { scene.TaskId }, reportDate = today, serviceFrom = today, serviceTo = today, submit = false,
        })).ShouldBeOk().Id;
        await House.Settled(TimeSpan.FromMinutes(3));
        async Task<string?> State() => (await technical.Get($"/reports/{report}")).ShouldBeOk()["state"].GetString();
        Task<long> Told() => House.Value<long>($"select count(*) from notice where about_id = '{report}'");
        Assert.Equal(("Saved", 0L), (await State(), await Told()));
        var photo = await technical.UploadSelfie(scene.TechnicalLeadKey);
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = photo })).ShouldRefuse("report.not_submitted", status: 409);

        (await technical.Post($"/reports/{report}/submission")).ShouldBeOk();
        await House.Settled(TimeSpan.FromMinutes(3));
        Assert.Equal(("Ready", 1L), (await State(), await Told()));
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = await technical.UploadSelfie(scene.TechnicalLeadKey) })).ShouldBeOk();
        Assert.Equal("Filed", await State());
    }

    [Theory, Rule("RPT-24", Regions = ["shanghai"])]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Where_the_region_has_none_nobody_writes_one(string region)
    {
        using var lead = await House.Agency($"{Demo.Prefixes[region]}-lead");
        (await lead.Put($"/monthly-reports/{Demo.Id("project", $"{region}-main")}/2026-11", new { done = "写一份" })).ShouldRefuse("monthly_report.not_used_here", "RPT-24", 409);
        Assert.Equal(0, (await lead.Get("/monthly-reports")).ShouldBeOk()["total"].GetInt32());
    }

    [Fact, Rule("RPT-31")]
    public async Task Sample_forms_of_maintenance_and_detection_reports_are_Word_documents()
    {
        using var lead = await House.Agency("xj-lead");
        var forms = (await lead.Get("/sample-forms")).ShouldBeOk().Json.EnumerateArray().ToList();
        Assert.Contains(forms, f => f.GetProperty("services").EnumerateArray().Any(s => s.GetString() == "Maintenance"));
        Assert.Contains(forms, f => f.GetProperty("services").EnumerateArray().Any(s => s.GetString() == "AnnualDetection"));
        foreach (var form in forms)
        {
            var file = (await lead.Get($"/sample-forms/{form.GetProperty("key").GetString()}")).ShouldBeOk();
            using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(file.Bytes));
            using var body = zip.GetEntry("word/document.xml")!.Open();
            Assert.Contains(form.GetProperty("title").GetString()!, XDocument.Load(body).Root!.Value, StringComparison.Ordinal);
        }

        (await lead.Get("/sample-forms/nothing")).ShouldRefuse("report.form_unknown", "RPT-31", 404);
    }
}
