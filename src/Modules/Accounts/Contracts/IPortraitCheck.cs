using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

/// <summary>PEO-15: the portrait test of the registration; the module of the faces does it.</summary>
public interface IPortraitCheck
{
    /// <summary>Calls the face service: ask everything cheaper first.</summary>
    /// <exception cref="RuleBroken">No face, several, too small, too dark, blurred; no consent; the service is silent (503).</exception>
    Task MustBeRecognisable(Guid photoId, CancellationToken ct);
}
