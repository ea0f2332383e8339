using WeChatService.Modules.Tests.Agencies;
using WeChatService.Regions.Contracts;
using WeChatService.TestKit;
using WeChatService.Visits;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;
using static WeChatService.Modules.Tests.Visits.Specimens;

namespace WeChatService.Modules.Tests.Visits.Rules;

/// <summary>四个一致性、两个是否, and the score.</summary>
public sealed class RatingTests
{
    private static EvaluationPolicy Evaluation => Policies.For("shanghai").Evaluation;

    [Fact, Rule("EVL-02", Regions = ["shanghai"]), Rule("EVL-03", Regions = ["shanghai"])]
    public void Four_consistencies_and_two_questions_are_asked() => Assert.Equal(
        (4, 2), (Evaluation.Questions.Count(q => q.Kind == QuestionKind.Consistency), Evaluation.Questions.Count(q => q.Kind == QuestionKind.YesNo)));

    [Fact, Rule("EVL-02", Regions = ["shanghai"])]
    public void Each_single_unanswered_question_is_refused_by_name() => Assert.All(Evaluation.Questions, left =>
    {
        var sent = All() with { Answers = [.. All().Answers!.Where(a => a!.Key != left.Key)] };
        Assert.Contains(left.Text, MustRefuse("rating.incomplete", "EVL-02", () => Rate(Form(), sent)).Title);
    });

    [Fact, Rule("EVL-02", Regions = ["shanghai"])]
    public void Without_stars_it_is_incomplete() =>
        Assert.Contains("满意度", MustRefuse("rating.incomplete", "EVL-02", () => Rate(Form(), All() with { Stars = null })).Title);

    [Theory, Rule("EVL-02", Regions = ["shanghai"])]
    [InlineData(0)]
    [InlineData(6)]
    public void Stars_are_one_to_five(int stars) => MustRefuse("rating.stars_out_of_range", "EVL-02", () => Rate(Form(), All() with { Stars = stars }));

    [Fact, Rule("EVL-02", Regions = ["shanghai"])]
    public void An_answer_to_nothing_asked_is_refused() =>
        MustRefuse("rating.question_unknown", "EVL-02", () => Rate(Form(), All() with { Answers = [.. All().Answers!, new("mood", true, null)] }));

    [Fact, Rule("EVL-04", Regions = ["shanghai"])]
    public void A_second_rating_is_refused()
    {
        var form = Form();
        Rate(form, All());
        MustRefuse("rating.exists", "EVL-04", () => Rate(form, All()));
    }

    [Fact, Rule("EVL-09", Regions = ["shanghai"])]
    public void What_does_not_agree_is_flagged_and_kept_with_its_note()
    {
        var sent = All() with { Answers = [.. All().Answers!.Select(a => a!.Key == "time" ? a with { Yes = false, Note = "晚来一小时" } : a)] };
        var rating = Rate(Form(), sent);
        Assert.Equal(["time"], rating.Inconsistent);
        Assert.Equal("晚来一小时", rating.Answers.Single(a => a.Key == "time").Note);
        Assert.Empty(Rate(Form(), All()).Inconsistent);
    }

    [Fact]
    public void The_form_bears_the_stars()
    {
        var form = Form();
        Rate(form, All());
        Assert.Equal((5, Morning.AddHours(9)), (form.Stars, form.RatedAt));
    }

    [Theory, Rule("EVL-01")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public void Where_the_profile_knows_no_rating_there_is_none(string region) => MustRefuse("rating.not_asked", "EVL-01", () =>
        VisitRating.Of(Guid.NewGuid(), Form(), Guid.NewGuid(), All(), Policies.For(region).Evaluation, Morning));

    [Fact, Rule("EVL-10", Regions = ["shanghai"])]
    public void Each_reminder_is_told_once_and_none_after_the_rating()
    {
        var form = Form();
        Assert.Equal((true, false, true, false), (form.Remind(1), form.Remind(1), form.Remind(3), form.Remind(1)));
        var rated = Form();
        Rate(rated, All());
        Assert.False(rated.Remind(1));
    }

    [Fact, Rule("EVL-10", Regions = ["shanghai"])]
    public void Silence_is_marked_when_the_days_are_over_and_is_never_praise()
    {
        var form = Form();
        var over = form.SubmittedAt.AddDays(Evaluation.SilenceDays);
        Assert.False(form.MarkSilent(Evaluation, over.AddSeconds(-1)));
        Assert.True(form.MarkSilent(Evaluation, over));
        Assert.Equal((RatingState.NotRated, null, false), (form.State, form.Stars, form.Flagged));
        Assert.Equal((false, false), (form.MarkSilent(Evaluation, over.AddDays(1)), form.Remind(9)));

        Rate(form, All());
        Assert.Equal((RatingState.Done, 5), (form.State, form.Stars));
        var rated = Form();
        Rate(rated, All());
        Assert.False(rated.MarkSilent(Evaluation, over));
    }

    [Fact, Rule("EVL-09", Regions = ["shanghai"])]
    public void An_answer_that_disagrees_flags_the_form()
    {
        var form = Form();
        Rate(form, All() with { Answers = [.. All().Answers!.Select(a => a!.Key == "place" ? a with { Yes = false, Note = "没去地下室" } : a)] });
        Assert.True(form.Flagged);
        var agreed = Form();
        Rate(agreed, All());
        Assert.False(agreed.Flagged);
    }

    [Theory, Rule("EVL-10")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public void The_days_of_reminders_are_the_profiles(string region) =>
        Assert.Equal(("1 3", 7), (string.Join(' ', Policies.For(region).Evaluation.RemindAfterDays), Policies.For(region).Evaluation.SilenceDays));

    private static ReportedRating All() => new([.. Evaluation.Questions.Select(q => new ReportedRating.Answer(q.Key, q.Expected, null))], 5, "谢谢");

    private static VisitRating Rate(FeedbackForm form, ReportedRating sent) =>
        VisitRating.Of(Guid.NewGuid(), form, Guid.NewGuid(), sent, Evaluation, Morning.AddHours(9));
}
