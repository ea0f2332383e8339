using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits;

/// <param name="Key">The question's key in the profile.</param>
internal sealed record RatingAnswer(string Key, bool Yes, string? Note);

/// <summary>A rating as the contact sent it.</summary>
internal sealed record ReportedRating(IReadOnlyList<ReportedRating.Answer?>? Answers, int? Stars, string? Comment)
{
    public sealed record Answer(string? Key, bool? Yes, string? Note);
}

/// <summary>四个一致性、两个是否, and a score: what the client says of a visit (EVL-02, EVL-05). Written once, never changed (EVL-04).</summary>
internal sealed class VisitRating : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    private const int Longest = 500;

    public Guid Id { get; private set; }
    public Guid FormId { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid ContactId { get; private set; }

    /// <summary>In the order of the profile's questions.</summary>
    public List<RatingAnswer> Answers { get; private set; } = [];

    /// <summary>1 to 5.</summary>
    public int Stars { get; private set; }

    public string? Comment { get; private set; }

    /// <summary>Keys answered otherwise than a good visit would be; supervisors see them (EVL-09).</summary>
    public List<string> Inconsistent { get; private set; } = [];

    public DateTimeOffset RatedAt { get; private set; }

    private VisitRating()
    {
    }

    public static VisitRating Of(
        Guid id, FeedbackForm form, Guid contactId, ReportedRating reported, EvaluationPolicy policy, DateTimeOffset now)
    {
        if (!policy.Enabled)
        {
            throw new RuleBroken(RatingProblems.NotAsked);
        }

        var answers = AllAnswers(reported, policy.Questions);
        var stars = reported.Stars is >= 1 and <= 5 ? reported.Stars.Value : throw new RuleBroken(RatingProblems.StarsOutOfRange);
        if (reported.Comment?.Length > Longest || answers.Exists(a => a.Note?.Length > Longest))
        {
            throw new RuleBroken(RatingProblems.TooLong);
        }

        List<string> inconsistent = [.. policy.Questions.Where(q => answers.Exists(a => a.Key == q.Key && a.Yes != q.Expected)).Select(q => q.Key)];
        form.MarkRated(stars, inconsistent.Count > 0, now);
        return new VisitRating
        {
            Id = id, FormId = form.Id, ProjectId = form.ProjectId, AgencyId = form.AgencyId, OwnerId = form.OwnerId, BrigadeId = form.BrigadeId,
            Region = form.Region, ContactId = contactId, Answers = answers, Stars = stars,
            Comment = string.IsNullOrWhiteSpace(reported.Comment) ? null : reported.Comment.Trim(), RatedAt = now,
            Inconsistent = inconsistent,
        };
    }

    /// <summary>EVL-02: every question, and the score, answered; none that was not asked.</summary>
    private static List<RatingAnswer> AllAnswers(ReportedRating reported, IReadOnlyList<EvaluationQuestion> questions)
    {
        var given = reported.Answers?.OfType<ReportedRating.Answer>().Where(a => a.Yes is not null).ToList() ?? [];
        if (given.Exists(a => questions.All(q => q.Key != a.Key)))
        {
            throw new RuleBroken(RatingProblems.QuestionUnknown);
        }

        var missing = questions.Where(q => !given.Exists(a => a.Key == q.Key)).ToList();
        if (missing.Count > 0 || reported.Stars is null)
        {
            List<string> left = [.. missing.Select(q => q.Text), .. reported.Stars is null ? new[] { "满意度" } : []];
            throw new RuleBroken(RatingProblems.Incomplete
                .Says($"还有 {left.Count} 题没答：{string.Join('、', left)}。答完再提交。").With("missing", missing.Select(q => q.Key)));
        }

        return [.. questions.Select(q => given.Last(a => a.Key == q.Key)).Select(a => new RatingAnswer(
            a.Key!, a.Yes!.Value, string.IsNullOrWhiteSpace(a.Note) ? null : a.Note.Trim()))];
    }
}
