using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits;

/// <summary>待评价, 已评价, 未评价.</summary>
internal enum RatingState { Open, Done, NotRated }

/// <summary>
/// 执业反馈单: what was done at a project on a day, written once by one of those who were there (CHK-11), read and rated by the client:
/// 已推送 → 已评价, or 未评价 when the client stayed silent (§19.6).
/// </summary>
internal sealed class FeedbackForm : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    private const int Longest = 2000;

    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";

    /// <summary>The Asia/Shanghai day that it is about (CHK-19).</summary>
    public DateOnly Day { get; private set; }

    /// <summary>The writer's own visit.</summary>
    public Guid VisitId { get; private set; }

    public Guid WriterId { get; private set; }
    public string Content { get; private set; } = "";
    public string? Problems { get; private set; }
    public string? NextStep { get; private set; }
    public DateTimeOffset SubmittedAt { get; private set; }
    public DateTimeOffset? RatedAt { get; private set; }
    public int? Stars { get; private set; }

    /// <summary>EVL-09: the client said that something does not agree; supervisors see it.</summary>
    public bool Flagged { get; private set; }

    /// <summary>The last of the profile's days on which the contacts were reminded; 0: not yet.</summary>
    public int RemindedOnDay { get; private set; }

    /// <summary>EVL-10: since when it counts as 未评价. A late rating still makes it 已评价.</summary>
    public DateTimeOffset? SilentAt { get; private set; }

    public RatingState State => RatedAt is not null ? RatingState.Done : SilentAt is not null ? RatingState.NotRated : RatingState.Open;

    private FeedbackForm()
    {
    }

    /// <summary>Writes the form of the visit's day and zeroes those who are still at work there (CHK-11, 12, 18).</summary>
    /// <param name="own">The writer's visit.</param>
    /// <param name="others">Visits of that day at that project, the writer's included or not.</param>
    public static FeedbackForm Write(
        Guid id, Visit own, IReadOnlyCollection<Visit> others, string? content, string? problems, string? nextStep, DateTimeOffset now)
    {
        WriterMustHaveEnded(own, others);
        MustBeLeftToItsWriter(own, others, now);
        if (string.IsNullOrWhiteSpace(content))
        {
            throw new RuleBroken(VisitProblems.FormContentMissing);
        }

        if (new[] { content, problems, nextStep }.Any(t => t?.Length > Longest))
        {
            throw new RuleBroken(VisitProblems.FormTooLong);
        }

        ZeroWhoIsStillAtWork(own, others, now);
        return new FeedbackForm
        {
            Id = id, ProjectId = own.ProjectId, AgencyId = own.AgencyId, OwnerId = own.OwnerId, BrigadeId = own.BrigadeId, Region = own.Region,
            Day = own.Day, VisitId = own.Id, WriterId = own.PersonId, Content = content.Trim(), Problems = Blank(problems),
            NextStep = Blank(nextStep), SubmittedAt = now,
        };
    }

    /// <summary>CHK-18: the form is the last step.</summary>
    private static void WriterMustHaveEnded(Visit own, IEnumerable<Visit> others)
    {
        if (own.IsOpen || others.Any(v => v.PersonId == own.PersonId && v.ProjectId == own.ProjectId && v.IsOpen))
        {
            throw new RuleBroken(VisitProblems.FormBeforeEnd);
        }
    }

    /// <summary>CHK-11: one of them has said that he writes it.</summary>
    private static void MustBeLeftToItsWriter(Visit own, IEnumerable<Visit> others, DateTimeOffset now)
    {
        if (own.IsOfToday(now) && others.Any(v => v.WritesForm && v.Day == own.Day && v.PersonId != own.PersonId))
        {
            throw new RuleBroken(VisitProblems.FormIsTaken);
        }
    }

    /// <summary>CHK-12: whoever is still at work there loses the whole day at that project, ended visits included.</summary>
    private static void ZeroWhoIsStillAtWork(Visit own, IReadOnlyCollection<Visit> others, DateTimeOffset now)
    {
        var sameDay = others.Where(v => v.ProjectId == own.ProjectId && v.Day == own.Day && v.PersonId != own.PersonId).ToList();
        var stillThere = sameDay.Where(v => v.IsOpen).Select(v => v.PersonId).ToHashSet();
        foreach (var visit in sameDay.Where(v => stillThere.Contains(v.PersonId)))
        {
            visit.Zero($"{ChinaTime.Says(now)} 反馈单提交时还没有结束执业，当天时长清 0");
        }
    }

    /// <summary>EVL-04: one evaluation.</summary>
    public void MarkRated(int stars, bool flagged, DateTimeOffset now)
    {
        if (RatedAt is not null)
        {
            throw new RuleBroken(RatingProblems.Exists);
        }

        (Stars, Flagged, RatedAt) = (stars, flagged, now);
    }

    /// <summary>EVL-10: each of the profile's days reminds once; true if it is to be told now.</summary>
    public bool Remind(int day)
    {
        if (State != RatingState.Open || RemindedOnDay >= day)
        {
            return false;
        }

        RemindedOnDay = day;
        return true;
    }

    /// <summary>EVL-10: silence is silence, never praise: no stars, no answers. True if it became 未评价 now.</summary>
    public bool MarkSilent(EvaluationPolicy policy, DateTimeOffset now)
    {
        if (State != RatingState.Open || now < SubmittedAt.AddDays(policy.SilenceDays))
        {
            return false;
        }

        SilentAt = now;
        return true;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
