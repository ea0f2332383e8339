using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Owners.Privacy;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners.ForOwner;

/// <summary>
/// The contact opens the invitation's page, sees who asks for what, proves his phone, and binds himself (OWN-06, 07, 18). Who he is says WeChat
/// alone: nothing in a request can name another openid.
/// </summary>
internal static class BindProject
{
    public enum InvitationState { Open, Expired, Revoked, Bound }

    /// <summary>What the visitor has said of himself before: he need not say it again.</summary>
    public sealed record Known(string Name, string MaskedPhone);

    /// <param name="State">Bound when this visitor is bound already.</param>
    /// <param name="Known">Null for somebody new, or whose phone is not proven.</param>
    public sealed record Invitation(
        string ProjectName, string OwnerName, string AgencyName, InvitationState State, DateTimeOffset? ExpiresAt, string? AskedByName, string? Address,
        string? Service, DateOnly? TermStarts, DateOnly? TermEnds, Known? Known, bool Follows, MustFollow MustFollow, string PrivacyVersion,
        IReadOnlyList<PrivacyParagraph> Privacy);

    public sealed record CodeRequest(string? Scene, string? Phone);

    /// <param name="CodeId">With <paramref name="Code"/>: the phone is the one that the code was sent to. Needed once.</param>
    public sealed record Request(string? Scene, string? Name, bool? IsEmployee, string? ConsentVersion, Guid? CodeId, string? Code);

