using System.Text.Json;
using WeChatService.Reviews.Contracts;
using WeChatService.TestKit;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;

namespace WeChatService.Modules.Tests.Reviews.Slices;

/// <summary>Beijing: a detection plan from the field to its judgement, over HTTP.</summary>
public sealed class JudgementFlowTests(House house) : Slice(house)
{
    private const string Beijing = "beijing";
    private const string Lift = "D-A.8", Windows = "D-A.9";

    [Fact, Rule("REV-12", Regions = [Beijing]), Rule("REV-13", Regions = [Beijing]), Rule("FLD-27", Regions = [Beijing])]
    public async Task Judging_begins_when_the_plan_is_complete_and_the_review_open()
    {
        var scene = await Given.ASubmittedDetection(await Given.AStartedDetection(await Given.AnAssignedDetection(), Lift));
        var (lead, mobile) = (await scene.Lead(), await scene.Operator());
        var half = (await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk();
        Assert.Equal((50, false, false), (half["percent"].GetInt32(), half["isComplete"].GetBoolean(), half["mayJudge"].GetBoolean()));
        (await Switch(lead, scene, true)).ShouldRefuse("judgement.plan_incomplete", "REV-12", 409);
        (await Judge(lead, scene, Item(Lift, "1.1"))).ShouldRefuse("judgement.plan_incomplete", "REV-12", 409);
        Assert.Equal(1, (await lead.Get("/judgements?state=Pending")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await lead.Get("/reviews?state=Pending")).ShouldBeOk()["total"].GetInt32());

        var liftTask = scene.TaskId;
        await Given.ARecordedDetection(await Given.AStartedDetection(scene, Windows));
        var windows = scene.TaskId;
        await Given.ASubmittedAgain(scene);
        (await Judge(lead, scene, Item(Lift, "1.1"))).ShouldRefuse("judgement.review_closed", "REV-13", 409);
        Assert.True((await Switch(lead, scene, true)).ShouldBeOk()["isOpen"].GetBoolean());

        // REV-13: open forbids sending and deleting; closed allows both.
        (await mobile.Delete($"/tasks/{windows}")).ShouldRefuse("task.review_is_open", "REV-13", 409);
        (await Switch(lead, scene, false)).ShouldBeOk();
        await House.Settled();
        Assert.Equal(1, await House.Value<long>("select count(*) from notice where template = 'review_closed'"));
        Assert.Equal(1, (await mobile.Delete($"/tasks/{windows}")).ShouldBeOk()["facilitiesFreed"].GetInt32());
        Assert.False((await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk()["isComplete"].GetBoolean());
        await Given.ASubmittedDetection(await Given.AStartedDetection(scene, Windows));
        Assert.NotEqual(liftTask, scene.TaskId);
        Assert.True((await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk()["isComplete"].GetBoolean());
    }

    [Fact, Rule("REV-14", Regions = [Beijing]), Rule("REV-15", Regions = [Beijing]), Rule("REV-16", Regions = [Beijing]), Rule("REV-17", Regions = [Beijing]), Rule("REV-18", Regions = [Beijing]), Rule("REV-09", Regions = [Beijing]), Rule("FLD-28", Regions = [Beijing])]
    public async Task Items_sub_items_single_items_the_whole_and_the_plan_in_this_order()
    {
        // The lift: one C failure (shape of the manual's sample). The windows: nothing is there.
        var failing = $"{Lift}.2.5";
        var scene = await Given.ASubmittedDetection(code => code == failing ? "Unqualified" : code.StartsWith(Windows, StringComparison.Ordinal) ? "NoSuchDevice" : null);
        var (lead, mobile) = (await scene.Lead(), await scene.Operator());
        (await lead.Post($"/reviews/{scene.TaskId}/pass", new { })).ShouldRefuse("judgement.by_plan", "REV-14", 409);
        (await Switch(lead, scene, true)).ShouldBeOk();

        (await Judge(lead, scene, new { code = $"{Lift}.1" })).ShouldRefuse("judgement.out_of_order", "REV-14", 409);
        (await Judge(lead, scene, new { code = "D-A.99" })).ShouldRefuse("judgement.code_unknown", status: 422);
        (await Judge(lead, scene)).ShouldRefuse("judgement.nothing_sent", status: 422);
        (await Pass(lead, scene)).ShouldRefuse("judgement.out_of_order", "REV-14", 409);

        // REV-15: another verdict than the proposed one needs a reason and stands in red with the name.
        var shown = (await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk();
        Assert.Equal("Unqualified", ItemOf(shown, failing).GetProperty("judged").GetProperty("proposed").GetString());
        (await Judge(lead, scene, new { code = failing, verdict = "Qualified" })).ShouldRefuse("judgement.reason_missing", "REV-15", 422);
        (await Judge(lead, scene, new { code = failing, verdict = "Qualified", why = "复测三次均合格" })).ShouldBeOk();
        var forced = ItemOf((await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk(), failing).GetProperty("judged").GetProperty("forced");
        Assert.Equal(("Unqualified", "复测三次均合格"), (forced.GetProperty("proposed").GetString(), forced.GetProperty("why").GetString()));
        Assert.NotEmpty(forced.GetProperty("byName").GetString()!);
        Assert.Equal(1, await House.Value<long>("select count(*) from audit_entry where act = 'judgement.forced'"));
        (await Judge(lead, scene, new { code = failing })).ShouldBeOk();
        Assert.Equal(2, await House.Value<long>("select count(*) from audit_entry where act = 'judgement.forced'"));

        await AcceptAll(lead, scene);
        var judged = (await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk();
        var (lift, windows) = (Single(judged, Lift), Single(judged, Windows));
        Assert.Equal(11, lift.GetProperty("total").GetInt32());
        Assert.Equal(1, new[] { "failedA", "failedB", "failedC" }.Sum(f => lift.GetProperty(f).GetInt32()));
        Assert.Equal((0, "NotApplicable"), (windows.GetProperty("total").GetInt32(), windows.GetProperty("judged").GetProperty("verdict").GetString()));

        (await Pass(lead, scene)).ShouldBeOk();
        Assert.Equal("Approved", (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["state"].GetString());
        Assert.Equal("Completed", (await lead.Get($"/plans/{scene.PlanId}")).ShouldBeOk()["state"].GetString());
        (await Judge(lead, scene, new { code = failing })).ShouldRefuse("judgement.already_passed", "REV-09", 409);

        // RPT-13 reads this.
        var table = await Judgement(scene);
        Assert.Equal(28, table!.Singles.Count);
        Assert.Equal((true, 11), (table.Singles[7].InScope, table.Singles[7].Total));
        Assert.Equal((false, 0, (DetectionVerdict?)null), (table.Singles[0].InScope, table.Singles[0].Total, table.Singles[0].Verdict));
        Assert.Equal(table.Singles[7].Verdict, table.Overall);

        // FLD-28: passed first, then returned to 待审核, then closed; only then deleted.
        (await mobile.Delete($"/tasks/{scene.TaskId}")).ShouldRefuse("task.passed_not_deletable", "FLD-28", 409);
        (await lead.Post($"/judgements/{scene.PlanId}/reopen", new { reason = "漏看一张照片" })).ShouldBeOk();
        Assert.Null(await Judgement(scene));
        (await mobile.Delete($"/tasks/{scene.TaskId}")).ShouldRefuse("task.review_is_open", "REV-13", 409);
        (await Switch(lead, scene, false)).ShouldBeOk();
        (await mobile.Delete($"/tasks/{scene.TaskId}")).ShouldBeOk();
    }

    [Fact, Rule("REV-14", Regions = [Beijing]), Rule("REV-13", Regions = [Beijing])]
    public async Task A_returned_task_closes_the_review_and_what_it_changes_is_judged_again()
    {
        var scene = await Given.ASubmittedDetection();
        var lead = await scene.Lead();
        (await Switch(lead, scene, true)).ShouldBeOk();
        await AcceptAll(lead, scene);
        (await lead.Post($"/reviews/{scene.TaskId}/return", new { reason = "补一张照片", items = new[] { new { itemCode = $"{Lift}.1.1", remark = "近照看不清" } } })).ShouldBeOk();
        Assert.False((await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk()["isOpen"].GetBoolean());

        var mobile = await scene.Operator();
        (await mobile.Post($"/tasks/{scene.TaskId}/records", new { records = new[] { Given.Detected(scene, $"{Lift}.1.1", "Unqualified", await mobile.UploadScene(scene.OperatorKey, "gauge-low")) } })).ShouldBeOk();
        await Given.ASubmittedAgain(scene);
        (await Switch(lead, scene, true)).ShouldBeOk();

        var again = (await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk();
        Assert.True(ItemOf(again, $"{Lift}.1.1").GetProperty("judged").GetProperty("stale").GetBoolean());
        Assert.Equal(4, again["left"].GetInt32());
        (await Pass(lead, scene)).ShouldRefuse("judgement.out_of_order", "REV-14", 409);
    }

    [Fact, Rule("REV-20", Regions = [Beijing])]
    public async Task A_judged_plan_in_a_report_is_not_taken_back()
    {
        var scene = await Given.ASubmittedDetection();
        var lead = await scene.Lead();
        (await Switch(lead, scene, true)).ShouldBeOk();
        await AcceptAll(lead, scene);
        (await Pass(lead, scene)).ShouldBeOk();
        await House.SqlAsAdmin($"update field_task set state = 'Reported', report_id = '{Guid.NewGuid()}' where id = '{scene.TaskId}'");
        (await lead.Post($"/judgements/{scene.PlanId}/reopen", new { reason = "漏看一张照片" })).ShouldRefuse("task.reported", "REV-20", 409);
        Assert.NotNull(await Judgement(scene));
    }

    [Fact, Rule("REV-01", Regions = [Beijing])]
    public async Task Only_the_lead_judges_and_not_what_he_did_himself()
    {
        var scene = await Given.ASubmittedDetection();
        var (lead, technical) = (await scene.Lead(), await scene.TechnicalLead());
        (await Switch(technical, scene, true)).ShouldRefuse("review.not_the_reviewer", "REV-01", 403);
        (await technical.Get($"/judgements/{scene.PlanId}")).ShouldRefuse("review.not_the_reviewer", "REV-01", 403);
        (await lead.Get($"/judgements/{Guid.NewGuid()}")).ShouldRefuse("judgement.not_yours", status: 404);
        await House.SqlAsAdmin($"update field_task set operator_id = '{scene.LeadId}' where id = '{scene.TaskId}'");
        (await Switch(lead, scene, true)).ShouldRefuse("review.own_work", "REV-01", 403);
        (await Switch(technical, scene, true)).ShouldBeOk();
    }

    [Fact]
    public async Task A_maintenance_plan_is_not_judged_item_by_item()
    {
        var scene = await Given.ASubmittedTask(Beijing);
        (await (await scene.Lead()).Get($"/judgements/{scene.PlanId}")).ShouldRefuse("judgement.not_used_here", "REV-14", 409);
    }

    /// <summary>Accepts every proposal, level by level, as one may in one request.</summary>
    private static async Task AcceptAll(Caller lead, Scene scene)
    {
        var shown = (await lead.Get($"/judgements/{scene.PlanId}")).ShouldBeOk();
        var singles = shown["singles"].EnumerateArray().ToList();
        var subItems = singles.SelectMany(s => s.GetProperty("subItems").EnumerateArray()).ToList();
        var codes = subItems.SelectMany(s => s.GetProperty("items").EnumerateArray()).Concat(subItems).Concat(singles).Select(n => n.GetProperty("code").GetString()!);
        var answer = (await Judge(lead, scene, [.. codes.Append("overall").Select(code => (object)new { code })])).ShouldBeOk();
        Assert.Equal(0, answer["left"].GetInt32());
    }

    private Task<DetectionJudgement?> Judgement(Scene scene) => House.InDatabase(async db =>
    {
        await using var scope = House.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        return await scope.ServiceProvider.GetRequiredService<IDetectionJudgements>().Of(scene.PlanId, default);
    });

    private static Task<Answer> Switch(Caller lead, Scene scene, bool open) => lead.Post($"/judgements/{scene.PlanId}/switch", new { open });

    private static Task<Answer> Judge(Caller lead, Scene scene, params object[] verdicts) => lead.Post($"/judgements/{scene.PlanId}/verdicts", new { verdicts });

    private static Task<Answer> Pass(Caller lead, Scene scene) => lead.Post($"/judgements/{scene.PlanId}/pass", new { opinion = "评定无误" });

    private static object Item(string single, string tail) => new { code = $"{single}.{tail}" };

    private static JsonElement Single(Answer shown, string code) => shown["singles"].EnumerateArray().First(s => s.GetProperty("code").GetString() == code);

    private static JsonElement ItemOf(Answer shown, string code) => shown["singles"].EnumerateArray()
        .SelectMany(s => s.GetProperty("subItems").EnumerateArray()).SelectMany(s => s.GetProperty("items").EnumerateArray())
        .First(i => i.GetProperty("code").GetString() == code);
}
