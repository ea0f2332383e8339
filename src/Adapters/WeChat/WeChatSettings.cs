using Microsoft.Extensions.Configuration;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.WeChat;

/// <summary>One account as WeChat's console knows it. All of it but the ids is secret and comes from the environment only.</summary>
/// <param name="AesKey">EncodingAESKey, 43 characters; null for a mini program that takes no callbacks.</param>
/// <param name="AesKeyPrevious">The key before the last change: for a while WeChat still sends what it encrypted with it.</param>
/// <param name="Mode">How the account's console is set to send callbacks (消息加解密方式).</param>
public sealed record WeChatAccount(string AppId, string Secret, string? Token, string? AesKey, string? AesKeyPrevious, string? OriginalId, CallbackMode Mode)
{
    public override string ToString() => $"WeChatAccount {AppId}";
}

/// <summary>
/// 安全模式 (the default: nothing is believed that is not encrypted), 兼容模式 (in the open and encrypted beside it), 明文模式 (in the open).
/// developers.weixin.qq.com/doc/offiaccount/Getting_Started/message-push.html
/// </summary>
public enum CallbackMode { Safe, Compatible, Plain }

/// <summary>
/// Where WeChat is and who we are to it. The three addresses are WeChat's own; a machine without WeChat names the sandbox instead,
/// and nothing else changes.
/// </summary>
public sealed class WeChatSettings
{
    private readonly Dictionary<ServiceAccountKind, WeChatAccount> accounts = [];

    public WeChatSettings(IConfiguration configuration)
    {
        var section = configuration.GetSection("WeChat");
        ApiBase = Base(section["ApiBase"], "https://api.weixin.qq.com");
        OpenBase = Base(section["OpenBase"], "https://open.weixin.qq.com");
        MpBase = Base(section["MpBase"], "https://mp.weixin.qq.com");
        foreach (var kind in Enum.GetValues<ServiceAccountKind>())
            if (Account(section.GetSection(kind.ToString())) is { } account) accounts[kind] = account;
    }

    public Uri ApiBase { get; }
    public Uri OpenBase { get; }
    public Uri MpBase { get; }

    /// <summary>The account, or a sentence naming the settings that are missing.</summary>
    public WeChatAccount this[ServiceAccountKind kind] => accounts.TryGetValue(kind, out var account)
        ? account
        : throw new ServiceAccounts.Ports.WeChatMisconfigured($"WeChat__{kind}__AppId and WeChat__{kind}__Secret are not set");

    /// <summary>The account, or null when it is not set up.</summary>
    public WeChatAccount? Find(ServiceAccountKind kind) => accounts.GetValueOrDefault(kind);

    private static Uri Base(string? configured, string official) =>
        new((string.IsNullOrWhiteSpace(configured) ? official : configured).TrimEnd('/') + "/");

    private static WeChatAccount? Account(IConfigurationSection section)
    {
        string? Value(string key) => section[key] is { Length: > 0 } text ? text.Trim() : null;
        return Value("AppId") is { } appId && Value("Secret") is { } secret
            ? new WeChatAccount(appId, secret, Value("Token"), Value("AesKey"), Value("AesKeyPrevious"), Value("OriginalId"), Mode(section))
            : null;
    }

    private static CallbackMode Mode(IConfigurationSection section) => section["Mode"] switch
    {
        null or "" => CallbackMode.Safe,
        { } text when Enum.TryParse<CallbackMode>(text.Trim(), ignoreCase: true, out var mode) && Enum.IsDefined(mode) => mode,
        { } other => throw new InvalidOperationException($"WeChat__{section.Key}__Mode is {other}: safe, compatible or plain"),
    };
}
