using WeChatService.Accounts.Contracts;
using WeChatService.Faces.Likeness;
using WeChatService.Kernel;

namespace WeChatService.Faces;

/// <summary>A licence or a card that nobody can read is refused while the paper still lies before the camera (ORG-37).</summary>
internal sealed class PaperCheck(Photos photos) : IPaperCheck
{
    public async Task MustBeLegible(IReadOnlyList<(Guid PhotoId, string Says)> papers, CancellationToken ct)
    {
        foreach (var (photo, says) in papers)
        {
            if (PaperLook.Of(await photos.Read(photo, ct)) is { } seen && WhyNot(seen) is { } hint)
            {
                throw new RuleBroken(hint.Says($"{says}的照片{hint.Title}"));
            }
        }
    }

    /// <summary>Null: good enough.</summary>
    public static Problem? WhyNot(PaperLook.Seen seen) => seen switch
    {
        { IsDark: true } => FaceProblems.PaperDark,
        { IsBlurred: true } => FaceProblems.PaperBlurred,
        _ => null,
    };
}
