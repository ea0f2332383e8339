using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>The lead's consent on site, asked with the operator's face and place, given with the lead's own (APR-01, 02, 03, 05, 06).</summary>
internal static class Consents
{
    public static async Task Start(Tale tale, MiniProgramClient worker)
    {
        var record = new { records = new[] { new { clientId = "too-early", itemCode = "M04-05-a", canInspect = true, verdict = "Conforms" } } };
        tale.Refused("recording before the lead consented", await worker.Post($"/tasks/{tale.TaskId}/records", record), "consent.start_missing", "APR-05");
        tale.Refused(
            "asking from 2 km away", await worker.Post("/consents", Ask(tale, "Start", await worker.UploadSelfie(tale.OperatorKey), tale.FarAway)),
            "consent.operator_out_of_fence", "APR-03");
        tale.Refused(
            "asking with someone else's face", await worker.Post("/consents", Ask(tale, "Start", await worker.UploadSelfie(tale.StrangerKey), tale.OnSite)),
            "face.not_matched", "PEO-31");
        var asked = (await worker.Post("/consents", Ask(tale, "Start", await worker.UploadSelfie(tale.OperatorKey), tale.OnSite))).ShouldBeOk();
        tale.Saw($"asked to start: face {asked["score"].GetDouble():0.000}, {asked["distanceMetres"].GetDouble():0} m from the fence's edge");
        await Grant(tale, asked.Id, "start", refusals: true);
    }

    /// <summary>提交申请: what waits for consent is not submitted yet (APR-02, 06).</summary>
    public static async Task Submit(Tale tale, Guid consentId)
    {
        var lead = await tale.Lead();
        tale.Refused("reviewing before the consent to submit", await lead.Post($"/reviews/{tale.TaskId}/pass", new { }), "review.not_waiting", "REV-03");
        await Grant(tale, consentId, "submit", refusals: false);
    }

    private static async Task Grant(Tale tale, Guid consentId, string what, bool refusals)
    {
        var since = TimeProvider.System.GetUtcNow();
        var message = await tale.Pushed(tale.LeadKey, "agency", $"/agency/consents/{consentId}");
        var lead = await tale.Lead();
        await tale.Open(lead, message);
        var page = (await lead.Get($"/consents/{consentId}")).ShouldBeOk();
        Tale.MustEqual(tale.ProjectName, page["projectName"].GetString(), "the project on the consent's page");
        var path = $"/consents/{consentId}/grant";
        if (refusals)
        {
            tale.Refused("the lead 2 km away", await lead.Post(path, Here(await lead.UploadSelfie(tale.LeadKey), tale.FarAway)), "consent.lead_out_of_fence", "APR-03");
            tale.Refused("the operator's face for the lead's", await lead.Post(path, Here(await lead.UploadSelfie(tale.OperatorKey), tale.OnSite)), "face.not_matched", "PEO-31");
        }

        var granted = (await lead.Post(path, Here(await lead.UploadSelfie(tale.LeadKey), tale.OnSite))).ShouldBeOk();
        Tale.MustEqual("Granted", granted["state"].GetString(), "the consent");
        tale.Saw($"the lead was told after {Tale.Seconds(message.At - since)}, opened 「{message.Title}」 and consented to {what} on site: face {granted["score"].GetDouble():0.000}, {granted["distanceMetres"].GetDouble():0} m from the edge");
    }

    private static object Ask(Tale tale, string kind, Guid photo, object place) => new { kind, taskId = tale.TaskId, photoId = photo, position = place };

    private static object Here(Guid photo, object place) => new { photoId = photo, position = place };
}
