using System.Text.Json;

namespace WeChatService.TestKit;

// On site: check-in where the profile has it, the lead's consents where it has those, records with one 不符合, submission.
public sealed partial class Given
{
    /// <summary>The operator has taken the assigned facilities: one task, not yet begun (FLD-01).</summary>
    public async Task<Scene> ATakenTask(string region = "shanghai") => await ATakenTask(await AnAssignedPlan(region));

    /// <summary>The operator takes the assigned facilities of a plan that is there already.</summary>
    public static async Task<Scene> ATakenTask(Scene scene)
    {
        var mobile = await scene.Operator();
        scene.TaskId = (await mobile.Post("/tasks", new { planId = scene.PlanId, classCodes = scene.ClassCodes })).ShouldBeOk().Id;
        return scene;
    }

    /// <summary>The operator has checked in by face inside the fence (CHK-01, 03); only where the profile has check-ins.</summary>
    public async Task<Scene> AStartedVisit(string region = "shanghai") => await AStartedVisit(await ATakenTask(region));

    private static async Task<Scene> AStartedVisit(Scene scene)
    {
        if (scene.Policy("checkin", "enabled").GetBoolean())
        {
            var mobile = await scene.Operator();
            scene.VisitId = (await mobile.StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk().Id;
        }

        return scene;
    }

    /// <summary>Work has begun: checked in, consented and photographed as the profile asks (FLD-05, APR-05).</summary>
    public async Task<Scene> AStartedTask(string region = "shanghai") => await AStartedTask(await AStartedVisit(region));

    /// <summary>The operator asks on site for the lead's consent to start (APR-01); gives its id.</summary>
    public static async Task<Guid> AStartRequest(Scene scene)
    {
        var mobile = await scene.Operator();
        return (await mobile.Post("/consents", new
        {
            kind = "Start", taskId = scene.TaskId, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite,
        })).ShouldBeOk().Id;
    }

    /// <summary>He has asked and the lead has consented (APR-05).</summary>
    public static async Task AGrantedStart(Scene scene) => await Consent(scene, await AStartRequest(scene));

    private static async Task<Scene> AStartedTask(Scene scene)
    {
        var mobile = await scene.Operator();
        if ((await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["needsStartConsent"].GetBoolean())
        {
            await AGrantedStart(scene);
        }

        (await mobile.Post($"/tasks/{scene.TaskId}/start", new
        {
            selfiePhotoId = await mobile.UploadSelfie(scene.OperatorKey),
            signInPhotoId = await mobile.UploadScene(scene.OperatorKey, "site", "SignIn"),
            controllerPhotoId = await mobile.UploadScene(scene.OperatorKey, "controller", "Controller"),
            controllerBrand = "无", position = scene.OnSite,
        })).ShouldBeOk();
        return scene;
    }

    /// <summary>Every item is recorded, the first 不符合, with a track (FLD-08, 13, 32).</summary>
    public async Task<Scene> ARecordedTask(string region = "shanghai") => await ARecordedTask(await AStartedTask(region));

    private static async Task<Scene> ARecordedTask(Scene scene)
    {
        var mobile = await scene.Operator();
        var items = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"].EnumerateArray().ToList();
        var photo = await mobile.UploadScene(scene.OperatorKey);
        var records = items.Select((item, i) => Record(scene, item.GetProperty("code").GetString()!, i, i == 0 ? "Fails" : "Conforms", photo));
        (await mobile.Post($"/tasks/{scene.TaskId}/records", new { records })).ShouldBeOk();
        var now = scene.House.Time.GetUtcNow();
        (await mobile.Post($"/tasks/{scene.TaskId}/track", new
        {
            points = Enumerable.Range(0, 5).Select(i => Place.Away(scene.ProjectKey, i * 5)).Select((p, i) => new
            {
                p.Latitude, p.Longitude, p.AccuracyMetres, system = "Gcj02", at = now.AddSeconds(-150 + 30 * i),
            }),
        })).ShouldBeOk();
        return scene;
    }

    /// <summary>One record as the phone sends it.</summary>
    public static object Record(Scene scene, string itemCode, int number, string verdict, params Guid[] photos) => new
    {
        clientId = $"{scene.TaskId:N}-{number}", itemCode, canInspect = true, answers = Array.Empty<object>(), verdict,
        text = verdict == "Fails" ? "外观有锈蚀，动作不灵敏" : "外观完好，动作正常", photoIds = photos, position = scene.OnSite,
        clientTime = scene.House.Time.GetUtcNow().AddMinutes(-1),
    };

    /// <summary>待审核: submitted, and consented to where the profile asks for it (FLD-07, APR-06). One fault is open (FLT-01).</summary>
    public async Task<Scene> ASubmittedTask(string region = "shanghai") => await ASubmittedTask(await ARecordedTask(region));

    /// <summary>From a taken task to 待审核: what the operator does on site, with the consents that are still missing.</summary>
    public static async Task<Scene> SubmittedFieldWork(Scene scene) => await ASubmittedTask(await ARecordedTask(await AStartedTask(scene)));

    private static async Task<Scene> ASubmittedTask(Scene scene)
    {
        var mobile = await scene.Operator();
        var asks = scene.Policy("approval", "submit").GetBoolean();
        var submitted = (await mobile.Post($"/tasks/{scene.TaskId}/submit", asks
            ? new { photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite }
            : new object())).ShouldBeOk();
        if (asks)
        {
            await Consent(scene, submitted["consentId"].GetGuid());
        }

        return scene;
    }

    private static async Task Consent(Scene scene, Guid consentId)
    {
        var lead = await scene.Lead();
        (await lead.Post($"/consents/{consentId}/grant", new { photoId = await lead.UploadSelfie(scene.LeadKey), position = scene.OnSite })).ShouldBeOk();
    }

    /// <summary>审核通过: the fault is handled, the lead has passed the task (REV-03, 06).</summary>
    public async Task<Scene> AnApprovedTask(string region = "shanghai") => await AnApprovedTask(await ASubmittedTask(region));

    private static async Task<Scene> AnApprovedTask(Scene scene)
    {
        var lead = await scene.Lead();
        foreach (var fault in await scene.Faults())
        {
            (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerAgreesRepair", note = "业主同意维修，已约下周更换", assigneeId = scene.OperatorId })).ShouldBeOk();
        }

        Guid? face = scene.Policy("review", "face").GetBoolean() ? await lead.UploadSelfie(scene.LeadKey) : null;
        (await lead.Post($"/reviews/{scene.TaskId}/pass", new { opinion = "记录完整，同意通过", photoId = face })).ShouldBeOk();
        return scene;
    }
}
