namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>Who WeChat says is holding the phone. <paramref name="UnionId"/> is present only when the account is bound to an open platform.</summary>
public sealed record WeChatIdentity(string OpenId, string? UnionId);

/// <summary>The mini program's identity. <paramref name="SessionKey"/> never leaves the server and is never logged.</summary>
public sealed record MiniProgramIdentity(string OpenId, string? UnionId, string SessionKey)
{
    public override string ToString() => "MiniProgramIdentity";
}
