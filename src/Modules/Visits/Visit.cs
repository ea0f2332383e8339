using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits;

/// <summary>Who, where, when: one end of a visit with its proof (CHK-01, CHK-07).</summary>
/// <param name="Place">WGS-84 degrees, accuracy in metres.</param>
/// <param name="DistanceMetres">To the fence's nearest edge, never negative.</param>
/// <param name="Score">Of the face comparison, 0–1; null: proven by the second way.</param>
/// <param name="ComparisonId">The stored comparison, or the stored proof of the second way.</param>
/// <param name="WitnessName">非人脸: who bore witness.</param>
/// <param name="Doubts">What speaks against the place or the photo; it counts all the same.</param>
internal sealed record CheckIn(
    DateTimeOffset At, Position Place, bool Inside, double DistanceMetres, double? Score, double? Threshold, Guid PhotoId, Guid ComparisonId,
    string? WitnessName = null, IReadOnlyList<Doubt>? Doubts = null)
{
    public bool IsDoubtful => Doubts is { Count: > 0 };

    public static CheckIn Of(
        DateTimeOffset at, Position place, bool inside, double distanceMetres, Guid photoId, Identified who, IReadOnlyList<Doubt> doubts) => new(
        at, place, inside, distanceMetres, who.Face?.Score, who.Face?.Threshold, photoId, who.EvidenceId, who.Witnessed?.WitnessName, [.. doubts, .. PlaceDoubts.OfPhoto(who.Face)]);
}

/// <summary>
/// One person's stay at a project: 执业中 → 已结束, 超距执业, 超时执业; 强制清0 by a colleague's feedback form (§19.6). It belongs to the
/// Asia/Shanghai day on which it began, even across midnight (CHK-19).
/// </summary>
internal sealed class Visit : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid PersonId { get; private set; }
    public DateOnly Day { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public CheckIn Start { get; private set; } = null!;
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Null while the visit is open, and for good when the house ended it (CHK-10).</summary>
    public CheckIn? End { get; private set; }

    /// <summary>What counts; null while the visit is open.</summary>
    public int? Minutes { get; private set; }

    public VisitMark Mark { get; private set; }

    /// <summary>Why nothing counts; client and supervisors read it (CHK-13).</summary>
    public string? MarkReason { get; private set; }

    /// <summary>确认填写: he said that he writes the day's form of this project; at most one a day says so (CHK-11).</summary>
    public bool WritesForm { get; private set; }

    /// <summary>One of its places is hard to believe; agency and authority see it in a list.</summary>
    public bool IsDoubtful { get; private set; }

    public bool IsOpen => EndedAt is null;

    private Visit()
    {
    }

    public static Visit Begin(Guid id, ProjectCard project, Guid personId, CheckIn start) => new()
    {
        Id = id, ProjectId = project.Id, AgencyId = project.AgencyId, OwnerId = project.OwnerId, BrigadeId = project.BrigadeId,
        Region = project.Region, PersonId = personId, Day = ChinaTime.DayOf(start.At), StartedAt = start.At, Start = start,
        IsDoubtful = start.IsDoubtful,
    };

    public void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new RuleBroken(VisitProblems.AlreadyEnded);
        }
    }

    /// <summary>CHK-11: on the day itself the form is left to whoever confirmed; what he leaves unwritten any of them may write later.</summary>
    public bool IsOfToday(DateTimeOffset now) => ChinaTime.DayOf(now) == Day;

    /// <summary>CHK-11: said while one is at work, so that the others know it before they leave.</summary>
    public void TakeForm()
    {
        MustBeOpen();
        WritesForm = true;
    }

    /// <summary>He cannot write it after all: whoever ended may.</summary>
    public void GiveFormBack() => WritesForm = false;

    /// <summary>结束执业: the time counts unless the person was away (CHK-08) or too long (CHK-09); what was zeroed stays zero (CHK-12).</summary>
    public void Finish(CheckIn end, CheckInPolicy policy)
    {
        MustBeOpen();
        (End, EndedAt, IsDoubtful) = (end, end.At, IsDoubtful || end.IsDoubtful);
        if (Mark == VisitMark.Zeroed)
        {
            return;
        }

        if (VisitRules.IsTooLong(StartedAt, end.At, policy))
        {
            CountNothing(VisitMark.TooLong, VisitRules.TooLongReason(policy));
        }
        else if (!end.Inside)
        {
            CountNothing(VisitMark.TooFar, $"结束时离现场 {new FenceReading(false, end.DistanceMetres).Says()}，时长记 0");
        }
        else
        {
            Minutes = VisitRules.MinutesOf(StartedAt, end.At, policy.Rounding);
        }
    }

    /// <summary>CHK-10: nobody ended it in time; true if the house closed it now.</summary>
    public bool CloseIfOverdue(CheckInPolicy policy, DateTimeOffset now)
    {
        if (!IsOpen || !VisitRules.IsTooLong(StartedAt, now, policy))
        {
            return false;
        }

        EndedAt = now;
        if (Mark != VisitMark.Zeroed)
        {
            CountNothing(VisitMark.TooLong, VisitRules.TooLongReason(policy));
        }

        return true;
    }

    /// <summary>强制清0 (CHK-12): the day's form was submitted while this person was still at work there.</summary>
    public void Zero(string reason) => CountNothing(VisitMark.Zeroed, reason);

    private void CountNothing(VisitMark mark, string reason) => (Minutes, Mark, MarkReason) = (0, mark, reason);

    public VisitCard Card() => new(
        Id, ProjectId, AgencyId, PersonId, StartedAt, EndedAt, Minutes, Mark, Start.Place, Start.DistanceMetres, Start.Score, Start.Threshold,
        Start.PhotoId, End?.Place, End?.DistanceMetres, Start.WitnessName);
}
