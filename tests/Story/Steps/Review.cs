using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>The lead reviews from the message; nothing passes before its fault is handled (NTF-03; REV-03, 04, 06; FLT-02).</summary>
internal static class Review
{
    public static async Task Act(Tale tale)
    {
        var lead = await tale.Lead();
        var message = await tale.Pushed(tale.LeadKey, "agency", $"/agency/reviews/{tale.TaskId}");
        await tale.Open(lead, message);
        tale.Saw($"the lead got 「{message.Title}」 {Tale.Seconds(message.At - tale.SubmittedAt)} after submission (留意：{message["留意"]}) and opened its link");

        var screen = (await lead.Get($"/reviews/{tale.TaskId}")).ShouldBeOk();
        LooksWhole(tale, screen);
        tale.Refused("a report before the review", await (await tale.ReportAuthor()).Post("/reports", MakeReport.Order(tale)), "report.tasks_unapproved", "RPT-01");
        tale.Refused("passing with an open fault", await lead.Post($"/reviews/{tale.TaskId}/pass", new { }), "review.faults_unhandled", "REV-06");
        tale.Refused("returning without a reason", await lead.Post($"/reviews/{tale.TaskId}/return", new { }), "review.reason_missing", "REV-04");
        await Handle(tale, lead, screen["faults"][0].GetProperty("id").GetGuid());
        await Pass(tale, lead);
    }

    /// <summary>REV-03: basics, records, photos, sign-in and track on one screen.</summary>
    private static void LooksWhole(Tale tale, Answer screen)
    {
        var records = screen["systems"].EnumerateArray().SelectMany(s => s.GetProperty("records").EnumerateArray()).ToList();
        Tale.MustEqual(tale.Items.Count, records.Count, "records on the review's screen");
        Tale.MustEqual(tale.Items.Count - 1, records.Sum(r => r.GetProperty("photos").GetArrayLength()), "photos on the review's screen");
        Tale.MustEqual(Tale.TrackPoints, screen["track"].GetArrayLength(), "points of the track on the review's screen");
        var evidence = screen["evidence"].EnumerateArray().Select(e => e.GetProperty("what").GetString()).ToList();
        var wanted = tale.Profile.CheckIn ? "开始执业" : tale.Profile.StartConsent ? "同意开始" : "开始作业";
        Tale.Must(evidence.Contains(wanted), $"the evidence on the review's screen: expected {wanted}, was {string.Join('、', evidence)}");
        tale.Saw($"one screen with {records.Count} records, photos, the track and the evidence {string.Join('、', evidence)}");
    }

    private static async Task Handle(Tale tale, AgencyClient lead, Guid faultId)
    {
        var path = $"/faults/{faultId}/handlings";
        tale.Refused("a sixth kind of handling", await lead.Post(path, new { kind = "Ignore", note = "下次再说" }), "fault.kind_unknown", "FLT-02");
        tale.Refused("a repair by nobody", await lead.Post(path, new { kind = "OwnerAgreesRepair" }), "fault.assignee_missing", "FLT-03");
        var handled = (await lead.Post(path, new { kind = "OwnerAgreesRepair", note = "业主同意更换密封件，本周内完成", assigneeId = tale.OperatorId })).ShouldBeOk();
        Tale.MustEqual("InProgress", handled["state"].GetString(), "the fault after its handling");
        tale.Saw($"handled: {handled["handlings"][0].GetProperty("label").GetString()}, by {handled["handlings"][0].GetProperty("assigneeName").GetString()}");
    }

    private static async Task Pass(Tale tale, AgencyClient lead)
    {
        var path = $"/reviews/{tale.TaskId}/pass";
        if (tale.Profile.ReviewFace)
        {
            tale.Refused("passing without the reviewer's face", await lead.Post(path, new { opinion = "同意" }), "review.face_missing", "REV-02");
            tale.Refused(
                "passing with the operator's face", await lead.Post(path, new { opinion = "同意", photoId = await lead.UploadSelfie(tale.OperatorKey) }),
                "face.not_matched", "PEO-31");
        }

        Guid? photoId = tale.Profile.ReviewFace ? await lead.UploadSelfie(tale.LeadKey) : null;
        var passed = (await lead.Post(path, new { opinion = "记录齐全，同意。", photoId })).ShouldBeOk();
        Tale.MustEqual("Approved", passed["state"].GetString(), "the task after the review");
        tale.Saw(tale.Profile.ReviewFace ? "passed, with the reviewer's own face" : "passed");
    }
}
