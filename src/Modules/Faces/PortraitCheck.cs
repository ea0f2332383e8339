using WeChatService.Accounts.Contracts;
using WeChatService.Faces.Ports;
using WeChatService.Kernel;

namespace WeChatService.Faces;

/// <summary>
/// Can this picture be recognised again (PEO-15, 25)? Asked of the face service before a base photo is kept; the refusal is the hint for the
/// next try. Nobody's face is looked at without his consent.
/// </summary>
internal sealed class PortraitCheck(IFaceInspector inspector, Photos photos, IAgreements agreements, CurrentActor actor) : IPortraitCheck
{
    private const int SmallestSide = 100;
    private const double Darkest = 25, Dullest = 40;

    public async Task MustBeRecognisable(Guid photoId, CancellationToken ct)
    {
        if (!await agreements.HoldsAccount(actor.Required.AccountId, AgreementKind.Face, ct))
        {
            throw new RuleBroken(FaceProblems.NoConsent.Says("登记人脸要先同意人脸核对。到“我的—隐私与授权”里读一遍再决定。"));
        }

        var photo = await photos.Find(photoId, ct);
        if (WhyNot(await Look(photo, ct)) is { } hint)
        {
            throw new RuleBroken(hint);
        }
    }

    /// <summary>Null: good enough.</summary>
    public static Problem? WhyNot(FaceSeen seen) => seen switch
    {
        { Faces: 0 } => FaceProblems.NoFace,
        { Faces: > 1 } => FaceProblems.SeveralFaces,
        { Side: < SmallestSide } => FaceProblems.TooSmall,
        { Brightness: < Darkest } => FaceProblems.TooDark,
        { Sharpness: < Dullest } => FaceProblems.Blurred,
        _ => null,
    };

    private async Task<FaceSeen> Look(StoredObject photo, CancellationToken ct)
    {
        try
        {
            return await inspector.Inspect(await photos.Read(photo.Id, ct), ct);
        }
        catch (FaceUnavailable)
        {
            throw new RuleBroken(FaceProblems.Unavailable);
        }
    }
}
