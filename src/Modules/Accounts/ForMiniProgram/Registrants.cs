using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Privacy;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Accounts.ForMiniProgram;

/// <summary>What both registrations begin with, of a person (PEO-15) and of an agency (ORG-34): the phone that WeChat has proven, and an account under it.</summary>
internal sealed class Registrants(
    AppDb db, CurrentActor actor, SessionDesk desk, AgreementDesk agreements, IFollowers followers, FieldCipher cipher, Ids ids, TimeProvider time)
{
    /// <returns>The phone of whoever is in this session, which has no account yet.</returns>
    /// <exception cref="RuleBroken">No session of the mini program; <paramref name="phoneFirst"/>: no phone proven in it.</exception>
    public async Task<string> ProvenPhone(Problem phoneFirst, CancellationToken ct)
    {
        var session = await desk.Find(InMiniProgram().SessionId!.Value, ct);
        return session is { AccountId: null, ProvenPhone: { } proven } ? cipher.Open(proven) : throw new RuleBroken(phoneFirst);
    }

    /// <summary>Of nobody's staff yet; what he fills in is added by the caller.</summary>
    public Account NewAccount(string name, string region, string phone)
    {
        var account = Account.ForRegistrant(ids.Next(), name, region, phone, time.GetUtcNow());
        db.Add(account);
        return account;
    }

    /// <summary>ACC-20: the session becomes the account's, and what its holder agreed to is on record.</summary>
    /// <exception cref="RuleBroken">He has not read the privacy text in force.</exception>
    public async Task<SignIn.SignedIn> Enter(Account account, string? privacyVersion, CancellationToken ct)
    {
        var signedIn = await SignIn.Join(account, InMiniProgram().OpenId!, db, actor, followers, desk, ct);
        await agreements.Give(account.Id, AgreementKind.Privacy, privacyVersion, ct);
        return signedIn;
    }

    private Actor InMiniProgram() =>
        actor.Known is { Door: Door.MiniProgram, OpenId: not null, SessionId: not null } here ? here : throw new RuleBroken(KernelProblems.SignInNeeded);
}
