using WeChatService.Faces.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faces.SecondWay;

/// <summary>
/// Evidence that somebody was identified without his face (非人脸): who, by which witness, with which photo. Written once, never
/// changed (the database refuses it).
/// </summary>
internal sealed class SecondWayProof : IAgencyOwned, IRegionOwned
{
    public const string PhotoKey = "ux_second_way_proof_photo";
    public const string ChallengeKey = "ux_second_way_proof_challenge";

    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid PersonId { get; private set; }
    public Guid WitnessId { get; private set; }
    public string WitnessName { get; private set; } = "";
    public Guid ChallengeId { get; private set; }
    public FacePurpose Purpose { get; private set; }
    public Guid SubjectId { get; private set; }
    public Guid PhotoId { get; private set; }
    public string PhotoSha256 { get; private set; } = "";
    public Guid AccountId { get; private set; }
    public DateTimeOffset At { get; private set; }

    public static SecondWayProof Of(Guid id, IdentityChallenge challenge, string witnessName, StoredObject photo, Guid accountId, DateTimeOffset now) => new()
    {
        Id = id, AgencyId = challenge.AgencyId, Region = challenge.Region, PersonId = challenge.PersonId, WitnessId = challenge.WitnessId,
        WitnessName = witnessName, ChallengeId = challenge.Id, Purpose = challenge.Purpose, SubjectId = challenge.SubjectId, PhotoId = photo.Id,
        PhotoSha256 = photo.Sha256, AccountId = accountId, At = now,
    };
}
