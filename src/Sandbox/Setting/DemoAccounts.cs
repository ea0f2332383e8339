using System.Text.Json;

namespace WeChatService.Sandbox.Setting;

/// <summary>The three WeChat accounts of the demonstration.</summary>
public enum AccountKind { Agency, Owner, MiniProgram }

/// <summary>One account as its console would show it. <see cref="AesKey"/> is the 43-character EncodingAESKey.</summary>
public sealed record DemoAccount
{
    public AccountKind Kind { get; init; }
    public required string Name { get; init; }
    public required string AppId { get; init; }
    public required string Secret { get; init; }
    public required string Token { get; init; }
    public required string AesKey { get; init; }
    /// <summary>Original id, gh_….</summary>
    public required string OriginalId { get; init; }
    /// <summary>Pages of the released mini program; empty means unknown, then no page is refused.</summary>
    public IReadOnlyList<string> Pages { get; init; } = [];

    /// <summary>As it stands in paths: agency, owner, miniprogram.</summary>
    public string PathName => Kind.ToString().ToLowerInvariant();
}

public sealed record DemoCloud(string SecretId, string SecretKey, string Region, DemoSms Sms);

/// <summary>An SMS application with its approved signature and templates; <c>{1}</c> is the first value.</summary>
public sealed record DemoSms(string SdkAppId, string SignName, IReadOnlyDictionary<string, DemoSmsTemplate> Templates);

public sealed record DemoSmsTemplate(string Id, string Text);

/// <param name="From">The only address that it may send as.</param>
public sealed record DemoMail(string User, string Password, string From);

public sealed record DemoStore(string AccessKey, string SecretKey, string Bucket, string Region);

/// <summary>config/demo/accounts.json: fixed demonstration values, known to product and sandbox alike.</summary>
public sealed record DemoAccounts
{
    public required DemoAccount Agency { get; init; }
    public required DemoAccount Owner { get; init; }
    public required DemoAccount MiniProgram { get; init; }
    public required DemoCloud TencentCloud { get; init; }
    public required DemoStore ObjectStore { get; init; }
    public required DemoMail Mail { get; init; }

    public IReadOnlyList<DemoAccount> All => [Agency, Owner, MiniProgram];

    public DemoAccount this[AccountKind kind] => kind switch
    {
        AccountKind.Agency => Agency,
        AccountKind.Owner => Owner,
        _ => MiniProgram,
    };

    public DemoAccount? ByAppId(string? appId) => All.FirstOrDefault(a => a.AppId == appId);

    public DemoAccount? ByPathName(string? name) =>
        All.FirstOrDefault(a => string.Equals(a.PathName, name, StringComparison.OrdinalIgnoreCase));

    public static DemoAccounts Load(string configFolder)
    {
        string file = Path.Combine(configFolder, "demo", "accounts.json");
        DemoAccounts read = JsonSerializer.Deserialize<DemoAccounts>(File.ReadAllText(file), JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException($"{file} is empty.");
        return read with
        {
            Agency = read.Agency with { Kind = AccountKind.Agency },
            Owner = read.Owner with { Kind = AccountKind.Owner },
            MiniProgram = read.MiniProgram with { Kind = AccountKind.MiniProgram },
        };
    }
}
