namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>
/// Gives the text a person reads in the chat right after scanning one of our codes (following by it counts as a scan).
/// Several modules may implement it; the first text wins. It must only read, and answer well inside WeChat's five seconds:
/// after three seconds the chat gets no text and the event is handled all the same.
/// </summary>
public interface IReplyToScan
{
    /// <returns>The text, links written as &lt;a href&gt;, at most 2048 bytes; null when the scene is not this module's.</returns>
    Task<string?> ReplyFor(ServiceAccountKind account, string openId, string scene, CancellationToken ct);
}
