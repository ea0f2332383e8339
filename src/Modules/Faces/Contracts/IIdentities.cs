using WeChatService.Kernel;

namespace WeChatService.Faces.Contracts;

/// <summary>Somebody is who he says: by his face, or else by the second way (非人脸). Exactly one of the two is there.</summary>
public sealed record Identified(FaceOutcome? Face, WitnessedOutcome? Witnessed)
{
    /// <summary>The stored comparison, or the stored proof of the second way.</summary>
    public Guid EvidenceId => Face?.ComparisonId ?? Witnessed!.ProofId;

    /// <summary>To be added to a sentence of the audit chain, so that the mark stands there too.</summary>
    public string Mark => Witnessed is { } w ? $"（非人脸，{w.WitnessName}见证）" : "";
}

/// <summary>What is to be proven.</summary>
/// <param name="PersonId">Who must prove who he is.</param>
/// <param name="SubjectId">The report, the consent, the task …: codes of the second way count for nothing else.</param>
/// <param name="Region">Whose threshold and policy count.</param>
public sealed record IdentityAsked(Guid PersonId, FacePurpose Purpose, Guid SubjectId, string Region);

/// <summary>What every act that asks for a face asks: the face, or the second way after it was refused. Written once for filing, consents and reviews.</summary>
public interface IIdentities
{
    /// <summary>Calls the face service unless the second way is answered: ask everything cheaper first.</summary>
    /// <param name="photoId">The uploaded photo of the face.</param>
    /// <param name="answer">Codes and photo of the second way; it goes first.</param>
    /// <param name="missing">The refusal of who sent neither.</param>
    /// <exception cref="RuleBroken">As <see cref="IFaces.Compare"/> and <see cref="ISecondWay.Prove"/> say.</exception>
    Task<Identified> Prove(IdentityAsked asked, Guid? photoId, SecondWayAnswer? answer, Problem missing, CancellationToken ct);

    /// <summary>Sends both codes of the second way, as <see cref="ISecondWay.Send"/>.</summary>
    Task<CodesSent> SendCodes(IdentityAsked asked, Guid witnessId, CancellationToken ct);

    /// <summary>Does the region know a second way at all?</summary>
    bool HasSecondWay(string region);
}
