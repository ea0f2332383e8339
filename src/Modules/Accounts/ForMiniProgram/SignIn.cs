using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Accounts.Sessions;
using WeChatService.Accounts.SignIns;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Accounts.ForMiniProgram;

/// <summary>
/// <c>wx.login</c>'s code for a session (ACC-20). An openid that no account is linked to gets one that can only link; one account works on
/// one phone at a time (ACC-10).
/// </summary>
internal static class SignIn
{
    internal sealed record CodeRequest(string? Code);

    /// <param name="Token">For <c>Authorization: Bearer</c>.</param>
    internal sealed record SignedIn(string Token, bool Linked, string? Name, IReadOnlyList<Role> Roles);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapPost("/sign-in", ByCode).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("a code works once");
        miniProgram.MapPost("/link", Link).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("linking twice changes nothing");
    }

    private static async Task<SignedIn> ByCode(
        CodeRequest request, AppDb db, CurrentActor actor, IMiniProgram wechat, LinkedAccounts linked, SessionDesk desk, IRegionPolicies policies,
        CancellationToken ct)
    {
        var openId = await OpenIdOf(request.Code, wechat, ct);
        var account = await linked.Of(ServiceAccountKind.MiniProgram, openId, ct);
        if (account is null)
        {
            return new SignedIn(desk.Open(Door.MiniProgram, null, openId).Token, false, null, []);
        }

        if (account.State == AccountState.Disabled)
        {
            throw new RuleBroken(AccountProblems.Disabled);
        }

        account.Enter(Door.MiniProgram, policies.For(account.Region));
        return await Open(account, openId, "小程序登录", db, actor, desk, ct);
    }

    private static async Task<SignedIn> Link(
        Credentials said, AppDb db, CurrentActor actor, PasswordCheck passwords, IFollowers followers, SessionDesk desk, IRegionPolicies policies,
        CancellationToken ct)
    {
        if (actor.Known is not { Door: Door.MiniProgram, OpenId: { } openId })
        {
            throw new RuleBroken(KernelProblems.SignInNeeded);
        }

        var account = await passwords.Check(said, Door.MiniProgram, ct);
        Account.MustJoinBy(FirstUse.Password, policies.For(account.Region).Auth);
        return await Join(account, openId, db, actor, followers, desk, ct);
    }

    /// <summary>Used by <see cref="LinkByPhone"/> too: this WeChat person is the account's from now on.</summary>
    public static async Task<SignedIn> Join(
        Account account, string openId, AppDb db, CurrentActor actor, IFollowers followers, SessionDesk desk, CancellationToken ct)
    {
        await followers.Link(ServiceAccountKind.MiniProgram, openId, account.Id, ct);
        await desk.HandOver(Door.MiniProgram, openId, account, ct);
        return await Open(account, openId, "小程序登录并关联微信", db, actor, desk, ct);
    }

    private static async Task<SignedIn> Open(
        Account account, string openId, string summary, AppDb db, CurrentActor actor, SessionDesk desk, CancellationToken ct)
    {
        await desk.TakePhone(account, openId, ct);
        var opened = desk.Open(Door.MiniProgram, account, openId);
        actor.Become(account.ActAs(Door.MiniProgram, opened.Session.Id, openId));
        db.Audit("account.signed_in", nameof(Account), account.Id, summary);
        return new SignedIn(opened.Token, true, account.Name, account.Roles);
    }

    private static async Task<string> OpenIdOf(string? code, IMiniProgram wechat, CancellationToken ct)
    {
        if (code is not { Length: > 0 and <= 200 })
        {
            throw new RuleBroken(AccountProblems.CodeRefused);
        }

        try
        {
            return (await wechat.SignIn(code, ct)).OpenId;
        }
        catch (LoginCodeRefused)
        {
            throw new RuleBroken(AccountProblems.CodeRefused);
        }
        catch (Exception e) when (e is WeChatUnavailable or WeChatMisconfigured)
        {
            throw new RuleBroken(AccountProblems.WeChatSilent);
        }
    }
}
