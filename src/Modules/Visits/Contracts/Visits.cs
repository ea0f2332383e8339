using WeChatService.Kernel;

namespace WeChatService.Visits.Contracts;

/// <summary>Why a visit's time does not count: 超距执业 (CHK-08), 超时执业 (CHK-09), 强制清0 (CHK-12).</summary>
public enum VisitMark { None, TooFar, TooLong, Zeroed }

/// <param name="Minutes">What counts; null while the visit is open.</param>
/// <param name="StartWitness">非人脸: who bore witness instead of a face; null: the face was compared.</param>
public sealed record VisitCard(
    Guid Id, Guid ProjectId, Guid AgencyId, Guid PersonId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? Minutes, VisitMark Mark,
    Position StartPlace, double StartDistanceMetres, double? StartScore, double? Threshold, Guid StartPhotoId, Position? EndPlace, double? EndDistanceMetres,
    string? StartWitness = null);

/// <summary>Somebody on site, by a check-in or by work that goes on.</summary>
/// <param name="LeftAt">Null while the person is there.</param>
public sealed record Presence(
    Guid? VisitId, Guid? TaskId, Guid PersonId, Guid ProjectId, DateTimeOffset StartedAt, DateTimeOffset? LeftAt, bool Inside, double DistanceMetres,
    double? Score);

/// <param name="Silent">未评价: the profile's days went by (EVL-10).</param>
public sealed record FormCard(Guid Id, Guid ProjectId, DateOnly Day, bool Rated, int? Stars, bool Silent = false);

/// <summary>What the writer of a feedback form said, for who writes on from it (RPT-24).</summary>
/// <param name="Stars">Null while the client has not rated it.</param>
public sealed record FormSheet(Guid Id, DateOnly Day, string Content, string? Problems, string? NextStep, int? Stars);

public interface IVisits
{
    Task<IReadOnlyList<VisitCard>> OfProject(Guid projectId, ChinaMonth month, CancellationToken ct);
    Task<IReadOnlyList<FormCard>> FormsOf(Guid projectId, ChinaMonth month, CancellationToken ct);

    /// <summary>The same with their texts, by day.</summary>
    Task<IReadOnlyList<FormSheet>> FormSheets(Guid projectId, ChinaMonth month, CancellationToken ct);

    /// <summary>Who is at work now on the actor's projects, longest first.</summary>
    Task<IReadOnlyList<Presence>> OnSite(CancellationToken ct);

    /// <summary>Forms that wait for the owners' rating, and the latest rated ones.</summary>
    Task<IReadOnlyList<FormCard>> OpenFor(IReadOnlyCollection<Guid> projectIds, CancellationToken ct);
}

public sealed record VisitStarted(Guid VisitId, Guid ProjectId, Guid AgencyId, Guid PersonId, DateTimeOffset At) : IEvent;

/// <summary>Somebody has not ended work, and is reminded of it.</summary>
/// <param name="Deadline">After it the time is zero (CHK-09).</param>
public sealed record VisitStillOpen(Guid VisitId, Guid ProjectId, Guid PersonId, DateTimeOffset StartedAt, DateTimeOffset Deadline) : IEvent;

/// <summary>The feedback form goes to the contacts for confirmation and rating (CHK-14, NTF-09).</summary>
public sealed record FeedbackFormSubmitted(
    Guid FormId, Guid ProjectId, Guid AgencyId, Guid OwnerId, string ProjectName, string WriterName, DateOnly Day, bool AsksForRating) : IEvent;

/// <summary>EVL-10: the contacts have not rated a visit; told on each of the profile's days once.</summary>
public sealed record RatingReminded(Guid FormId, Guid ProjectId, string WriterName, DateOnly Day) : IEvent;

/// <summary>OWN-15: the agency's first answer to a rating; a correction is told to nobody.</summary>
public sealed record RatingAnswered(Guid FormId, Guid ProjectId, string ByName, string Text, DateTimeOffset At) : IEvent;

/// <param name="Inconsistent">The keys that the contact answered with no (EVL-09).</param>
public sealed record VisitRated(Guid FormId, Guid ProjectId, Guid AgencyId, Guid ContactId, int Stars, IReadOnlyList<string> Inconsistent) : IEvent;
