namespace WeChatService.ServiceAccounts.Ports;

/// <summary>Where a link or code leads: the mini program's released version, its trial, or what developers see.</summary>
public enum MiniProgramVersion { Release, Trial, Develop }

/// <summary>A subscription template of the mini program.</summary>
/// <param name="Key">Ours, of config/wechat/templates.json.</param>
/// <param name="Id">WeChat's, as wx.requestSubscribeMessage wants it.</param>
public sealed record SubscriptionTemplate(string Key, string Id, string Title);

/// <summary>The mini program's subscription templates as configured.</summary>
public interface ISubscriptionTemplates
{
    IReadOnlyList<SubscriptionTemplate> All { get; }
}

/// <summary>Calls in the mini program's name that concern one phone.</summary>
public interface IMiniProgramWire
{
    /// <summary>Whether WeChat still honours the session key of this person.</summary>
    /// <exception cref="WeChatUnavailable">WeChat did not answer.</exception>
    Task<bool> SessionHolds(string openId, string sessionKey, CancellationToken ct);

    /// <summary>The mobile number behind a code of the phone-number button; a code works once and lives five minutes. Each success costs a fee.</summary>
    /// <returns>Without the country code: "13800001111".</returns>
    /// <exception cref="LoginCodeRefused">The code is spent, too old or no phone-number code.</exception>
    /// <exception cref="WeChatUnavailable">WeChat did not answer.</exception>
    Task<string> PhoneNumber(string code, CancellationToken ct);
}

/// <summary>Codes and links that lead into the mini program.</summary>
public interface IMiniProgramLinks
{
    /// <summary>The round code of a page, for ever valid; any number may be made, 5,000 a minute.</summary>
    /// <param name="scene">1–32 characters of letters, digits, - and _ (WeChat takes a few more, some of which it has refused).</param>
    /// <param name="page">A released page without leading slash and query, "pages/home/home"; null is the home page.</param>
    /// <returns>The picture as WeChat made it, JPEG or PNG.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scene or the page can't be written so.</exception>
    Task<byte[]> Code(string scene, string? page, MiniProgramVersion version, CancellationToken ct);

    /// <summary>An https link for SMS and mail that opens the mini program.</summary>
    /// <param name="query">At most 1,024 characters, without "?".</param>
    /// <param name="lifetime">1 to 30 days, whole days.</param>
    Task<Uri> Link(string? page, string? query, TimeSpan lifetime, CancellationToken ct);

    /// <summary>A weixin:// address that opens the mini program from a browser outside WeChat.</summary>
    Task<string> Scheme(string? page, string? query, TimeSpan lifetime, CancellationToken ct);
}
