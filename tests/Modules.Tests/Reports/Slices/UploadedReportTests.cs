using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>Reports that are made from uploaded PDFs, and what follows for their projects.</summary>
public sealed class UploadedReportTests(House house) : Slice(house)
{
    [Theory, Rule("RPT-11")]
    [InlineData("shanghai", 50)]
    [InlineData("beijing", 50)]
    [InlineData("shaanxi", 20)]
    [InlineData("xinjiang", 20)]
    public async Task Only_a_real_PDF_within_the_regions_limit_is_taken(string region, int mebibytes)
    {
        var scene = Given.AProject(region);
        var author = await scene.ReportAuthor();
        (await author.UploadReport(scene.ProjectId, "PK\u0003\u0004 a Word document"u8.ToArray(), "报告.docx")).ShouldRefuse("report.file_refused", "RPT-11", 422);
        (await author.UploadReport(scene.ProjectId, "a text that calls itself a PDF"u8.ToArray(), "报告.pdf")).ShouldRefuse("report.file_refused", "RPT-11", 422);
        (await author.UploadReport(scene.ProjectId, new byte[mebibytes * 1024 * 1024 + 1])).ShouldRefuse("report.file_too_large", "RPT-11", 413);
        var taken = (await author.UploadReport(scene.ProjectId, SmallPdf.Of(3), "../下载/检测报告.pdf", "application/octet-stream")).ShouldBeOk();
        Assert.Equal((3, "检测报告.pdf"), (taken["pages"].GetInt32(), taken["fileName"].GetString()));
        using var stranger = await House.MiniProgram(scene.OperatorKey);
        // No such door: what lies at that address there is only read.
        Assert.Equal(405, (int)(await stranger.UploadReport(scene.ProjectId, SmallPdf.Of(1))).Status);
    }

    [Theory, Rule("RPT-10", Regions = ["shaanxi", "xinjiang"]), Rule("RPT-15", Regions = ["shaanxi", "xinjiang"])]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task A_detection_report_is_the_uploaded_PDF_with_a_conclusion_and_the_site_records_behind_it(string region)
    {
        var scene = await Detection(region);
        var author = await scene.ReportAuthor();
        (await author.Post("/reports", Order(scene))).ShouldRefuse("report.conclusion_missing", "RPT-10", 422);
        (await author.Post("/reports", Order(scene, "Qualified"))).ShouldRefuse("report.file_missing", "RPT-10", 422);
        (await author.Post("/reports", Order(scene, "Qualified", Guid.NewGuid()))).ShouldRefuse("report.file_unknown", "RPT-10", 422);
        var file = (await author.UploadReport(scene.ProjectId, SmallPdf.Of(3))).ShouldBeOk().Id;
        scene.ReportId = (await author.Post("/reports", Order(scene, "Qualified", file))).ShouldBeOk().Id;
        var report = await scene.ReportReady();
        Assert.Equal(("Detection", "系统生成", "Qualified"), (report["kind"].GetString(), report["form"].GetString(), report["conclusion"].GetString()));
        Assert.True(report["pages"].GetInt32() > 3, "the uploaded pages and those of the site records");

        (await author.Delete($"/reports/{scene.ReportId}")).ShouldBeOk();
        Assert.Equal("Approved", await House.Value<string>($"select state from field_task where id = '{scene.TaskId}'"));
        scene.ReportId = (await author.Post("/reports", Order(scene, "Qualified", file))).ShouldBeOk().Id;
    }

    [Theory, Rule("RPT-19", Regions = ["beijing", "shaanxi", "xinjiang"])]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task An_assessment_is_uploaded_when_its_tasks_are_approved(string region)
    {
        var scene = await Given.ASubmittedTask(region);
        await Serve(scene, "Assessment");
        var author = await scene.ReportAuthor();
        var file = (await author.UploadReport(scene.ProjectId, SmallPdf.Of(2))).ShouldBeOk().Id;
        (await author.Post("/reports", Order(scene, fileId: file))).ShouldRefuse("report.tasks_unapproved", "RPT-01", 409);
        await House.SqlAsAdmin($"update field_task set state = 'Approved' where id = '{scene.TaskId}'");
        (await author.Post("/reports", Order(scene))).ShouldRefuse("report.file_missing", "RPT-10", 422);
        scene.ReportId = (await author.Post("/reports", Order(scene, fileId: file))).ShouldBeOk().Id;
        Assert.Equal("Assessment", (await scene.ReportReady())["kind"].GetString());
    }

