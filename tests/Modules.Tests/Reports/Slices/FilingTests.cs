using WeChatService.Modules.Tests.Agencies;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.Reports.FilingDesk;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>From 已出具 to 已备案, and who sees it when.</summary>
public sealed class FilingTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FIL-01"), Rule("FIL-02", Regions = ["beijing", "shanghai", "xinjiang"]), Rule("FIL-03"), Rule("FIL-12")]
    public async Task The_technical_lead_files_with_opinion_and_his_own_face_and_nobody_else_does(string region)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        var (lead, technical) = (await scene.Lead(), await scene.TechnicalLead());
        (await lead.Post($"/reports/{report}/filing", new { opinion = "同意备案" })).ShouldRefuse("filing.only_technical_lead", "FIL-01", 403);
        (await technical.Post($"/reports/{report}/filing", new { opinion = " " })).ShouldRefuse("filing.opinion_missing", "FIL-03", 422);
        var asksFace = Policies.For(region).Filing.Face;
        Guid? face = null;
        if (asksFace)
        {
            (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案" })).ShouldRefuse("filing.face_missing", "FIL-02", 422);
            var foreign = (await technical.Upload(await House.Phone(scene.LeadKey).Selfie(), "Selfie")).ShouldBeOk().Id;
            (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = foreign })).ShouldRefuse("face.not_matched");
            Assert.Equal(("Ready", 1), (await State(House, report), await House.Value<long>("select count(*) from face_comparison")));
            face = await technical.UploadSelfie(scene.TechnicalLeadKey);
        }

        var filed = (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = face })).ShouldBeOk();

        if (asksFace)
        {
            Assert.InRange(filed["score"].GetDouble(), filed["threshold"].GetDouble(), 1);
        }

        Assert.Equal(("Filed", asksFace ? 2 : 0), (await State(House, report), await House.Value<long>("select count(*) from face_comparison")));
        Assert.Equal(Demo.Id("person", scene.TechnicalLeadKey).ToString(), await House.Value<string>($"select filing->>'byPersonId' from report where id = '{report}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'report.filed' and subject_id = '{report}' and (evidence is not null) = {asksFace}"));
        var shown = (await technical.Get($"/filings/{report}")).ShouldBeOk()["filing"];
        Assert.Equal((Demo.Person(scene.TechnicalLeadKey).Name, "同意备案"), (shown.GetProperty("byName").GetString(), shown.GetProperty("opinion").GetString()));
    }

    [Theory, MemberData(nameof(Regions)), Rule("FIL-06"), Rule("FIL-07"), Rule("FIL-15"), Rule("ACC-17"), Rule("NTF-11")]
    public async Task The_brigade_of_the_district_and_the_owner_get_what_was_filed_and_nothing_before(string region)
    {
        var scene = await Given.ABoundContact(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        using var brigade = await House.Authority(scene.BrigadeKey);
        using var elsewhere = await House.Authority(region == "beijing" ? "sh-corps" : "bj-corps");
        var contact = await scene.Contact();
        Assert.Equal((0, 0), (await Total(brigade, "/reports"), await Total(brigade, "/inbox")));
        (await brigade.Get($"/reports/{report}/pdf")).ShouldRefuse("report.not_yours", status: 404);
        (await contact.Get($"/reports/{report}")).ShouldRefuse("report.not_yours", status: 404);

        await FileIt(scene, report);
        await House.Settled();

        var entry = Assert.Single((await brigade.Get("/inbox")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal((report, region == "beijing"), (entry.GetProperty("reportId").GetGuid(), entry.GetProperty("pushed").GetBoolean()));
        Assert.Equal((1, 0, 0), (await Total(brigade, "/reports"), await Total(elsewhere, "/reports"), await Total(elsewhere, "/inbox")));
        (await contact.Get($"/reports/{report}")).ShouldBeOk();
        await House.Phone(scene.ContactKey).AwaitMessage("owner", "已备案");
        Assert.Equal(1, await House.Value<long>($"select count(*) from notice where about_id = '{report}' and reader = 'OwnerContact'"));
    }

    [Fact, Rule("FIL-06"), Rule("FIL-07")]
    public async Task Another_districts_brigade_sees_nothing_of_it_and_the_corps_everything()
    {
        var (lake, care) = (await Shelf.Report(House, "shanghai-lake-b", ReportState.Ready), await Shelf.Report(House, "shanghai-care", ReportState.Ready));
        var scene = Given.AProject();
        foreach (var report in new[] { lake, care })
        {
            await FileIt(scene, report);
        }

        await House.Settled();
        using var brigade = await House.Authority("sh-brigade");
        using var corps = await House.Authority("sh-corps");
        var inbox = (await brigade.Get("/inbox")).ShouldBeOk()["items"].EnumerateArray().Select(e => e.GetProperty("reportId").GetGuid());
        Assert.Equal([lake], inbox);
        Assert.Equal((1, 2, 2), (await Total(brigade, "/reports"), await Total(corps, "/reports"), await Total(corps, "/inbox")));
    }

    [Theory, MemberData(nameof(Regions)), Rule("FIL-05"), Rule("FIL-14")]
    public async Task What_was_filed_is_closed_to_everybody_and_every_refusal_names_the_change_form(string region)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        await FileIt(scene, report);
        var before = await House.Value<string>($"select report::text from report where id = '{report}'");
        foreach (var caller in new Caller[] { await scene.TechnicalLead(), await scene.Lead() })
        {
            var refused = new[]
            {
                (await caller.Delete($"/reports/{report}")).ShouldRefuse("report.filed_cannot_be_deleted", "FIL-05", 409),
                (await caller.Post($"/reports/{report}/regenerate")).ShouldRefuse("report.filed_cannot_be_changed", "FIL-05", 409),
                (await caller.Post($"/reports/{report}/submission")).ShouldRefuse("report.filed_cannot_be_changed", "FIL-05", 409),
                (await caller.Put($"/reports/{report}/cover", new { reportDate = "2026-11-20", serviceFrom = "2026-11-01", serviceTo = "2026-11-20" }))
                    .ShouldRefuse("report.filed_cannot_be_changed", "FIL-05", 409),
            };
            Assert.All(refused, answer => Assert.Contains("变更申请", answer.Text, StringComparison.Ordinal));
        }

        var technical = await scene.TechnicalLead();
        (await technical.Post($"/reports/{report}/filing", new { opinion = "再备一次" })).ShouldRefuse("report.filed_cannot_be_changed", "FIL-05", 409);
        (await technical.Post($"/reports/{report}/rejection", new { reason = "再想想" })).ShouldRefuse("report.filed_cannot_be_changed", "FIL-05", 409);
        Assert.Equal(before, await House.Value<string>($"select report::text from report where id = '{report}'"));
    }

    [Theory, Rule("PEO-12", Regions = ["beijing"]), Rule("PEO-13", Regions = ["shanghai"])]
    [InlineData("beijing", "filing.lead_never_files", "PEO-12")]
    [InlineData("shanghai", "filing.lead_files_elsewhere", "PEO-13")]
    [InlineData("shaanxi", null, null)]
    [InlineData("xinjiang", null, null)]
    public async Task Whoever_leads_the_project_answers_for_its_report_only_where_the_region_allows_it(string region, string? code, string? rule)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        var technical = await scene.TechnicalLead();
        await House.SqlAsAdmin($"update project set lead_id = technical_lead_id where id = '{scene.ProjectId}'");
        if (code is null)
        {
            await FileIt(scene, report);
            return;
        }

        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案" })).ShouldRefuse(code, rule, 409);
    }

    [Theory, Rule("PEO-11", Regions = ["beijing"]), Rule("PEO-14", Regions = ["shanghai"])]
    [InlineData("beijing", false)]
    [InlineData("shanghai", false)]
    [InlineData("shaanxi", true)]
    [InlineData("xinjiang", true)]
    public async Task Whose_appointment_has_ended_files_no_more_where_technical_leads_are_appointed(string region, bool may)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        var technical = await scene.TechnicalLead();
        await House.SqlAsAdmin($"update technical_lead_appointment set ended_at = now() where person_id = '{Demo.Id("person", scene.TechnicalLeadKey)}'");
        var answer = await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = Policies.For(region).Filing.Face ? await technical.UploadSelfie(scene.TechnicalLeadKey) : (Guid?)null });
        if (may)
        {
            answer.ShouldBeOk();
        }
        else
        {
            // The role itself follows the appointment, or the rule meets him.
            Assert.Contains(answer.Status, new[] { System.Net.HttpStatusCode.Conflict, System.Net.HttpStatusCode.Forbidden });
        }

        Assert.Equal(may ? "Filed" : "Ready", await State(House, report));
    }

    [Fact, Rule("FIL-01"), Rule("FIL-05")]
    public async Task Two_taps_at_the_same_instant_file_once()
    {
        var scene = Given.AProject();
        var report = await Shelf.Report(House, "shanghai-lake-b", ReportState.Ready);
        var technical = await scene.TechnicalLead();
        var faces = new[] { await technical.UploadSelfie(scene.TechnicalLeadKey), await technical.UploadSelfie(scene.TechnicalLeadKey) };
        var answers = await Task.WhenAll(faces.Select(photoId => technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId })));
        Assert.Single(answers, a => (int)a.Status == 200);
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'report.filed' and subject_id = '{report}'"));
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
}
