using Microsoft.AspNetCore.Http;

namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>
/// What happens once WeChat has named the visitor of an H5 page. This module only finds out who it is; Accounts decides what that
/// person may open (ACC-18), opens the session and sets its cookie.
/// </summary>
public interface ISignInByWeChat
{
    /// <summary>
    /// Opens the session on <paramref name="http"/>'s response and returns the local path to go on to. Runs as the system, adds to the
    /// request's unit of work and does not save: the caller does.
    /// </summary>
    /// <param name="returnPath">Already checked: a path of this site beginning with a single slash.</param>
    Task<string> CompleteAsync(HttpContext http, ServiceAccountKind account, WeChatIdentity identity, string returnPath, CancellationToken ct);
}
