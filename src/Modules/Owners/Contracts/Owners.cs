namespace WeChatService.Owners.Contracts;

/// <summary>An owner unit (业主, 甲方, 委托单位) as others print it.</summary>
public sealed record OwnerCard(Guid Id, string Name, string Region, string Address, string? CreditCode);

/// <summary>A contact of an owner unit; the phone is masked.</summary>
public sealed record ContactCard(Guid Id, Guid OwnerId, string Name, string MaskedPhone);

public interface IOwners
{
    Task<OwnerCard?> Find(Guid ownerId, CancellationToken ct);
    Task<IReadOnlyList<OwnerCard>> Find(IReadOnlyCollection<Guid> ownerIds, CancellationToken ct);

    /// <summary>One of the units that the actor's agency entered; null: unknown, or another agency's (OWN-03).</summary>
    Task<OwnerCard?> Mine(Guid ownerId, CancellationToken ct);

    /// <summary>Somebody of the unit is known: attached by the agency, or bound to one of its projects (OWN-04).</summary>
    Task<bool> HasContact(Guid ownerId, CancellationToken ct);
}

/// <summary>Who of the owner's people is bound to which project.</summary>
public interface IOwnerContacts
{
    /// <summary>The contacts bound to a project now; several are allowed (OWN-19).</summary>
    Task<IReadOnlyList<ContactCard>> OfProject(Guid projectId, CancellationToken ct);

    /// <summary>The projects that a contact is bound to.</summary>
    Task<IReadOnlyList<Guid>> ProjectsOf(Guid contactId, CancellationToken ct);

    Task<bool> IsBound(Guid contactId, Guid projectId, CancellationToken ct);

    /// <summary>The names of contacts whose ids the caller holds by right; unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> Names(IReadOnlyCollection<Guid> contactIds, CancellationToken ct);

    /// <summary>Ids of the contacts bound to the actor's projects whose name holds these characters; at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<Guid>> Named(string part, int max, CancellationToken ct);
}

/// <summary>Issues the QR code by which a contact binds to a project (OWN-06).</summary>
public interface IContactInvitations
{
    /// <summary>The project's invitation: the one that is valid, or a new one. The vendor is called before the commit.</summary>
    /// <param name="anew">Revokes the one that is valid: it was lost, or shown to the wrong people.</param>
    Task<InvitationCard> Issue(InvitationRequest request, bool anew, CancellationToken ct);
}

/// <param name="AskedByName">Who shows the code.</param>
/// <param name="Service">What the agency does there, in words.</param>
public sealed record InvitationRequest(
    Guid ProjectId, string ProjectName, Guid OwnerId, string OwnerName, Guid AgencyId, string AgencyName, string Region, string AskedByName,
    string Address, string Service, DateOnly TermStarts, DateOnly TermEnds);

/// <param name="Content">What the QR says when it is decoded.</param>
/// <param name="ImageUrl">WeChat's own picture of it.</param>
/// <param name="ExpiresAt">Null: good until it is revoked.</param>
public sealed record InvitationCard(string Scene, string Content, string ImageUrl, DateTimeOffset? ExpiresAt);