    [Theory, Rule("RPT-16")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task After_the_contract_ended_no_detection_report_is_made_and_the_refusal_says_what_to_do(string region)
    {
        var scene = await Detection(region);
        await House.SqlAsAdmin($"update project set term_ends = (now() at time zone 'Asia/Shanghai')::date - 1 where id = '{scene.ProjectId}'");
        var refused = (await (await scene.ReportAuthor()).Post("/reports", Order(scene, "Qualified"))).ShouldRefuse("report.term_over", "RPT-16", 409);
        Assert.Contains("注销", refused["title"].GetString());
    }

    [Fact, Rule("RPT-17", Regions = ["beijing"]), Rule("RPT-28")]
    public async Task A_granted_maintenance_report_is_uploaded_as_it_is_and_without_the_grant_it_is_refused()
    {
        var project = Demo.Id("project", "beijing-main");
        using var admin = await House.Console("bj-admin");
        var file = (await admin.UploadReport(project, SmallPdf.Of(4))).ShouldBeOk().Id;
        object Ask(string? planKind) => new
        {
            projectId = project, taskIds = Array.Empty<Guid>(), reportDate = Today, serviceFrom = Today, serviceTo = Today, conclusion = "Qualified", fileId = file, planKind,
        };

        (await admin.Post("/reports", Ask("Month"))).ShouldRefuse("report.tasks_unapproved", "RPT-01", 409);
        await House.SqlAsAdmin($"update project set direct_upload = true where id = '{project}'");
        (await admin.Post("/reports", Ask(null))).ShouldRefuse("report.plan_kind_missing", "RPT-17", 422);
        var made = (await admin.Post("/reports", Ask("Quarter"))).ShouldBeOk().Id;
        (await admin.Post("/reports", Ask("Month"))).ShouldRefuse("report.exists", "RPT-25", 409);
        await House.Settled();
        var report = (await admin.Get($"/reports/{made}")).ShouldBeOk();
        Assert.Equal(
            ("MaintenanceUploaded", "直接上传", "Quarter", "Ready"),
            (report["kind"].GetString(), report["form"].GetString(), report["planKind"].GetString(), report["state"].GetString()));
    }

    [Fact, Rule("RPT-17", Regions = ["shaanxi", "xinjiang"])]
    public async Task Without_the_grant_a_PDF_is_no_way_around_the_records()
    {
        var scene = await Given.AnApprovedTask("shaanxi");
        var author = await scene.ReportAuthor();
        var file = (await author.UploadReport(scene.ProjectId, SmallPdf.Of(1))).ShouldBeOk().Id;
        (await author.Post("/reports", Order(scene, fileId: file))).ShouldRefuse("report.direct_upload_not_granted", "RPT-17", 409);
        await House.SqlAsAdmin($"update project set direct_upload = true where id = '{scene.ProjectId}'");
        (await author.Post("/reports", Order(scene, "Qualified", file))).ShouldBeOk();
    }

    [Fact, Rule("RPT-18", Regions = ["beijing"]), Rule("RPT-15", Regions = ["beijing"])]
    public async Task A_granted_detection_report_comes_with_its_raw_record_and_is_not_deleted_any_more()
    {
        var project = Demo.Id("project", "beijing-main");
        await House.SqlAsAdmin($"update project set direct_upload = true, service_type = 'AnnualDetection' where id = '{project}'");
        using var admin = await House.Console("bj-admin");
        var (report, raw) = ((await admin.UploadReport(project, SmallPdf.Of(4))).ShouldBeOk().Id, (await admin.UploadReport(project, SmallPdf.Of(2), "原始记录.pdf")).ShouldBeOk().Id);
        object Ask(Guid? rawRecord) => new
        {
            projectId = project, reportDate = Today, serviceFrom = Today, serviceTo = Today, conclusion = "Unqualified", fileId = report, rawRecordFileId = rawRecord,
        };

        (await admin.Post("/reports", Ask(null))).ShouldRefuse("report.raw_record_missing", "RPT-18", 422);
        var made = (await admin.Post("/reports", Ask(raw))).ShouldBeOk().Id;
        (await admin.Delete($"/reports/{made}")).ShouldRefuse("report.not_deletable_here", "RPT-15", 409);
        var shown = (await admin.Get($"/reports/{made}")).ShouldBeOk();
        Assert.Equal(["Report", "RawRecord"], shown["uploads"].EnumerateArray().Select(u => u.GetProperty("part").GetString()));
        Assert.Equal("直接上传", shown["form"].GetString());
    }

    [Fact, Rule("RPT-20", Regions = ["shanghai"]), Rule("RPT-21", Regions = ["shanghai"]), Rule("RPT-23", Regions = ["shanghai"])]
    public async Task A_failed_detection_in_force_puts_the_project_to_retest_and_the_next_report_waits_for_a_new_visit()
    {
        var project = Demo.Id("project", "shanghai-care-2");
        using var technical = await House.Agency("sh-technical");
        using var lead = await House.Agency("sh-lead");
        var file = (await technical.UploadReport(project, SmallPdf.Of(2))).ShouldBeOk().Id;
        object Ask(string conclusion) => new { projectId = project, reportDate = Today, serviceFrom = Today, serviceTo = Today, conclusion, fileId = file };
        (await lead.Post("/reports", Ask("Unqualified"))).ShouldRefuse("report.not_the_author", "RPT-20", 403);
        (await technical.Post("/reports", Ask("Unqualified"))).ShouldRefuse("report.not_rated", "RPT-21", 409);
        await Visited(project, House.Time.GetUtcNow().AddHours(-3), rated: false);
        (await technical.Post("/reports", Ask("Unqualified"))).ShouldRefuse("report.not_rated", "RPT-21", 409);
        await House.SqlAsAdmin("update feedback_form set rated_at = now(), stars = 4");
        var failed = (await technical.Post("/reports", Ask("Unqualified"))).ShouldBeOk().Id;
        (await technical.Post("/reports", Ask("Qualified"))).ShouldRefuse("report.exists", "RPT-25", 409);
        await House.Settled();
        Assert.Equal("Written", (await technical.Get($"/reports/{failed}")).ShouldBeOk()["kind"].GetString());

        (await technical.Post($"/reports/{failed}/filing", new { opinion = "不合格，待复检", photoId = await technical.UploadSelfie("sh-technical") })).ShouldBeOk();
        Assert.Equal("Retest", await State(project));
        (await technical.Post("/reports", Ask("Qualified"))).ShouldRefuse("report.not_rated", "RPT-21", 409);
        await Visited(project, House.Time.GetUtcNow().AddDays(1), rated: true);
        var passed = (await technical.Post("/reports", Ask("Qualified"))).ShouldBeOk().Id;
        await House.Settled();
        (await technical.Post($"/reports/{passed}/filing", new { opinion = "合格", photoId = await technical.UploadSelfie("sh-technical") })).ShouldBeOk();
        Assert.Equal("Done", await State(project));
    }

    private DateOnly Today => WeChatService.Kernel.ChinaTime.DayOf(House.Time.GetUtcNow());

    /// <summary>An approved task of a project that is a detection.</summary>
    private async Task<Scene> Detection(string region)
    {
        var scene = await Given.AnApprovedTask(region);
        await Serve(scene, "AnnualDetection");
        return scene;
    }

    private Task<int> Serve(Scene scene, string service) =>
        House.SqlAsAdmin($"update project set service_type = '{service}' where id = '{scene.ProjectId}'");

    private Task<string> State(Guid project) => House.Value<string>($"select state from project where id = '{project}'");

    private object Order(Scene scene, string? conclusion = null, Guid? fileId = null) => new
    {
        planId = scene.PlanId, taskIds = new[] { scene.TaskId }, reportDate = Today, serviceFrom = Today, serviceTo = Today, conclusion, fileId,
    };

    /// <summary>A visit with its form, by SQL: check-ins are proven elsewhere.</summary>
    private async Task Visited(Guid project, DateTimeOffset at, bool rated)
    {
        var visit = Guid.NewGuid();
        await House.SqlAsAdmin($$"""
            insert into visit (id, project_id, agency_id, owner_id, brigade_id, region, person_id, day, started_at, start, ended_at, minutes, mark, is_doubtful, writes_form)
            select '{{visit}}', id, agency_id, owner_id, brigade_id, region, '{{Demo.Id("person", "sh-operator")}}', '{{at.UtcDateTime:yyyy-MM-dd}}', '{{at.UtcDateTime:O}}',
                '{"at":"{{at.UtcDateTime:O}}","place":{"latitude":31.2,"longitude":121.5,"accuracyMetres":10,"source":"Gcj02"},"inside":true,"distanceMetres":5,"score":0.9,"threshold":0.8,"photoId":"{{Guid.NewGuid()}}","comparisonId":"{{Guid.NewGuid()}}"}',
                '{{at.AddHours(1).UtcDateTime:O}}', 60, 'None', false, false from project where id = '{{project}}';
            insert into feedback_form (id, project_id, agency_id, owner_id, brigade_id, region, day, visit_id, writer_id, content, submitted_at, rated_at, stars, flagged, reminded_on_day)
            select gen_random_uuid(), id, agency_id, owner_id, brigade_id, region, '{{at.UtcDateTime:yyyy-MM-dd}}', '{{visit}}', '{{Demo.Id("person", "sh-operator")}}', '检测', '{{at.AddHours(1).UtcDateTime:O}}',
                {{(rated ? "now()" : "null")}}, {{(rated ? "5" : "null")}}, false, 0 from project where id = '{{project}}';
            """);
    }
}
