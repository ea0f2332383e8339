using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Sessions;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Accounts.ForMiniProgram;

/// <summary>
/// The first use without a password (ACC-20): WeChat names the phone, the staff list names the person. Whom no list knows may register where
/// the region lets people do so themselves (PEO-15); the phone is then proven already.
/// </summary>
internal static class LinkByPhone
{
    internal sealed record Request(string? Code);

    /// <param name="SignedIn">Null: nobody has this phone.</param>
    /// <param name="RegisterIn">Regions where he may register himself; empty when he is signed in.</param>
    internal sealed record Response(SignIn.SignedIn? SignedIn, string MaskedPhone, IReadOnlyList<RegisterIn> RegisterIn);

    /// <param name="Agencies">Agencies register themselves there too (ORG-34).</param>
    internal sealed record RegisterIn(string Code, string Name, bool Agencies);

    public static void Map(RouteGroupBuilder miniProgram) =>
        miniProgram.MapPost("/link/phone", Handle).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("a phone code works once");

    private static async Task<Response> Handle(
        Request request, AppDb db, CurrentActor actor, IMiniProgram wechat, IPeople people, IFollowers followers, SessionDesk desk, IRegionPolicies policies,
        FieldCipher cipher, CancellationToken ct)
    {
        if (actor.Known is not { Door: Door.MiniProgram, OpenId: { } openId, SessionId: { } sessionId })
        {
            throw new RuleBroken(KernelProblems.SignInNeeded);
        }

        var phone = await PhoneOf(request.Code, wechat, ct);
        if (await Holder(phone, db, actor, people, ct) is not { } account)
        {
            var open = policies.All.Where(p => p.People.Source == PeopleSource.SelfRegistration).Select(p => new RegisterIn(p.Code, p.Name, p.Org.Registration == AgencyRegistration.SelfRegistration)).ToList();
            if (open.Count == 0)
            {
                throw new RuleBroken(AccountProblems.PhoneUnknown);
            }

            (await desk.Find(sessionId, ct)).Prove(cipher.Seal(phone));
            return new Response(null, FieldCipher.Mask(phone), open);
        }

        var policy = policies.For(account.Region);
        Account.MustJoinBy(FirstUse.Phone, policy.Auth);
        if (account.State == AccountState.Disabled)
        {
            throw new RuleBroken(AccountProblems.Disabled);
        }

        account.Enter(Door.MiniProgram, policy);
        return new Response(await SignIn.Join(account, openId, db, actor, followers, desk, ct), FieldCipher.Mask(phone), []);
    }

    /// <summary>PEO-20: the account of the one person whose phone it is. Null: no staff list knows it.</summary>
    private static async Task<Account?> Holder(string phone, AppDb db, CurrentActor actor, IPeople people, CancellationToken ct)
    {
        var known = (await people.ByPhone(phone, ct)).Select(p => (Guid?)p.Id).ToList();
        if (known.Count == 0)
        {
            return null;
        }

        using var system = actor.AsSystem();
        return await db.Set<Account>().Where(a => known.Contains(a.PersonId)).Take(2).ToListAsync(ct) switch
        {
            [] => throw new RuleBroken(AccountProblems.NoAccountYet),
            [var one] => one,
            _ => throw new RuleBroken(AccountProblems.PhoneAmbiguous),
        };
    }

    private static async Task<string> PhoneOf(string? code, IMiniProgram wechat, CancellationToken ct)
    {
        if (code is not { Length: > 0 and <= 200 })
        {
            throw new RuleBroken(AccountProblems.PhoneCodeRefused);
        }

        try
        {
            return await wechat.PhoneNumber(code, ct);
        }
        catch (LoginCodeRefused)
        {
            throw new RuleBroken(AccountProblems.PhoneCodeRefused);
        }
        catch (Exception e) when (e is WeChatUnavailable or WeChatMisconfigured)
        {
            throw new RuleBroken(AccountProblems.WeChatSilent);
        }
    }
}
