using Npgsql;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.Reports.FilingDesk;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>系统操作变更申请: how a mistake in a filed report is corrected, and that nothing else corrects it (FIL-14, ORG-41).</summary>
public sealed class ChangeRequestTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FIL-14"), Rule("ORG-41"), Rule("FIL-05")]
    public async Task A_granted_form_stands_beside_the_report_which_stays_as_it_was_filed(string region)
    {
        var scene = await Given.ABoundContact(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        await FileIt(scene, report);
        var before = await Content(report);
        var (lead, contact) = (await scene.Lead(), await scene.Contact());
        await House.Phone(scene.LeadKey).Follow("agency");

        var sent = (await lead.Post($"/reports/{report}/change-requests", await Form(lead))).ShouldBeOk();

        using var authority = await House.Authority(scene.BrigadeKey);
        var row = Assert.Single((await authority.Get("/change-requests")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal((sent.Id, report, "报告日期写成了 11 月 2 日", "报告日期是 11 月 20 日", "Filing"),
            (row.GetProperty("id").GetGuid(), row.GetProperty("reportId").GetGuid(), row.GetProperty("mistake").GetString(), row.GetProperty("correction").GetString(),
                row.GetProperty("about").GetString()));
        var photo = Assert.Single(row.GetProperty("photos").EnumerateArray());
        using var picture = await authority.Http.GetAsync(photo.GetProperty("link").GetString());
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType?.MediaType);
        Assert.Empty((await contact.Get($"/reports/{report}")).ShouldBeOk()["corrections"].EnumerateArray());

        (await authority.Post($"/change-requests/{sent.Id}/decision", new { granted = true, answer = "日期确实写错，准予更正" })).ShouldBeOk();

        Assert.Equal(0, await Total(authority, "/change-requests"));
        Assert.Equal(1, await Total(authority, "/change-requests?state=Granted"));
        var known = Assert.Single((await lead.Get($"/reports/{report}/change-requests")).ShouldBeOk().Json.EnumerateArray());
        Assert.Equal(("Granted", "日期确实写错，准予更正"), (known.GetProperty("state").GetString(), known.GetProperty("answer").GetString()));
        var correction = Assert.Single((await contact.Get($"/reports/{report}")).ShouldBeOk()["corrections"].EnumerateArray());
        Assert.Equal("报告日期是 11 月 20 日", correction.GetProperty("says").GetString());
        var log = (await lead.Get($"/reports/{report}/filing-log")).ShouldBeOk().Json.EnumerateArray().ToList();
        Assert.Equal("主管部门", Assert.Single(log, l => l.GetProperty("act").GetString() == "report.change_decided").GetProperty("where").GetString());
        Assert.Single(log, l => l.GetProperty("act").GetString() == "report.change_requested");
        Assert.Equal(before, await Content(report));
        await House.Settled();
        Assert.Equal(1, await House.Value<long>($"select count(*) from notice where about_id = '{report}' and template = 'change_decided'"));
    }

    [Fact, Rule("ORG-41")]
    public async Task Once_sent_it_is_not_taken_back_by_anybody_nor_by_SQL()
    {
        var scene = Given.AProject();
        var report = await Shelf.Report(House, scene.ProjectKey);
        var lead = await scene.Lead();
        var sent = (await lead.Post($"/reports/{report}/change-requests", await Form(lead))).ShouldBeOk().Id;

        (await lead.Delete($"/change-requests/{sent}")).ShouldRefuse("change.cannot_be_withdrawn", "ORG-41", 409);
        (await (await scene.TechnicalLead()).Delete($"/change-requests/{sent}")).ShouldRefuse("change.cannot_be_withdrawn", "ORG-41", 409);
        using var stranger = await House.Agency("bj-lead");
        (await stranger.Delete($"/change-requests/{sent}")).ShouldRefuse("change.not_yours", status: 404);
        (await stranger.Get($"/reports/{report}/change-requests")).ShouldRefuse("report.not_yours", status: 404);
        foreach (var sql in new[] { "delete from change_request", "update change_request set correction = '别的'", "update change_request set sent_at = now(), state = 'Granted'" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => House.SqlAsApplication(sql));
            Assert.Equal(("23001", "change_request_is_kept"), (refused.SqlState, refused.Hint));
        }

        using var authority = await House.Authority(scene.BrigadeKey);
        Assert.Equal(1, await Total(authority, "/change-requests"));
    }

    [Theory, MemberData(nameof(Regions)), Rule("ORG-41"), Rule("FIL-14")]
    public async Task It_needs_a_signature_words_and_the_stamped_form_and_something_that_nothing_else_mends(string region)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey);
        var (lead, technical) = (await scene.Lead(), await scene.TechnicalLead());
        using var admin = await House.Console($"{Demo.Prefixes[region]}-admin");
        var path = $"/reports/{report}/change-requests";
        var form = await Form(lead);
        (await admin.Post(path, form)).ShouldRefuse("change.not_signed", "ORG-41", 403);
        (await lead.Post(path, new { about = "Filing", mistake = "日期", correction = "二十日", photoIds = Array.Empty<Guid>() })).ShouldRefuse("change.form_missing", "ORG-41", 422);
        (await lead.Post(path, new { about = "Filing", mistake = "日期", correction = "二十日", photoIds = new[] { Guid.NewGuid() } })).ShouldRefuse("photo.missing");
        (await lead.Post(path, await Form(lead, mistake: " "))).ShouldRefuse("change.text_missing", "ORG-41", 422);

        (await technical.Post(path, await Form(technical))).ShouldBeOk();
        (await lead.Post(path, form)).ShouldRefuse("change.already_sent", "ORG-41", 409);
    }

    [Fact, Rule("ORG-41"), Rule("FIL-14")]
    public async Task An_unfiled_report_is_mended_directly_unless_nobody_may_take_it_back()
    {
        var (shanghai, beijing) = (Given.AProject(), Given.AProject("beijing"));
        var ready = await Shelf.Report(House, shanghai.ProjectKey, ReportState.Ready);
        var lead = await shanghai.Lead();
        (await lead.Post($"/reports/{ready}/change-requests", await Form(lead))).ShouldRefuse("change.not_needed", "FIL-14", 409);
        var generated = await Shelf.Report(House, beijing.ProjectKey, ReportState.Ready, ReportKind.DetectionGenerated);
        var there = await beijing.Lead();
        (await there.Post($"/reports/{generated}/change-requests", await Form(there, about: "Review"))).ShouldBeOk();
    }

    [Fact, Rule("ORG-41")]
    public async Task The_operator_answers_once_with_a_reason_and_only_in_his_own_jurisdiction()
    {
        var scene = Given.AProject();
        var report = await Shelf.Report(House, scene.ProjectKey);
        var lead = await scene.Lead();
        var sent = (await lead.Post($"/reports/{report}/change-requests", await Form(lead))).ShouldBeOk().Id;
        using var elsewhere = await House.Authority("bj-brigade");
        Assert.Equal(0, await Total(elsewhere, "/change-requests"));
        (await elsewhere.Post($"/change-requests/{sent}/decision", new { granted = true, answer = "可以" })).ShouldRefuse("change.not_yours", status: 404);
        using var corps = await House.Authority("sh-corps");
        using var authority = await House.Authority(scene.BrigadeKey);
        Assert.Equal((1, 1), (await Total(corps, "/change-requests"), await Total(authority, "/change-requests")));
        (await authority.Post($"/change-requests/{sent}/decision", new { granted = false, answer = "" })).ShouldRefuse("change.answer_missing", "ORG-41", 422);

        (await authority.Post($"/change-requests/{sent}/decision", new { granted = false, answer = "申请表没有盖章" })).ShouldBeOk();

        (await corps.Post($"/change-requests/{sent}/decision", new { granted = true, answer = "可以" })).ShouldRefuse("change.already_decided", "ORG-41", 409);
        var known = Assert.Single((await lead.Get($"/reports/{report}/change-requests")).ShouldBeOk().Json.EnumerateArray());
        Assert.Equal(("Declined", "申请表没有盖章"), (known.GetProperty("state").GetString(), known.GetProperty("answer").GetString()));
        // Declined: another one may be sent.
        (await lead.Post($"/reports/{report}/change-requests", await Form(lead))).ShouldBeOk();
    }

    [Fact, Rule("FIL-14"), Rule("RPT-30")]
    public async Task Whoever_verifies_the_paper_learns_that_there_is_a_correction_and_not_whose()
    {
        var scene = Given.AProject();
        var report = await Shelf.Report(House, scene.ProjectKey);
        var number = await House.Value<string>($"select number from report where id = '{report}'");
        using var anybody = House.Anonymous();
        Assert.Null((await anybody.Get($"/reports/{number}/verify")).ShouldBeOk()["correctedAt"].GetString());
        var lead = await scene.Lead();
        var sent = (await lead.Post($"/reports/{report}/change-requests", await Form(lead))).ShouldBeOk().Id;
        using var authority = await House.Authority(scene.BrigadeKey);
        (await authority.Post($"/change-requests/{sent}/decision", new { granted = true, answer = "准予更正" })).ShouldBeOk();
        var verified = (await anybody.Get($"/reports/{number}/verify")).ShouldBeOk();
        Assert.NotNull(verified["correctedAt"].GetString());
        Assert.DoesNotContain("11 月 20 日", verified.Text, StringComparison.Ordinal);
    }

    private static async Task<object> Form(Caller by, string about = "Filing", string mistake = "报告日期写成了 11 月 2 日")
    {
        var photo = await by.UploadScene("sh-lead", kind: "Other");
        return new { about, mistake, correction = "报告日期是 11 月 20 日", photoIds = new[] { photo } };
    }

    private Task<string> Content(Guid report) => House.Value<string>($"select report::text from report where id = '{report}'");
}
