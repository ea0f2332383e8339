using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Contracts;

/// <param name="Known">Followers that WeChat listed.</param>
/// <param name="Joined">Of those, how many turned out to be people whom the mini program knows, by union id.</param>
/// <param name="Gone">Whom we thought to follow and WeChat no longer lists.</param>
public sealed record FollowersImported(int Known, int Joined, int Gone);

/// <summary>Takes in the followers that a service account has already when this service begins to serve it; may be run again at any time.</summary>
public interface IImportFollowers
{
    /// <param name="progress">Gets the number of followers read so far.</param>
    /// <exception cref="WeChatUnavailable">WeChat did not answer; run it again.</exception>
    /// <exception cref="WeChatMisconfigured">WeChat refuses us.</exception>
    Task<FollowersImported> Run(ServiceAccountKind account, IProgress<int>? progress, CancellationToken ct);
}
