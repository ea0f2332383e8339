namespace WeChatService.Faces.Contracts;

/// <summary>What a comparison is evidence for (CHK-01, 07; APR-03, 04; REV-02; FIL-02).</summary>
public enum FacePurpose { VisitStart, VisitEnd, ConsentRequest, ConsentDecision, Review, Filing }

/// <param name="ComparisonId">The stored evidence.</param>
/// <param name="Score">Likeness, 0 to 1.</param>
/// <param name="Threshold">The least score that passes, 0 to 1.</param>
/// <param name="Doubt">What speaks against the photo, though the face is right; it counts all the same.</param>
public sealed record FaceOutcome(Guid ComparisonId, double Score, double Threshold, PhotoDoubt Doubt = PhotoDoubt.None);

public enum PhotoDoubt
{
    None,

    /// <summary>It looks like an earlier one of the same person: saved anew, made smaller or cut.</summary>
    LooksUsed,

    /// <summary>No JPEG as cameras write it: what it looks like cannot be held against others.</summary>
    NotFromCamera,
}

public interface IFaces
{
    /// <summary>
    /// Compares the photo with the person's base photo and keeps the evidence, whether it passes or not. Calls the face service: ask
    /// everything cheaper first.
    /// </summary>
    /// <param name="personId">Whose face it must be.</param>
    /// <param name="photoId">The uploaded photo; each serves for one comparison only.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="region">Whose threshold counts.</param>
    /// <exception cref="Kernel.RuleBroken">
    /// face.not_matched, face.no_face (evidence kept); face.no_base, face.photo_replayed, photo.missing; face.unavailable (503: nothing is
    /// kept, the same request may be repeated).
    /// </exception>
    Task<FaceOutcome> Compare(Guid personId, Guid photoId, FacePurpose purpose, string region, CancellationToken ct);
}
