namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>What WeChat refuses us and only an operator can mend.</summary>
/// <param name="ErrCode">WeChat's errcode, e.g. 40164.</param>
/// <param name="Path">The call that was refused, e.g. "/cgi-bin/stable_token".</param>
/// <param name="What">A Chinese sentence that names the setting to change; for 40164 with the address to list.</param>
/// <param name="Count">How often it was met since <paramref name="FirstAt"/>, by all processes.</param>
public sealed record ServiceAccountAlarm(
    ServiceAccountKind Account, int ErrCode, string Path, string What, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Count);

/// <summary>The alarms of the service accounts that nobody has mended yet: for the console, /health and the doctor.</summary>
public interface IServiceAccountAlarms
{
    /// <summary>Oldest first; empty when WeChat serves us as it should.</summary>
    Task<IReadOnlyList<ServiceAccountAlarm>> Open(CancellationToken ct = default);
}
