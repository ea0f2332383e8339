using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>From 已出具 to 已备案, and who sees it when.</summary>
public sealed class FilingTests(House house) : Slice(house)
{
    [Fact, Rule("FIL-01"), Rule("FIL-02", Regions = ["shanghai"]), Rule("FIL-03"), Rule("FIL-12")]
    public async Task The_technical_lead_files_with_opinion_and_his_own_face_and_nobody_else_does()
    {
        var report = await Shelf.Report(House, "shanghai-lake-b", ReportState.Ready);
        using var lead = await House.Agency("sh-lead");
        using var technical = await House.Agency("sh-technical");
        (await lead.Post($"/reports/{report}/filing", new { opinion = "同意备案" })).ShouldRefuse("filing.only_technical_lead", "FIL-01", 403);
        (await technical.Post($"/reports/{report}/filing", new { opinion = " " })).ShouldRefuse("filing.opinion_missing", "FIL-03", 422);
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案" })).ShouldRefuse("filing.face_missing", "FIL-02", 422);
        var foreign = (await technical.Upload(await House.Phone("sh-lead").Selfie(), "Selfie")).ShouldBeOk().Id;
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = foreign })).ShouldRefuse("face.not_matched");
        Assert.Equal("Ready", await State(report));
        Assert.Equal(1, await House.Value<long>("select count(*) from face_comparison"));

        var filed = (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = await technical.UploadSelfie("sh-technical") })).ShouldBeOk();

        Assert.InRange(filed["score"].GetDouble(), filed["threshold"].GetDouble(), 1);
        Assert.Equal("Filed", await State(report));
        Assert.Equal(
            Demo.Id("person", "sh-technical").ToString(),
            await House.Value<string>($"select coalesce(filing->>'byPersonId', filing->>'ByPersonId') from report where id = '{report}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'report.filed' and subject_id = '{report}' and evidence is not null"));
    }

    [Fact, Rule("FIL-06"), Rule("FIL-07"), Rule("ACC-17"), Rule("NTF-11")]
    public async Task The_brigade_sees_it_when_it_is_filed_and_only_the_brigade_of_the_district()
    {
        var (lake, care) = (await Shelf.Report(House, "shanghai-lake-b", ReportState.Ready), await Shelf.Report(House, "shanghai-care", ReportState.Ready));
        using var brigade = await House.Authority("sh-brigade");
        using var corps = await House.Authority("sh-corps");
        using var elsewhere = await House.Authority("bj-corps");
        Assert.Equal(0, await Total(brigade, "/reports"));
        Assert.Equal(0, await Total(corps, "/reports"));
        (await brigade.Get($"/reports/{lake}/pdf")).ShouldRefuse("report.not_yours", status: 404);

        using var technical = await House.Agency("sh-technical");
        foreach (var report in new[] { lake, care })
        {
            (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = await technical.UploadSelfie("sh-technical") })).ShouldBeOk();
        }

        await House.Settled();
        var inbox = (await brigade.Get("/inbox")).ShouldBeOk()["items"].EnumerateArray().Select(e => e.GetProperty("reportId").GetGuid());
        Assert.Equal([lake], inbox);
        Assert.Equal((1, 2, 0), (await Total(brigade, "/reports"), await Total(corps, "/reports"), await Total(elsewhere, "/reports")));
        Assert.Equal((2, 0), (await Total(corps, "/inbox"), await Total(elsewhere, "/inbox")));
    }

    [Fact, Rule("OWN-13"), Rule("NTF-16")]
    public async Task The_owners_first_look_is_on_record_with_its_time()
    {
        var ready = await Shelf.Report(House, "shanghai-mall", ReportState.Ready);
        using var contact = await House.Owner("sh-contact");
        (await contact.Get($"/reports/{ready}")).ShouldRefuse("report.not_yours", status: 404);
        var report = await Shelf.Report(House, "shanghai-lake-b");
        using var lead = await House.Agency("sh-lead");
        Assert.Null((await lead.Get($"/reports/{report}")).ShouldBeOk()["readByOwnerAt"].GetString());

        var first = (await contact.Get($"/reports/{report}")).ShouldBeOk()["readAt"].GetDateTimeOffset();
        House.Time.Advance(TimeSpan.FromHours(3));
        var second = (await contact.Get($"/reports/{report}")).ShouldBeOk()["readAt"].GetDateTimeOffset();

        Assert.True((first - second).Duration() < TimeSpan.FromSeconds(1));
        var seen = (await lead.Get($"/reports/{report}")).ShouldBeOk()["readByOwnerAt"].GetDateTimeOffset();
        Assert.True((first - seen).Duration() < TimeSpan.FromSeconds(1));
    }

    [Fact, Rule("RPT-15")]
    public async Task An_unfiled_report_is_deleted_by_its_author()
    {
        var report = await Shelf.Report(House, "shanghai-lake-b", ReportState.Ready);
        using var lead = await House.Agency("sh-lead");
        (await lead.Delete($"/reports/{report}")).ShouldRefuse("report.not_the_author", "RPT-20", 403);
        using var technical = await House.Agency("sh-technical");
        (await technical.Delete($"/reports/{report}")).ShouldBeOk();
        Assert.Equal(0, await House.Value<long>("select count(*) from report"));
    }

    [Fact, Rule("PRJ-33"), Rule("RPT-01"), Rule("RPT-25")]
    public async Task Ended_projects_reported_months_and_months_without_work_get_no_report()
    {
        using var technical = await House.Agency("sh-technical");
        async Task<Answer> Order(string key) => await technical.Post("/reports", new
        {
            planId = await House.Value<Guid>($"select id from plan where project_id = '{Demo.Id("project", key)}'"), taskIds = Array.Empty<Guid>(),
            reportDate = "2026-11-20", serviceFrom = "2026-11-01", serviceTo = "2026-11-20",
        });

        (await Order("shanghai-care")).ShouldRefuse("report.tasks_unapproved", "RPT-01", 409);
        await House.SqlAsAdmin($"update project set state = 'Terminated' where id = '{Demo.Id("project", "shanghai-care")}'");
        (await Order("shanghai-care")).ShouldRefuse("report.project_ended", "PRJ-33", 409);
        await Shelf.Report(House, "shanghai-lake-b", ReportState.Ready);
        (await Order("shanghai-lake-b")).ShouldRefuse("report.exists", "RPT-25", 409);
    }

    private Task<string> State(Guid report) => House.Value<string>($"select state from report where id = '{report}'");

    private static async Task<int> Total(Caller caller, string path) => (await caller.Get(path)).ShouldBeOk()["total"].GetInt32();
}
