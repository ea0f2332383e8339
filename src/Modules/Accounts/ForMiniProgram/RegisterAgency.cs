using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Founding;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts.ForMiniProgram;

/// <summary>
/// 机构注册 (ORG-34…37). The first part makes the account, under the phone that WeChat has proven; the others follow in its session, today or
/// later. With the last one the agency is in the directory: no rule asks for a review, the national system has had it.
/// </summary>
internal static class RegisterAgency
{
    internal sealed record RealName(string? Region, string? Name, string? CreditCode, string? PrivacyVersion);

    internal sealed record Licence(Guid? PhotoId);

    /// <summary>What is photographed of paper.</summary>
    internal enum PaperKind { Licence, IdFront, IdBack }

    internal sealed record Paper(Guid? PhotoId, PaperKind Kind);

    internal sealed record Looked(bool IsLegible);

    internal sealed record Legal(string? Name, string? IdentityNumber, Guid? IdFrontPhotoId, Guid? IdBackPhotoId, Guid? PortraitPhotoId);

    internal sealed record Secret(string? Password);

    internal sealed record Basics(IReadOnlyList<AgencyServiceType>? ServiceTypes, IReadOnlyList<NewOffice>? Offices);

    /// <param name="Districts">Where an office may lie; each has its brigade (ORG-35).</param>
    /// <param name="Brigade">Who supervises; null until the end.</param>
    internal sealed record Card(
        FoundingState State, string Name, string CreditCode, string MaskedPhone, string UserName, string? LegalPersonName, string PasswordRule, IReadOnlyList<string> Districts, string? Brigade);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapPost("/agency-registration", Begin).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("one agency registers once");
        miniProgram.MapGet("/agency-registration", Read);
        miniProgram.MapPut("/agency-registration/licence", TakeLicence).RepeatsWithoutHarm("the newer picture takes the older one's place");
        miniProgram.MapPost("/agency-registration/papers", Look).RepeatsWithoutHarm("it only looks");
        miniProgram.MapPut("/agency-registration/legal-person", TakeLegalPerson).RepeatsWithoutHarm("the newer one takes the older one's place");
        miniProgram.MapPut("/agency-registration/password", TakePassword).RepeatsWithoutHarm("the newer password takes the older one's place");
        miniProgram.MapPut("/agency-registration/basics", Finish).RepeatsWithoutHarm("an agency is founded once");
    }

    private static async Task<SignIn.SignedIn> Begin(
        RealName said, AppDb db, Registrants registrants, IAgencyFounding agencies, IRegionPolicies policies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        if (policies.All.FirstOrDefault(p => p.Code == said.Region) is not { Org.Registration: AgencyRegistration.SelfRegistration } policy)
        {
            throw new RuleBroken(FoundingProblems.NotHere);
        }

        var phone = await registrants.ProvenPhone(FoundingProblems.PhoneFirst, ct);
        var name = said.Name?.Trim() is { Length: >= 4 and <= 100 } typed ? typed : throw new RuleBroken(FoundingProblems.NameMissing);
        var code = FoundingForm.ReadCreditCode(said.CreditCode) ?? throw new RuleBroken(FoundingProblems.CreditCodeInvalid);
        if (!await agencies.IsKnownNationally(name, code, ct))
        {
            throw new RuleBroken(FoundingProblems.NotKnownNationally);
        }

        if (await agencies.IsRegistered(code, ct))
        {
            throw new RuleBroken(FoundingProblems.RegisteredAlready);
        }

        var account = registrants.NewAccount(name, policy.Code, phone);
        db.Add(FoundingForm.Begin(ids.Next(), account.Id, policy.Code, name, code, phone, time.GetUtcNow()));
        var signedIn = await registrants.Enter(account, said.PrivacyVersion, ct);
        db.Audit("agency_registration.began", nameof(FoundingForm), account.Id, $"{name}在小程序注册");
        return signedIn;
    }

    private static async Task<Card> Read(AppDb db, CurrentActor actor, IAgencies agencies, IAuthorities authorities, IRegionPolicies policies, CancellationToken ct) =>
        await CardOf(await Own(db, actor, ct), agencies, authorities, policies, ct);

    private static async Task<Card> TakeLicence(
        Licence said, AppDb db, CurrentActor actor, Photos photos, IPaperCheck papers, IAgencies agencies, IAuthorities authorities, IRegionPolicies policies, CancellationToken ct)
    {
        var own = await Own(db, actor, ct);
        own.TakeLicence(await photos.Find(said.PhotoId ?? throw new RuleBroken(KernelProblems.PhotoMissing), ct));
        await papers.MustBeLegible([(said.PhotoId.Value, Word(PaperKind.Licence))], ct);
        return await CardOf(own, agencies, authorities, policies, ct);
    }

    /// <summary>ORG-37: judged while the paper still lies before the camera; handing it in judges again.</summary>
    private static async Task<Looked> Look(Paper said, AppDb db, CurrentActor actor, Photos photos, IPaperCheck papers, CancellationToken ct)
    {
        _ = await Own(db, actor, ct);
        var photo = await photos.Find(said.PhotoId ?? throw new RuleBroken(KernelProblems.PhotoMissing), ct);
        FoundingForm.MustBeLegible([photo]);
        await papers.MustBeLegible([(photo.Id, Word(said.Kind))], ct);
        return new Looked(true);
    }

    private static string Word(PaperKind kind) => kind switch { PaperKind.IdFront => "身份证人像面", PaperKind.IdBack => "身份证国徽面", _ => "营业执照" };

    private static async Task<Card> TakeLegalPerson(
        Legal said, AppDb db, CurrentActor actor, Photos photos, IAgencyFounding founding, IPaperCheck papers, IPortraitCheck check, FieldCipher cipher, IAgencies agencies, IAuthorities authorities, IRegionPolicies policies,
        CancellationToken ct)
    {
        var own = await Own(db, actor, ct);
        own.MustBeAt(FoundingState.Licensed);
        if (said.Name?.Trim() is not { Length: > 0 and <= 30 } name || IdentityNumber.Read(said.IdentityNumber) is not { } number)
        {
            throw new RuleBroken(FoundingProblems.LegalPersonMissing);
        }

        if ((said.IdFrontPhotoId, said.IdBackPhotoId, said.PortraitPhotoId) is not ({ } front, { } back, { } portrait) || front == back || front == portrait || back == portrait)
        {
            throw new RuleBroken(FoundingProblems.PicturesMissing);
        }

        FoundingForm.MustBeLegible(await photos.Find([front, back, portrait], ct));
        if (!await founding.IsLegalPerson(own.CreditCode, name, number, ct))
        {
            throw new RuleBroken(FoundingProblems.NotTheLegalPerson);
        }

        await papers.MustBeLegible([(front, Word(PaperKind.IdFront)), (back, Word(PaperKind.IdBack))], ct);

        // ORG-37: asked last, because it calls the face service.
        await check.MustBeRecognisable(portrait, ct);
        own.TakeLegalPerson(new LegalPerson(name, number, front, back, portrait), cipher);
        return await CardOf(own, agencies, authorities, policies, ct);
    }

    private static async Task<Card> TakePassword(
        Secret said, AppDb db, CurrentActor actor, IPasswordHasher<Account> hasher, IAgencies agencies, IAuthorities authorities, IRegionPolicies policies, CancellationToken ct)
    {
        var own = await Own(db, actor, ct);
        own.TakePassword();
        (await AccountOf(own, db, actor, ct)).SetPassword(said.Password ?? "", policies.For(own.Region).Auth.PasswordRule, hasher);
        return await CardOf(own, agencies, authorities, policies, ct);
    }

    private static async Task<Card> Finish(
        Basics said, AppDb db, CurrentActor actor, IAgencyFounding founding, IAgencies agencies, IAuthorities authorities, IRegionPolicies policies, CancellationToken ct)
    {
        var own = await Own(db, actor, ct);
        own.MustBeAt(FoundingState.PasswordSet);
        if (await founding.IsRegistered(own.CreditCode, ct))
        {
            throw new RuleBroken(FoundingProblems.RegisteredAlready);
        }

        var agency = await founding.Found(new NewAgency(own.Region, own.Name, own.CreditCode, own.Phone, said.ServiceTypes ?? [], said.Offices ?? []), ct);
        own.Complete(agency.Id);
        (await AccountOf(own, db, actor, ct)).Manage(agency);
        db.Audit("agency.registered", "Agency", agency.Id, $"{agency.Name}注册完成", after: new { agency.CreditCode, agency.Address, agency.BrigadeId });
        return await CardOf(own, agencies, authorities, policies, ct, agency.BrigadeId);
    }

    private static async Task<FoundingForm> Own(AppDb db, CurrentActor actor, CancellationToken ct)
    {
        var me = actor.Required.AccountId;
        return await db.Set<FoundingForm>().FirstOrDefaultAsync(r => r.AccountId == me, ct) ?? throw new RuleBroken(FoundingProblems.None);
    }

    /// <summary>Of no agency yet: outside the walls of agencies.</summary>
    private static async Task<Account> AccountOf(FoundingForm own, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        return await db.Set<Account>().FirstAsync(a => a.Id == own.AccountId, ct);
    }

    private static async Task<Card> CardOf(
        FoundingForm own, IAgencies agencies, IAuthorities authorities, IRegionPolicies policies, CancellationToken ct, Guid? brigade = null)
    {
        var brigades = await authorities.BrigadesOf(own.Region, ct);
        brigade ??= own.AgencyId is { } agency ? (await agencies.Find(agency, ct))?.BrigadeId : null;
        return new Card(
            own.State, own.Name, own.CreditCode, FieldCipher.Mask(own.Phone), own.Phone, own.LegalPersonName, policies.For(own.Region).Auth.PasswordRule.Says,
            [.. brigades.Select(b => b.District)], brigades.FirstOrDefault(b => b.Id == brigade)?.Name);
    }
}
