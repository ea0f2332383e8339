using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>Work ends by face, the client confirms and rates (CHK-07, 08, 11, 14; EVL-02, 04), where the profile has it.</summary>
internal static class CheckOut
{
    public static async Task Act(Tale tale)
    {
        var worker = await tale.Operator();
        if (!tale.Profile.CheckIn)
        {
            tale.Saw("the profile knows no check-in (checkin.enabled false), so nobody checks out");
            tale.Refused(
                "writing a feedback form", await worker.Post("/feedback-forms", new { projectId = tale.ProjectId, visitId = Guid.NewGuid(), content = "维保" }),
                "visit.not_used_here", "CHK-01");
            tale.Saw("the profile knows no evaluation (evaluation.enabled false), so nobody rates");
            return;
        }

        await End(tale, worker);
        await LeaveTooFar(tale, worker);
        await WriteForm(tale, worker);
        await Rate(tale);
    }

    private static async Task End(Tale tale, MiniProgramClient worker)
    {
        tale.Refused("the form before the end", await worker.Post("/feedback-forms", Form(tale)), "visit.form_before_end", "CHK-18");
        tale.Refused(
            "ending with someone else's face", await worker.EndVisit(tale.VisitId, tale.ProjectId, tale.StrangerKey, tale.OnSite),
            "face.not_matched", "PEO-31");
        var ended = (await worker.EndVisit(tale.VisitId, tale.ProjectId, tale.OperatorKey, tale.OnSite)).ShouldBeOk();
        Tale.MustEqual("None", ended["mark"].GetString(), "the mark of a visit that ended on site");
        tale.Saw($"ended on site: face {ended["score"].GetDouble():0.000}, {ended["minutes"].GetInt32()} min count");
    }

    /// <summary>CHK-08: the same person comes again and leaves without ending on site.</summary>
    private static async Task LeaveTooFar(Tale tale, MiniProgramClient worker)
    {
        var again = (await worker.StartVisit(tale.ProjectId, tale.OperatorKey, tale.OnSite)).ShouldBeOk();
        var away = (await worker.EndVisit(again.Id, tale.ProjectId, tale.OperatorKey, tale.FarAway)).ShouldBeOk();
        Tale.Must(
            away["mark"].GetString() == "TooFar" && away["minutes"].GetInt32() == 0, $"a visit ended 2 km away: expected TooFar with 0 min, was {away.Text}");
        tale.Saw($"came again and ended {away["distanceMetres"].GetDouble():0} m away: 超距, 0 min ({away["markReason"].GetString()})");
    }

    private static async Task WriteForm(Tale tale, MiniProgramClient worker)
    {
        var since = TimeProvider.System.GetUtcNow();
        var form = (await worker.Post("/feedback-forms", Form(tale))).ShouldBeOk();
        tale.FormId = form.Id;
        tale.Refused("a second form of the day", await worker.Post("/feedback-forms", Form(tale)), "visit.form_exists", "CHK-11");
        var message = await tale.Pushed(tale.ContactKey, "owner", $"/owner/ratings/{tale.FormId}");
        await tale.Open(await tale.Contact(), message);
        tale.Saw($"the contact got 「{message.Title}」 {Tale.Seconds(message.At - since)} after the form and opened its link");
    }

    private static async Task Rate(Tale tale)
    {
        var contact = await tale.Contact();
        var page = (await contact.Get($"/ratings/{tale.FormId}")).ShouldBeOk();
        Tale.MustEqual(tale.Profile.Questions.Count, page["questions"].GetArrayLength(), "questions on the rating's page");
        var path = $"/feedback-forms/{tale.FormId}/rating";
        var answers = tale.Profile.Questions.Select(key => new { key, yes = true }).ToList();
        tale.Refused("rating with a question open", await contact.Post(path, new { answers = answers[1..], stars = 5 }), "rating.incomplete", "EVL-02");
        tale.Refused("rating without a score", await contact.Post(path, new { answers }), "rating.incomplete", "EVL-02");
        var rated = (await contact.Post(path, new { answers, stars = 5, comment = "师傅很仔细，问题当场讲清楚了。" })).ShouldBeOk();
        Tale.MustEqual(5, rated["stars"].GetInt32(), "the stars");
        tale.Refused("a second rating", await contact.Post(path, new { answers, stars = 1 }), "rating.exists", "EVL-04");
        tale.Saw($"{Demo.Person(tale.ContactKey).Name} answered {answers.Count} questions and gave 5 stars");
    }

    private static object Form(Tale tale) => new
    {
        projectId = tale.ProjectId, visitId = tale.VisitId, content = "月度维护保养：消防水泵、试验消火栓、应急标志灯、灭火器。",
        problems = "消防水泵出口压力偏低。", nextStep = "本周内更换密封件。",
    };
}
