using WeChatService.Faces.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faces;

internal enum FaceVerdict { Passed, NotMatched, NoFace }

/// <summary>
/// Evidence of one comparison, passed or not; written once, never changed (the database refuses it). A photo serves once: its hash is
/// unique among all comparisons of all agencies (CHK-01).
/// </summary>
internal sealed class FaceComparison : IAgencyOwned, IRegionOwned
{
    public const string PhotoKey = "ux_face_comparison_photo";

    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid PersonId { get; private set; }
    public Guid BaseId { get; private set; }
    public Guid PhotoId { get; private set; }
    public string PhotoSha256 { get; private set; } = "";
    public FacePurpose Purpose { get; private set; }
    public FaceVerdict Verdict { get; private set; }

    /// <summary>Likeness, 0 to 1; null if there was no face to compare.</summary>
    public double? Score { get; private set; }

    /// <summary>The region's threshold at that time, 0 to 1.</summary>
    public double Threshold { get; private set; }

    /// <summary>The vendor's number of the comparison.</summary>
    public string? RequestId { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>What the photo looks like (<see cref="Likeness.PhotoLook"/>), to know a copy of it by; null: not known.</summary>
    public byte[]? Look { get; private set; }

    public DateTimeOffset At { get; private set; }

    public bool Passed => Verdict == FaceVerdict.Passed;

    /// <param name="score">Null: no face was found.</param>
    public static FaceComparison Of(
        Guid id, FaceBase enrolled, StoredObject photo, FacePurpose purpose, double? score, double threshold, string? requestId,
        Guid accountId, DateTimeOffset now, byte[]? look = null) => new()
        {
            Id = id, AgencyId = enrolled.AgencyId, Region = enrolled.Region, PersonId = enrolled.PersonId, BaseId = enrolled.Id,
            PhotoId = photo.Id, PhotoSha256 = photo.Sha256, Purpose = purpose, Score = score, Threshold = threshold, RequestId = requestId,
            AccountId = accountId, At = now, Look = look,
            Verdict = score is null ? FaceVerdict.NoFace : score >= threshold ? FaceVerdict.Passed : FaceVerdict.NotMatched,
        };

    /// <summary>
    /// What somebody who sends this photo again is told: the same refusal if it is the same request repeated over a bad line, else that
    /// the photo is used up.
    /// </summary>
    public Problem RefusalOfRepeat(Guid personId, Guid photoId, FacePurpose purpose) =>
        !Passed && (PersonId, PhotoId, Purpose) == (personId, photoId, purpose) ? Refusal() : FaceProblems.PhotoReplayed;

    /// <summary>The refusal of a comparison that did not pass.</summary>
    public Problem Refusal() => Verdict == FaceVerdict.NoFace
        ? FaceProblems.NoFace.With("comparisonId", Id)
        : FaceProblems.NotMatched.With("comparisonId", Id).With("score", Math.Round(Score!.Value, 4)).With("threshold", Threshold);
}
