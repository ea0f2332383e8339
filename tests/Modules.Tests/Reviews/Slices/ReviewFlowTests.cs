using System.Text.Json;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reviews.Slices;

/// <summary>The lead's review over HTTP in every profile: see, return item by item, pass, undo, and who may not.</summary>
public sealed class ReviewFlowTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("REV-03"), Rule("REV-04"), Rule("REV-05"), Rule("REV-06"), Rule("REV-08"), Rule("REV-09"), Rule("REV-10"), Rule("REV-11"), Rule("REV-19")]
    public async Task A_task_is_seen_whole_returned_corrected_passed_and_taken_back(string region)
    {
        var scene = await Given.ASubmittedTask(region);
        var lead = await scene.Lead();

        // REV-03, 08: basics, evidence, track against the fence, photos with their watermark, items with criteria.
        var seen = (await Show(lead, scene)).ShouldBeOk();
        Assert.Equal((5, 5), (seen["trackFacts"].GetProperty("points").GetInt32(), seen["trackFacts"].GetProperty("inside").GetInt32()));
        Assert.All(new[] { "selfie", "signIn", "controller" }, shot => Assert.NotEmpty(seen[shot].GetProperty("link").GetString()!));
        var records = Records(seen);
        Assert.NotEmpty(records);
        Assert.All(records, r => Assert.NotEmpty(r.GetProperty("do").GetString()!));
        Assert.Empty(seen["changes"].EnumerateArray());
        Assert.Equal(JsonValueKind.Null, seen["verdictBlockedBy"].ValueKind);

        // REV-06: the fault comes first, where the profile asks.
        var refused = await Pass(lead, scene);
        refused.ShouldRefuse("review.faults_unhandled", "REV-06", 409);

        // REV-04, 05: returned with what is wrong with an item; the operator reads it there, corrects, sends again.
        (await Return(lead, scene, null)).ShouldRefuse("review.reason_missing", "REV-04", 422);
        var item = records[0].GetProperty("itemCode").GetString()!;
        (await Return(lead, scene, "照片不够", new { itemCode = "M99-99-z", remark = "补拍" })).ShouldRefuse("review.remark_unknown", "REV-04", 422);
        (await Return(lead, scene, "照片不够", new { itemCode = item, remark = "补拍压力表近照" })).ShouldBeOk();
        (await Return(lead, scene, "照片不够")).ShouldRefuse("review.not_waiting", "REV-03", 409);
        var mobile = await scene.Operator();
        var task = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk();
        Assert.Equal(("Returned", "照片不够"), (task["state"].GetString(), task["returnReason"].GetString()));
        Assert.Equal("补拍压力表近照", task["items"].EnumerateArray().First(i => i.GetProperty("code").GetString() == item).GetProperty("remark").GetString());
        Assert.Equal(records.Count, task["items"].EnumerateArray().Sum(i => i.GetProperty("records").GetArrayLength()));
        var number = task["items"].EnumerateArray().Select((i, n) => (i, n)).First(p => p.i.GetProperty("code").GetString() == item).n;
        var was = records[0].GetProperty("verdict").GetString() == "Fails" ? "Conforms" : "Fails";
        var two = new[] { await mobile.UploadScene(scene.OperatorKey), await mobile.UploadScene(scene.OperatorKey, "gauge-normal") };
        (await mobile.Post($"/tasks/{scene.TaskId}/records", new { records = new[] { Given.Record(scene, item, number, was, two) } })).ShouldBeOk();
        await Given.ASubmittedAgain(scene);

        // REV-03: what is other than last time, in words.
        var changed = (await Show(lead, scene)).ShouldBeOk();
        var change = Assert.Single(changed["changes"].EnumerateArray());
        Assert.Equal((item, "Changed"), (change.GetProperty("itemCode").GetString(), change.GetProperty("kind").GetString()));
        Assert.Contains(change.GetProperty("what").EnumerateArray(), w => w.GetString()!.StartsWith("结论：", StringComparison.Ordinal));
        Assert.Contains(change.GetProperty("what").EnumerateArray(), w => w.GetString()!.Contains("补了", StringComparison.Ordinal));
        Assert.Equal(2, changed["version"].GetInt32());

        // REV-10: returned by mistake, sent again unchanged.
        (await Return(lead, scene, "点错了")).ShouldBeOk();
        await Given.ASubmittedAgain(scene);
        Assert.Empty((await Show(lead, scene)).ShouldBeOk()["changes"].EnumerateArray());

        await HandleFaults(scene, lead);
        (await Pass(lead, scene)).ShouldBeOk();
        Assert.Equal(1, (await lead.Get("/reviews?state=Done")).ShouldBeOk()["total"].GetInt32());

        // REV-09: back to 待审核, then returned again.
        (await lead.Post($"/reviews/{scene.TaskId}/reopen", new { })).ShouldRefuse("review.reason_missing", "REV-04", 422);
        (await lead.Post($"/reviews/{scene.TaskId}/reopen", new { reason = "漏看一张照片" })).ShouldBeOk();
        Assert.Equal(1, (await lead.Get("/reviews?state=Pending")).ShouldBeOk()["total"].GetInt32());
        (await Return(lead, scene, "请补拍这一张")).ShouldBeOk();

        // REV-11: five verdicts, five lines.
        var log = (await Show(lead, scene)).ShouldBeOk()["log"].EnumerateArray().ToList();
        Assert.Equal(["Returned", "Returned", "Passed", "Reopened", "Returned"], log.Select(l => l.GetProperty("verdict").GetString()));
        Assert.All(log, l => Assert.NotEmpty(l.GetProperty("byName").GetString()!));
        Assert.Equal("补拍压力表近照", log[0].GetProperty("remarks")[0].GetProperty("remark").GetString());
        var faces = scene.Policy("review", "face").GetBoolean();
        Assert.Equal(faces, log[0].GetProperty("faceProven").GetBoolean());
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => House.SqlAsApplication("update review set opinion = '改过'"));
    }

    [Fact, Rule("REV-02", Regions = ["xinjiang"])]
    public async Task The_reviewers_own_face_comes_before_the_verdict()
    {
        var scene = await Given.ASubmittedTask("xinjiang");
        var lead = await scene.Lead();
        await HandleFaults(scene, lead);
        (await lead.Post($"/reviews/{scene.TaskId}/pass", new { })).ShouldRefuse("review.face_missing", "REV-02", 422);
        (await lead.Post($"/reviews/{scene.TaskId}/return", new { reason = "请补拍" })).ShouldRefuse("review.face_missing", "REV-02", 422);
        (await lead.Post($"/reviews/{scene.TaskId}/pass", new { photoId = await lead.UploadSelfie(scene.OperatorKey) })).ShouldRefuse("face.not_matched");
        Assert.Equal("Submitted", (await Show(lead, scene)).ShouldBeOk()["state"].GetString());

        (await Pass(lead, scene)).ShouldBeOk();

        Assert.Equal(1, await House.Value<long>($"select count(*) from review where task_id = '{scene.TaskId}' and face_comparison_id is not null"));
    }

    [Theory, MemberData(nameof(Regions)), Rule("REV-01")]
    public async Task Nobody_reviews_what_he_did_himself_and_the_technical_lead_stands_in(string region)
    {
        var scene = await Given.ASubmittedTask(region);
        var (lead, technical) = (await scene.Lead(), await scene.TechnicalLead());
        await HandleFaults(scene, lead);
        // Plans go to leads in some profiles only; the rule holds wherever the work came from.
        await House.SqlAsAdmin($"update field_task set operator_id = '{scene.LeadId}' where id = '{scene.TaskId}'");

        Assert.Equal("review.own_work", (await Show(lead, scene)).ShouldBeOk()["verdictBlockedBy"].GetProperty("code").GetString());
        (await Pass(lead, scene)).ShouldRefuse("review.own_work", "REV-01", 403);
        (await Return(lead, scene, "自己退自己")).ShouldRefuse("review.own_work", "REV-01", 403);
        Assert.Equal(0, (await lead.Get("/reviews?state=Pending")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(1, (await technical.Get("/reviews?state=Pending")).ShouldBeOk()["total"].GetInt32());

        (await Pass(technical, scene, scene.TechnicalLeadKey)).ShouldBeOk();
    }

    [Theory, MemberData(nameof(Regions)), Rule("REV-01")]
    public async Task Only_reviewers_of_the_profile_decide(string region)
    {
        var scene = await Given.ASubmittedTask(region);
        await HandleFaults(scene, await scene.Lead());
        var technical = await scene.TechnicalLead();
        var may = scene.Policy("review", "roles").EnumerateArray().Any(r => r.GetString() == "TechnicalLead");
        var answer = await Pass(technical, scene, scene.TechnicalLeadKey);
        if (may)
        {
            answer.ShouldBeOk();
        }
        else
        {
            answer.ShouldRefuse("review.not_the_reviewer", "REV-01", 403);
            Assert.Equal(0, (await technical.Get("/reviews?state=Pending")).ShouldBeOk()["total"].GetInt32());
        }
    }

    [Fact, Rule("REV-01")]
    public async Task Without_a_valid_engineers_certificate_nobody_reviews()
    {
        var scene = await Given.ASubmittedTask();
        var lead = await scene.Lead();
        await House.SqlAsAdmin($"update certificate set valid_until = '2020-01-01' where person_id = '{scene.LeadId}'");
        (await Pass(lead, scene)).ShouldRefuse("review.certificate_expired", "REV-01", 403);
        await House.SqlAsAdmin($"delete from certificate where person_id = '{scene.LeadId}'");
        (await Return(lead, scene, "请补拍")).ShouldRefuse("review.no_certificate", "REV-01", 403);
    }

    [Theory, Rule("REV-07", Regions = ["shaanxi", "xinjiang"])]
    [InlineData("shaanxi", false)]
    [InlineData("xinjiang", true)]
    public async Task Whether_a_detection_passes_with_an_unhandled_fault_is_the_regions_choice(string region, bool asks)
    {
        var scene = await Given.ASubmittedTask(region);
        await House.SqlAsAdmin($"update project set service_type = 'AnnualDetection' where id = '{scene.ProjectId}'");
        var answer = await Pass(await scene.Lead(), scene);
        if (asks)
        {
            answer.ShouldRefuse("review.faults_unhandled", "REV-06", 409);
        }
        else
        {
            answer.ShouldBeOk();
        }
    }

    [Theory, MemberData(nameof(Regions)), Rule("REV-20")]
    public async Task What_a_report_holds_is_not_taken_back(string region)
    {
        var scene = await Given.AnApprovedTask(region);
        await House.SqlAsAdmin($"update field_task set state = 'Reported', report_id = '{Guid.NewGuid()}' where id = '{scene.TaskId}'");
        var lead = await scene.Lead();
        (await lead.Post($"/reviews/{scene.TaskId}/reopen", new { reason = "漏看一张" })).ShouldRefuse("task.reported", "REV-20", 409);
        await House.SqlAsAdmin($"update field_task set state = 'Approved', report_id = null where id = '{scene.TaskId}'");
        (await lead.Post($"/reviews/{scene.TaskId}/reopen", new { reason = "漏看一张" })).ShouldBeOk();
    }

    [Theory, MemberData(nameof(Regions)), Rule("REV-21")]
    public async Task A_supervisors_comparison_with_the_site_stays_with_the_project(string region)
    {
        var scene = await Given.ASubmittedTask(region);
        await House.Phone(scene.LeadKey).Follow("agency");
        var brigade = await House.Authority(scene.BrigadeKey);
        var url = $"/projects/{scene.ProjectId}/spot-checks";
        (await brigade.Post(url, new { matches = false })).ShouldRefuse("spot_check.finding_missing", "REV-21", 422);
        (await brigade.Post(url, new { taskId = Guid.NewGuid(), matches = false, finding = "压力表读数不符" })).ShouldRefuse("spot_check.task_unknown", "REV-21", 422);

        (await brigade.Post(url, new { taskId = scene.TaskId, matches = false, finding = "压力表读数不符" })).ShouldBeOk();

        Assert.Equal(1, (await brigade.Get(url)).ShouldBeOk()["total"].GetInt32());
        var seen = Assert.Single((await Show(await scene.Lead(), scene)).ShouldBeOk()["spotChecks"].EnumerateArray());
        Assert.Equal((false, "压力表读数不符"), (seen.GetProperty("matches").GetBoolean(), seen.GetProperty("finding").GetString()));
        await House.Settled();
        Assert.Equal(1, await House.Value<long>("select count(*) from notice where template = 'spot_checked'"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => House.SqlAsApplication("delete from spot_check"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => House.SqlAsApplication("update spot_check set matches = true"));
    }

    private static async Task<Answer> Show(Caller caller, Scene scene) => await caller.Get($"/reviews/{scene.TaskId}");

    private static async Task<Answer> Pass(Caller caller, Scene scene, string? who = null) =>
        await caller.Post($"/reviews/{scene.TaskId}/pass", new { opinion = "同意通过", photoId = await Face(caller, scene, who) });

    private static async Task<Answer> Return(Caller caller, Scene scene, string? reason, params object[] items) =>
        await caller.Post($"/reviews/{scene.TaskId}/return", new { reason, items, photoId = await Face(caller, scene, null) });

    private static async Task<Guid?> Face(Caller caller, Scene scene, string? who) =>
        scene.Policy("review", "face").GetBoolean() ? await caller.UploadSelfie(who ?? scene.LeadKey) : null;

    private static async Task HandleFaults(Scene scene, Caller lead)
    {
        foreach (var fault in await scene.Faults())
        {
            (await lead.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner", note = "和业主商量中" })).ShouldBeOk();
        }
    }

    private static List<JsonElement> Records(Answer seen) =>
        [.. seen["systems"].EnumerateArray().SelectMany(s => s.GetProperty("records").EnumerateArray()).OrderBy(r => r.GetProperty("verdict").GetString() == "Fails" ? 0 : 1)];
}
