using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Privacy;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Sessions;

/// <summary>
/// The authentication scheme of every door: finds the session by its token, on every request, so that a disabled account or a released
/// phone is out at once (ACC-25), and says who acts. One indexed query; two at the owner's door.
/// </summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AppDb db, CurrentActor current, StaffTexts texts, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Asked by every request of every door, and so put together once.</summary>
    private static readonly Func<AppDb, string, string, CancellationToken, Task<Found?>> Find = EF.CompileAsyncQuery(
        (AppDb db, string hash, string inForce, CancellationToken _) => (
            from s in db.Set<Session>().AsNoTracking()
            where s.TokenSha256 == hash
            join a in db.Set<Account>().AsNoTracking() on s.AccountId equals (Guid?)a.Id into accounts
            from a in accounts.DefaultIfEmpty()
            select new Found(s, a, db.Set<Agreement>().Any(g => g.AccountId == s.AccountId && g.Kind == AgreementKind.Privacy && g.WithdrawnAt == null && g.Version == inForce)))
            .FirstOrDefault());

    private const string LinkedClaim = "linked";
    private const string MustChange = "must-change";

    /// <summary>Why a token that was sent opened nothing.</summary>
    private Problem? _refused;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookies.DoorOf(Request.Path.Value) is not { } door || TokenFor(door) is not { Length: > 0 } token)
        {
            return AuthenticateResult.NoResult();
        }

        Actor? actor;
        Session session;
        bool agreed;
        using (current.AsSystem())
        {
            var found = await Find(db, Session.HashOf(token), texts.Privacy.Version, Context.RequestAborted);
            var now = time.GetUtcNow();
            var ended = found is null || !found.Session.IsAlive(now) || !Fits(found.Session.Door, door)
                || found.Account is { State: AccountState.Disabled };
            if (ended)
            {
                _refused = AccountProblems.Ended;
                return AuthenticateResult.Fail("the session has ended");
            }

            session = found!.Session;
            agreed = found.Agreed || found.Account is not { IsStaff: true };
            actor = await ActorOf(session, found.Account);
            await Slide(session, token, now);
        }

        current.Become(actor);
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(actor, session, agreed), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        ProblemHandler.Write(Context, _refused ?? KernelProblems.SignInNeeded, Context.RequestAborted);

    /// <summary>Who came by WeChat but has not yet said which account is his needs to sign in, not another role.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemHandler.Write(
            Context,
            Context.User.HasClaim(LinkedClaim, MustChange) ? AccountProblems.PasswordMustChange
                : Context.User.HasClaim(c => c.Type == Doors.WaitingClaim) ? AccountProblems.AgreementNeeded
                : Context.User.HasClaim(LinkedClaim, "no") ? AccountProblems.NotLinked : KernelProblems.NotYourRole,
            Context.RequestAborted);

    private string? TokenFor(Door door)
    {
        if (door != Door.MiniProgram)
        {
            return Request.Cookies[SessionCookies.Of(door)];
        }

        var header = Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
    }

    /// <summary>Console and authority share a sign-in and a cookie; the policy of the door tells them apart (403, not 401).</summary>
    private static bool Fits(Door ofSession, Door ofPath) =>
        ofSession == ofPath || (ofSession is Door.Console or Door.Authority && ofPath is Door.Console or Door.Authority);

    private async Task<Actor> ActorOf(Session session, Account? account)
    {
        if (account is { ContactId: not null })
        {
            // ACC-22: nobody yet. His openid is joined to the contact when he has chosen a password of his own.
            return new Actor(session.Door, account.Id, null, account.Name, [], null, null, [], null, null, session.Id, session.OpenId);
        }

        if (account is not null)
        {
            return account.ActAs(session.Door, session.Id, session.OpenId);
        }

        // The contact is looked up each time, so that binding by QR code takes effect in the session that is open (OWN-06).
        var contact = session is { Door: Door.Owner, OpenId: { } openId }
            ? await Context.RequestServices.GetRequiredService<IContactIdentity>().ByOpenId(openId, Context.RequestAborted)
            : null;
        return contact is null ? Unknown(session) : ActorOf(contact, session);
    }

    public static Actor ActorOf(ContactIdentity contact, Session session) => new(
        session.Door, contact.ContactId, null, contact.Name, [Role.OwnerContact], contact.Region, null, contact.OwnerIds,
        contact.ContactId, null, session.Id, session.OpenId);

    /// <summary>
    /// Somebody with an openid and nothing else: sees nothing. His id comes from the openid, so that a photo or a repeated write of his is
    /// still his in the next session.
    /// </summary>
    private static Actor Unknown(Session session)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes($"{session.Door}:{session.OpenId ?? session.TokenSha256}"));
        return new Actor(session.Door, new Guid(seed.AsSpan(0, 16)), null, "访客", [], null, null, [], null, null, session.Id, session.OpenId);
    }

    /// <summary>
    /// An owner's contact fills the binding form before he is anybody; everywhere else an account opens the door (ACC-20), and of an agency's
    /// people only one whose holder agrees to the privacy text in force.
    /// </summary>
    private static ClaimsPrincipal PrincipalOf(Actor actor, Session session, bool agreed)
    {
        var identity = new ClaimsIdentity(Doors.Scheme);
        identity.AddClaims(actor.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())));
        identity.AddClaim(new Claim(Doors.AccountClaim, actor.AccountId.ToString()));
        if (session is { AccountId: not null, Door: Door.Owner })
        {
            identity.AddClaim(new Claim(LinkedClaim, MustChange));
        }
        else if (!agreed)
        {
            identity.AddClaim(new Claim(Doors.WaitingClaim, session.Door.ToString()));
        }
        else if (session.AccountId is not null || session.Door == Door.Owner)
        {
            identity.AddClaim(new Claim(Doors.Claim, session.Door.ToString()));
        }
        else
        {
            identity.AddClaim(new Claim(LinkedClaim, "no"));
        }

        return new ClaimsPrincipal(identity);
    }

    private async Task Slide(Session session, string token, DateTimeOffset now)
    {
        if (!session.IsDueToSlide(now))
        {
            return;
        }

        var until = now + session.Lifetime;
        await db.Set<Session>().Where(s => s.Id == session.Id && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, until), Context.RequestAborted);
        if (session.Door != Door.MiniProgram)
        {
            SessionDesk.SetCookie(Context, session.Door, token, session.Lifetime);
        }
    }

    /// <param name="Agreed">The account's holder agrees to the privacy text in force.</param>
    private sealed record Found(Session Session, Account? Account, bool Agreed);
}
