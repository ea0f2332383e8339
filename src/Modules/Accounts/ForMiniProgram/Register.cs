using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Employment;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts.ForMiniProgram;

/// <summary>
/// 人员注册 (PEO-15, 16; ACC-20). The first step makes the account, under the phone that WeChat has proven; the portrait and the certificates
/// follow in its session, today or later.
/// </summary>
internal static class Register
{
    internal sealed record RealName(string? Region, string? Name, string? IdentityNumber, string? PrivacyVersion);

    internal sealed record Portrait(Guid? PhotoId);

    internal sealed record Papers(IReadOnlyList<CertificateCard>? Certificates);

    /// <param name="Posts">What he may join as today.</param>
    internal sealed record Card(RegistrationState State, string Name, string MaskedPhone, IReadOnlyList<CertificateCard> Certificates, IReadOnlyList<Post> Posts);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapPost("/registration", Begin).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("one number registers once");
        miniProgram.MapGet("/registration", Read);
        miniProgram.MapPut("/registration/portrait", TakePortrait).RepeatsWithoutHarm("the newer picture takes the older one's place");
        miniProgram.MapPut("/registration/certificates", Finish).RepeatsWithoutHarm("the newer list takes the older one's place");
    }

    private static async Task<SignIn.SignedIn> Begin(
        RealName said, AppDb db, Registrants registrants, IStaffing staffing, IRegionPolicies policies, FieldCipher cipher, Ids ids, TimeProvider time, CancellationToken ct)
    {
        if (policies.All.FirstOrDefault(p => p.Code == said.Region) is not { People.Source: PeopleSource.SelfRegistration } policy)
        {
            throw new RuleBroken(EmploymentProblems.NotHere);
        }

        var phone = await registrants.ProvenPhone(EmploymentProblems.PhoneFirst, ct);
        var name = said.Name?.Trim() is { Length: > 0 and <= 30 } typed ? typed : throw new RuleBroken(EmploymentProblems.NameMissing);
        var number = IdentityNumber.Read(said.IdentityNumber) ?? throw new RuleBroken(EmploymentProblems.IdentityInvalid);
        if (!await staffing.IsKnownNationally(name, number, ct))
        {
            throw new RuleBroken(EmploymentProblems.NotKnownNationally);
        }

        var account = registrants.NewAccount(name, policy.Code, phone);
        db.Add(Registration.Begin(ids.Next(), account.Id, name, phone, number, cipher, time.GetUtcNow()));
        var signedIn = await registrants.Enter(account, said.PrivacyVersion, ct);
        db.Audit("registration.began", nameof(Registration), account.Id, $"{name}在小程序注册");
        return signedIn;
    }

    private static async Task<Card> Read(AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct) =>
        CardOf(await Own(db, actor, ct), time);

    private static async Task<Card> TakePortrait(Portrait said, AppDb db, CurrentActor actor, IPortraitCheck check, TimeProvider time, CancellationToken ct)
    {
        var own = await Own(db, actor, ct);
        var photo = said.PhotoId ?? throw new RuleBroken(KernelProblems.PhotoMissing);
        await check.MustBeRecognisable(photo, ct);
        own.PassPortrait(photo);
        return CardOf(own, time);
    }

    private static async Task<Card> Finish(Papers said, AppDb db, CurrentActor actor, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var own = await Own(db, actor, ct);
        own.Complete(said.Certificates ?? []);
        db.Audit("registration.completed", nameof(Registration), own.AccountId, $"{own.Name}填了 {own.Certificates.Count} 本证书");
        await AskRenewal(own, db, actor, ids, time, ct);
        return CardOf(own, time);
    }

    /// <summary>PEO-03, 18: of somebody employed the staff list changes when the agency has passed it. A renewal that waits takes the newer list along.</summary>
    private static async Task AskRenewal(Registration own, AppDb db, CurrentActor actor, Ids ids, TimeProvider time, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        var waits = await db.Set<EmploymentRequest>().FirstOrDefaultAsync(r => r.AccountId == own.AccountId && r.State == RequestState.Pending, ct);
        if (waits is { Move: not EmploymentMove.Renew })
        {
            throw new RuleBroken(EmploymentProblems.Waiting);
        }

        if (waits is null && await db.Set<Account>().FirstAsync(a => a.Id == own.AccountId, ct) is { PersonId: not null } account)
        {
            db.Add(EmploymentRequest.ToRenew(ids.Next(), account, time.GetUtcNow()));
        }
    }

    private static async Task<Registration> Own(AppDb db, CurrentActor actor, CancellationToken ct)
    {
        var me = actor.Required.AccountId;
        return await db.Set<Registration>().FirstOrDefaultAsync(r => r.AccountId == me, ct) ?? throw new RuleBroken(EmploymentProblems.None);
    }

    private static Card CardOf(Registration r, TimeProvider time) => new(r.State, r.Name, FieldCipher.Mask(r.Phone), r.Certificates, r.Posts(time.Today()));
}