    /// <param name="Follows">False: he gets no message yet (OWN-08).</param>
    /// <param name="FollowImageUrl">The picture that leads to following, while he does not.</param>
    public sealed record Response(
        Guid ContactId, Guid ProjectId, string ProjectName, string OwnerName, bool AlreadyBound, bool Follows, MustFollow MustFollow, string? FollowImageUrl);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/invitations/{scene}", Read);
        owner.MapPost("/bindings/codes", SendCode);
        owner.MapPost("/bindings", Bind);
    }

    private static async Task<Invitation> Read(
        string scene, AppDb db, CurrentActor actor, IFollowers followers, IRegionPolicies policies, PrivacyText privacy, TimeProvider time, CancellationToken ct)
    {
        var invitation = await Find(db, scene, ct);
        var openId = actor.Required.OpenId;
        var contact = openId is null ? null : await ContactOf(db, followers, openId, ct);
        var bound = contact is not null
            && await db.Set<ContactBinding>().AnyAsync(b => b.ContactId == contact.Id && b.ProjectId == invitation.ProjectId && b.EndedAt == null, ct);
        var state = bound ? InvitationState.Bound
            : invitation.RevokedAt is not null ? InvitationState.Revoked
            : invitation.IsValid(time.GetUtcNow()) ? InvitationState.Open : InvitationState.Expired;
        return new Invitation(
            invitation.ProjectName, invitation.OwnerName, invitation.AgencyName, state, invitation.ExpiresAt, invitation.AskedByName, invitation.Address,
            invitation.Service, invitation.TermStarts, invitation.TermEnds,
            contact is { PhoneProvenAt: not null } ? new Known(contact.Name, contact.PhoneMasked) : null,
            await Follows(followers, openId, ct), policies.For(invitation.Region).Owner.MustFollow, privacy.Version, privacy.Paragraphs);
    }

    /// <summary>Only who holds a valid invitation gets a code; whether the phone is anybody's does not show.</summary>
    private static async Task<PhoneCodeSent> SendCode(
        CodeRequest request, HttpContext http, AppDb db, CurrentActor actor, IPhoneCodes codes, TimeProvider time, CancellationToken ct)
    {
        var openId = actor.Required.OpenId ?? throw new RuleBroken(OwnerProblems.OpenInWeChat);
        (await Find(db, request.Scene, ct)).MustBeValid(time.GetUtcNow());
        return await codes.Send(request.Phone, PhonePurpose.ContactBinding, CodeAsker.OpenId(openId), http.Connection.RemoteIpAddress, ct);
    }

    private static async Task<Response> Bind(
        Request request, AppDb db, CurrentActor actor, IFollowers followers, IPhoneCodes codes, IRegionPolicies policies, PrivacyText privacy,
        FieldCipher cipher, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var openId = actor.Required.OpenId ?? throw new RuleBroken(OwnerProblems.OpenInWeChat);
        var now = time.GetUtcNow();
        var invitation = await Find(db, request.Scene, ct);
        invitation.MustBeValid(now);
        var contact = await ContactOf(db, followers, openId, ct);

        // OWN-18: a second scan finds the same contact and the same binding, and asks for nothing.
        var already = contact is not null && await db.Set<ContactBinding>().IgnoreQueryFilters()
            .AnyAsync(b => b.ContactId == contact.Id && b.ProjectId == invitation.ProjectId && b.EndedAt == null, ct);
        if (!already)
        {
            privacy.MustBeAgreedTo(request.ConsentVersion, OwnerProblems.ConsentMissing, OwnerProblems.ConsentOutdated);
            var binding = ContactBinding.Declare(
                ids.Next(), contact?.Id ?? ids.Next(), invitation.ProjectId, invitation.OwnerId, invitation.AgencyId, request.IsEmployee == true, now, invitation.ProjectName);
            contact = await FillIn(contact, binding.ContactId, request, invitation, openId, db, followers, codes, cipher, now, ct);
            already = !await Keep(db, binding.Of(contact.Id), ct);
            await Agree(db, contact.Id, privacy, ids, now, ct);
            if (!already)
            {
                db.Announce(new ContactBound(contact.Id, invitation.ProjectId, invitation.OwnerId, invitation.AgencyId));
            }

            db.Audit("contact.bound", "ContactBinding", binding.Id, $"{contact.Name} 绑定「{invitation.ProjectName}」", after: new { privacy.Version });
        }

        var follows = await Follows(followers, openId, ct);
        return new Response(
            contact!.Id, invitation.ProjectId, invitation.ProjectName, invitation.OwnerName, already, follows,
            policies.For(invitation.Region).Owner.MustFollow, follows ? null : invitation.ImageUrl);
    }

    /// <summary>Somebody new says who he is and proves his phone; somebody known may, and need not.</summary>
    private static async Task<OwnerContact> FillIn(
        OwnerContact? contact, Guid newId, Request request, ContactInvitation invitation, string openId, AppDb db, IFollowers followers, IPhoneCodes codes,
        FieldCipher cipher, DateTimeOffset now, CancellationToken ct)
    {
        if (request.CodeId is not { } codeId)
        {
            _ = contact is { PhoneProvenAt: not null } ? contact : throw new RuleBroken(OwnerProblems.PhoneUnproven);
            if (!string.IsNullOrWhiteSpace(request.Name))
            {
                contact.IsCalled(request.Name);
            }

            return contact;
        }

        OwnerContact.Checked(request.Name);
        var phone = await codes.Prove(codeId, request.Code, PhonePurpose.ContactBinding, CodeAsker.OpenId(openId), ct);
        if (contact is null)
        {
            contact = await Entered(db, phone, invitation.OwnerId, cipher, ct);
            if (contact is null)
            {
                contact = OwnerContact.Register(newId, invitation.Region, request.Name!, phone, cipher, now);
                db.Add(contact);
            }

            await followers.Link(ServiceAccountKind.Owner, openId, contact.Id, ct);
        }

        contact.FillsIn(request.Name!, phone, cipher, now);
        return contact;
    }

    /// <returns>False: the agency had bound him already.</returns>
    private static async Task<bool> Keep(AppDb db, ContactBinding binding, CancellationToken ct)
    {
        if (await db.Set<ContactBinding>().IgnoreQueryFilters().AnyAsync(b => b.ContactId == binding.ContactId && b.ProjectId == binding.ProjectId && b.EndedAt == null, ct))
        {
            return false;
        }

        db.Add(binding);
        return true;
    }

    /// <summary>
    /// Whom the agency entered for this unit and who never came: the same proven phone is the same person. Who has proven a phone before is not
    /// found by it: numbers change hands.
    /// </summary>
    private static Task<OwnerContact?> Entered(AppDb db, string phone, Guid ownerId, FieldCipher cipher, CancellationToken ct)
    {
        var hash = MobileNumber.HashOf(phone, cipher);
        return db.Set<OwnerContact>().FirstOrDefaultAsync(
            c => c.PhoneHash == hash && c.PhoneProvenAt == null
                && (db.Set<ContactBinding>().IgnoreQueryFilters().Any(b => b.ContactId == c.Id && b.OwnerId == ownerId && b.EndedAt == null)
                    || db.Set<UnitContact>().IgnoreQueryFilters().Any(u => u.ContactId == c.Id && u.OwnerId == ownerId && u.EndedAt == null)), ct);
    }

    private static async Task Agree(AppDb db, Guid contactId, PrivacyText privacy, Ids ids, DateTimeOffset now, CancellationToken ct)
    {
        if (!await db.Set<PrivacyConsent>().AnyAsync(c => c.ContactId == contactId && c.Version == privacy.Version && c.WithdrawnAt == null, ct))
        {
            db.Add(PrivacyConsent.To(ids.Next(), contactId, privacy, now));
        }
    }

    /// <summary>The invitation stands outside the visitor's walls: knowing its scene is the right to read it.</summary>
    private static async Task<ContactInvitation> Find(AppDb db, string? scene, CancellationToken ct) =>
        await db.Set<ContactInvitation>().IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(i => i.Scene == scene, ct)
        ?? throw new RuleBroken(OwnerProblems.InvitationUnknown);

    private static async Task<OwnerContact?> ContactOf(AppDb db, IFollowers followers, string openId, CancellationToken ct) =>
        await followers.Find(ServiceAccountKind.Owner, openId, ct) is { SubjectId: { } id }
            ? await db.Set<OwnerContact>().FirstOrDefaultAsync(c => c.Id == id && c.ErasedAt == null, ct)
            : null;

    private static async Task<bool> Follows(IFollowers followers, string? openId, CancellationToken ct) =>
        openId is not null && await followers.Find(ServiceAccountKind.Owner, openId, ct) is { Subscribed: true };
}
