using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks;
using WeChatService.Kernel;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Slices.Steps;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>Beijing: the lead consents on site, by face and place, before the work and before the submission.</summary>
public sealed class ConsentFlowTests(House house) : Slice(house)
{
    private const string Beijing = "beijing";

    [Fact, Rule("APR-01", Regions = [Beijing]), Rule("APR-03", Regions = [Beijing]), Rule("APR-05", Regions = [Beijing]), Rule("APR-07", Regions = [Beijing])]
    public async Task Work_begins_when_the_lead_consented_on_site()
    {
        var (scene, mobile, task) = await ATask();
        await House.Phone(scene.LeadKey).Follow("agency");
        (await TryStart(mobile, scene, task)).ShouldRefuse("consent.start_missing", "APR-05", 409);

        var consent = (await Ask(mobile, scene, task, "Start")).ShouldBeOk().Id;
        (await TryStart(mobile, scene, task)).ShouldRefuse("consent.start_missing", "APR-05", 409);
        (await mobile.Post($"/tasks/{task}/records", new { records = new[] { Finding("a", "M18-01-a") } })).ShouldRefuse("consent.start_missing", "APR-05", 409);
        var lead = await scene.Lead();
        var waiting = (await lead.Get("/consents?state=Pending")).ShouldBeOk();
        Assert.Equal(consent, waiting["items"][0].GetProperty("id").GetGuid());
        Assert.EndsWith($"/agency/consents/{consent}", (await House.Phone(scene.LeadKey).AwaitMessage("agency", "申请等您同意")).Url);
        Assert.Equal(1, (await lead.Get("/workbench")).ShouldBeOk()["consents"].GetProperty("start").GetInt32());
        (await Grant(lead, scene, consent)).ShouldBeOk();
        Assert.Equal(0, (await lead.Get("/workbench")).ShouldBeOk()["consents"].GetProperty("start").GetInt32());

        await Start(mobile, scene, task);
        var shown = (await lead.Get($"/consents/{consent}")).ShouldBeOk();
        Assert.Equal("Granted", shown["state"].GetString());
        foreach (var side in new[] { "operator", "decider" })
        {
            Assert.True(shown[side].GetProperty("insideFence").GetBoolean());
            Assert.InRange(shown[side].GetProperty("score").GetDouble(), shown[side].GetProperty("threshold").GetDouble(), 1);
        }
    }

    [Fact, Rule("APR-12", Regions = [Beijing]), Rule("FLD-32", Regions = [Beijing])]
    public async Task A_place_that_the_phone_itself_calls_made_up_stops_nothing_and_is_shown_to_the_reviewer()
    {
        var (scene, mobile, task) = await ATask();
        var (lead, madeUp) = (await scene.Lead(), scene.OnSite with { IsMock = true });
        var consent = (await mobile.Post("/consents", new { kind = "Start", taskId = task, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = madeUp })).ShouldBeOk().Id;
        (await Grant(lead, scene, consent)).ShouldBeOk();
        (await mobile.Post($"/tasks/{task}/start", new
        {
            selfiePhotoId = await mobile.UploadSelfie(scene.OperatorKey), signInPhotoId = await mobile.UploadScene(scene.OperatorKey, "site", "SignIn"),
            controllerPhotoId = await mobile.UploadScene(scene.OperatorKey, "controller", "Controller"), controllerBrand = "无", position = madeUp,
        })).ShouldBeOk();

        var doubts = (await lead.Get($"/reviews/{task}")).ShouldBeOk()["trackFacts"].GetProperty("doubts").EnumerateArray().Select(d => d.GetString());
        Assert.Equal(["开工时手机说这是模拟位置", "申请开始时手机说这是模拟位置"], doubts);
    }

    [Fact, Rule("APR-03", Regions = [Beijing])]
    public async Task Whoever_stands_outside_the_fence_neither_asks_nor_consents()
    {
        var (scene, mobile, task) = await ATask();
        (await mobile.Post("/consents", new { kind = "Start", taskId = task, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.FarAway }))
            .ShouldRefuse("consent.operator_out_of_fence", "APR-03", 422);
        (await mobile.Post("/consents", new { kind = "Start", taskId = task })).ShouldRefuse("consent.evidence_missing", "APR-03", 422);
        (await mobile.Post("/consents", new { kind = "Start", taskId = task, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = Place.At(scene.ProjectKey, 500) }))
            .ShouldRefuse("position.too_inaccurate", status: 422);

        var consent = (await Ask(mobile, scene, task, "Start")).ShouldBeOk().Id;
        var lead = await scene.Lead();
        (await lead.Post($"/consents/{consent}/grant", new { photoId = await lead.UploadSelfie(scene.LeadKey), position = scene.FarAway }))
            .ShouldRefuse("consent.lead_out_of_fence", "APR-03", 422);

        Assert.Equal("Pending", (await lead.Get($"/consents/{consent}")).ShouldBeOk()["state"].GetString());
    }

    [Fact, Rule("APR-03", Regions = [Beijing])]
    public async Task Another_face_neither_asks_nor_consents()
    {
        var (scene, mobile, task) = await ATask();
        (await mobile.Post("/consents", new { kind = "Start", taskId = task, photoId = await mobile.UploadSelfie(scene.LeadKey), position = scene.OnSite }))
            .ShouldRefuse("face.not_matched");
        var consent = (await Ask(mobile, scene, task, "Start")).ShouldBeOk().Id;
        var lead = await scene.Lead();

        (await lead.Post($"/consents/{consent}/grant", new { photoId = await lead.UploadSelfie(scene.OperatorKey), position = scene.OnSite })).ShouldRefuse("face.not_matched");

        Assert.Equal(1, await House.Value<long>("select count(*) from consent where state = 'Pending'"));
        (await Grant(lead, scene, consent)).ShouldBeOk();
    }

