using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Accounts.ContactAccounts;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Accounts.SignIns;

/// <summary>
/// What WeChat's word opens (ACC-18). Agency people: the account that the openid was linked to, or the sign-in page with the way back.
/// Owner contacts: a session at once, bound or not, since WeChat is all that they need.
/// </summary>
internal sealed class SignInByWeChat(
    AppDb db, CurrentActor actor, SessionDesk desk, LinkedAccounts linked, ContactAccountBook ofContacts, IFollowers followers, IRegionPolicies policies, IServiceProvider services) : ISignInByWeChat
{
    public async Task<string> CompleteAsync(HttpContext http, ServiceAccountKind account, WeChatIdentity identity, string returnPath, CancellationToken ct)
    {
        // A silent sign-in names no union id unless the account is set up to; when it does, a link on the mini program counts here at once.
        await followers.Saw(account, identity, ct);
        if (account == ServiceAccountKind.Owner)
        {
            await OpenForContact(http, identity.OpenId, ct);
            return returnPath;
        }

        var holder = await linked.Of(ServiceAccountKind.Agency, identity.OpenId, ct);
        var admitted = holder is { State: AccountState.Enabled } && holder.MayEnter(Door.Agency, policies.For(holder.Region)) ? holder : null;
        var opened = desk.Open(Door.Agency, admitted, identity.OpenId);
        SessionDesk.SetCookie(http, Door.Agency, opened.Token, opened.Session.Lifetime);
        if (admitted is null)
        {
            return $"/agency/sign-in?return={Uri.EscapeDataString(returnPath)}";
        }

        actor.Become(admitted.ActAs(Door.Agency, opened.Session.Id, identity.OpenId));
        db.Audit("account.signed_in", nameof(Account), admitted.Id, "从机构公众号登录");
        return returnPath;
    }

    private async Task OpenForContact(HttpContext http, string openId, CancellationToken ct)
    {
        var opened = desk.Open(Door.Owner, null, openId);
        SessionDesk.SetCookie(http, Door.Owner, opened.Token, opened.Session.Lifetime);
        var contact = await services.GetRequiredService<IContactIdentity>().ByOpenId(openId, ct);
        if (contact is not null)
        {
            actor.Become(SessionHandler.ActorOf(contact, opened.Session));
            await ofContacts.SignedIn(contact.ContactId, ct);
        }

        db.Audit("contact.signed_in", "Session", opened.Session.Id, contact is null ? "未绑定的访客从业主公众号登录" : "从业主公众号登录");
    }
}

/// <summary>The account that an openid was linked to by a password once.</summary>
internal sealed class LinkedAccounts(AppDb db, CurrentActor actor, IFollowers followers)
{
    public async Task<Account?> Of(ServiceAccountKind kind, string openId, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        return await followers.Find(kind, openId, ct) is { SubjectId: { } subject }
            ? await db.Set<Account>().FirstOrDefaultAsync(a => a.Id == subject, ct)
            : null;
    }
}
