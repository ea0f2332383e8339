namespace WeChatService.Faces.Contracts;

/// <summary>A colleague who can bear witness.</summary>
/// <param name="MaskedPhone">139 **** 0817: where his code goes.</param>
public sealed record Witness(Guid Id, string Name, string MaskedPhone);

/// <summary>Two codes are on their way, one to the person, one to the witness.</summary>
/// <param name="ChallengeId">To send back with the codes.</param>
/// <param name="ExpiresAt">After it neither code counts.</param>
/// <param name="AgainAfterSeconds">Earlier no new codes are sent.</param>
public sealed record CodesSent(
    Guid ChallengeId, string MaskedPhone, string WitnessName, string WitnessMaskedPhone, DateTimeOffset ExpiresAt, int AgainAfterSeconds);

/// <param name="Code">Six digits, from the person's own phone.</param>
/// <param name="WitnessCode">Six digits, which the witness read out.</param>
/// <param name="PhotoId">The uploaded photo of the person, kept for people to look at; it serves once.</param>
public sealed record SecondWayAnswer(Guid ChallengeId, string? Code, string? WitnessCode, Guid? PhotoId);

/// <param name="ProofId">The stored evidence, which is marked 非人脸 wherever it is shown.</param>
public sealed record WitnessedOutcome(Guid ProofId, Guid WitnessId, string WitnessName);

/// <summary>
/// The second way for somebody whom the face service did not recognise: a code to his own phone, a code to a colleague's who is with
/// him, and a photo. Open only after a refused comparison for the same purpose (face.secondWayAfter).
/// </summary>
public interface ISecondWay
{
    /// <summary>Colleagues of the person who can bear witness, by name; at most 50.</summary>
    Task<IReadOnlyList<Witness>> Witnesses(Guid personId, string? search, CancellationToken ct);

    /// <summary>
    /// Sends both codes. Calls the SMS service: ask everything cheaper first. At most one a minute, five an hour and ten a day to one phone.
    /// </summary>
    /// <param name="personId">Who must prove who he is.</param>
    /// <param name="witnessId">The colleague beside him.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="subjectId">The report, the consent …: a code counts for nothing else.</param>
    /// <param name="region">Whose policy counts.</param>
    /// <exception cref="Kernel.RuleBroken">
    /// identity.face_first, identity.witness_unfit, identity.codes_too_many (429); identity.sms_unavailable (503: try again at once).
    /// </exception>
    Task<CodesSent> Send(Guid personId, Guid witnessId, FacePurpose purpose, Guid subjectId, string region, CancellationToken ct);

    /// <summary>Checks codes and photo and keeps the evidence. Each code counts once; five wrong ones void both.</summary>
    /// <exception cref="Kernel.RuleBroken">
    /// identity.code_wrong (the try is kept), identity.code_expired, identity.code_used, identity.challenge_unknown,
    /// identity.photo_missing, face.photo_replayed, photo.missing.
    /// </exception>
    Task<WitnessedOutcome> Prove(Guid personId, SecondWayAnswer answer, FacePurpose purpose, Guid subjectId, CancellationToken ct);
}