    [Fact, Rule("APR-09", Regions = [Beijing])]
    public async Task The_operator_sees_why_it_was_refused_and_asks_again()
    {
        var (scene, mobile, task) = await ATask();
        var consent = (await Ask(mobile, scene, task, "Start")).ShouldBeOk().Id;
        (await Ask(mobile, scene, task, "Start")).ShouldRefuse("consent.already_asked", "APR-01", 409);
        var lead = await scene.Lead();
        (await lead.Post($"/consents/{consent}/refuse", new { reason = " " })).ShouldRefuse("consent.reason_missing", "APR-09", 422);
        (await lead.Post($"/consents/{consent}/refuse", new { reason = "等我到场" })).ShouldBeOk();

        var seen = (await mobile.Get($"/tasks/{task}")).ShouldBeOk()["consents"][0];
        Assert.Equal(("Refused", "等我到场"), (seen.GetProperty("state").GetString(), seen.GetProperty("reason").GetString()));
        (await Grant(lead, scene, consent)).ShouldRefuse("consent.already_decided", "APR-08", 409);
        (await Ask(mobile, scene, task, "Start")).ShouldBeOk();
    }

    [Fact, Rule("APR-02", Regions = [Beijing]), Rule("APR-06", Regions = [Beijing]), Rule("APR-12", Regions = [Beijing])]
    public async Task The_submission_succeeds_when_the_lead_consented()
    {
        var (scene, mobile, task) = await ATask();
        var lead = await scene.Lead();
        (await Grant(lead, scene, (await Ask(mobile, scene, task, "Start")).ShouldBeOk().Id)).ShouldBeOk();
        await Start(mobile, scene, task);
        await RecordAll(mobile, task);

        var submitted = (await mobile.Post($"/tasks/{task}/submit", new { photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite })).ShouldBeOk();
        Assert.Equal("AwaitingSubmitConsent", submitted["state"].GetString());
        (await mobile.Post($"/tasks/{task}/submit")).ShouldRefuse("consent.submit_missing", "APR-06", 409);
        Assert.Equal(0, await House.Value<long>("select count(*) from audit_entry where act = 'task.submitted'"));
        var granted = (await Grant(lead, scene, submitted["consentId"].GetGuid())).ShouldBeOk();

        Assert.Equal("Submitted", granted["taskState"].GetString());
        Assert.Equal(4, await House.Value<long>("select count(*) from face_comparison where verdict = 'Passed'"));
        Assert.Equal(2, (await lead.Get("/consents?state=Granted")).ShouldBeOk()["total"].GetInt32());
        Actor corps = new(Door.Authority, Guid.NewGuid(), null, "总队", [Role.Corps], Beijing, null, [], null, null, null, null);
        var evidence = await House.InDatabase(db => db.Set<Consent>().Select(c => c.Decided!).ToListAsync(), corps);
        Assert.All(evidence, e => Assert.True(e is { Inside: true, Score: > 0.8, Threshold: 0.8, PhotoIds.Count: 1 }));
    }

    [Fact, Rule("APR-02", Regions = [Beijing])]
    public async Task Submitted_first_and_asked_later_is_the_same()
    {
        var (scene, mobile, task) = await ATask();
        var lead = await scene.Lead();
        (await Grant(lead, scene, (await Ask(mobile, scene, task, "Start")).ShouldBeOk().Id)).ShouldBeOk();
        await Start(mobile, scene, task);
        await RecordAll(mobile, task);
        Assert.Equal("AwaitingSubmitConsent", (await mobile.Post($"/tasks/{task}/submit")).ShouldBeOk()["state"].GetString());

        var consent = (await Ask(mobile, scene, task, "Submit")).ShouldBeOk().Id;

        Assert.Equal("Submitted", (await Grant(lead, scene, consent)).ShouldBeOk()["taskState"].GetString());
    }

    [Fact, Rule("APR-10", Regions = [Beijing])]
    public async Task Another_agencys_lead_does_not_even_find_it()
    {
        var (scene, mobile, task) = await ATask();
        var consent = (await Ask(mobile, scene, task, "Start")).ShouldBeOk().Id;
        var stranger = await House.Agency("sh-lead");

        (await stranger.Get($"/consents/{consent}")).ShouldRefuse("consent.not_found", "APR-10", 404);
        (await stranger.Post($"/consents/{consent}/refuse", new { reason = "不" })).ShouldRefuse("consent.not_found", "APR-10", 404);
    }

    [Fact, Rule("APR-01", Regions = ["shanghai"])]
    public async Task Where_no_consent_is_used_asking_is_refused()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        var task = await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);
        (await Ask(mobile, scene, task, "Start")).ShouldRefuse("consent.not_used_here", "APR-01", 409);
    }

    private async Task<(Scene Scene, MiniProgramClient Mobile, Guid Task)> ATask()
    {
        var scene = await Given.AnAssignedPlan(Beijing);
        var mobile = await scene.Operator();
        return (scene, mobile, await Take(mobile, scene.PlanId, [.. scene.ClassCodes]));
    }

    private static async Task<Answer> Ask(MiniProgramClient mobile, Scene scene, Guid task, string kind) =>
        await mobile.Post("/consents", new { kind, taskId = task, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite });

    private static async Task<Answer> Grant(AgencyClient lead, Scene scene, Guid consent) =>
        await lead.Post($"/consents/{consent}/grant", new { photoId = await lead.UploadSelfie(scene.LeadKey), position = scene.OnSite });
}
