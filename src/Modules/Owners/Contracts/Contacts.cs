using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Owners.Contracts;

public enum LeaveReason
{
    /// <summary>He unbound himself.</summary>
    Himself,

    /// <summary>Another contact of the same unit removed him.</summary>
    Colleague,

    /// <summary>The agency removed him.</summary>
    Agency,

    /// <summary>He had his data deleted.</summary>
    Erased,
}

/// <summary>A contact does not serve a project any more.</summary>
public sealed record ContactLeft(Guid ContactId, Guid ProjectId, Guid OwnerId, Guid AgencyId, LeaveReason Because) : IEvent;

/// <param name="Account">What is handed over to him, once; null when he has signed in before and keeps what he has.</param>
public sealed record SavedContact(Guid ContactId, string Name, string MaskedPhone, IssuedAccount? Account);

/// <summary>Contacts whom the agency enters itself, where the region issues them accounts (OWN-03, ACC-21).</summary>
public interface IContactEntry
{
    /// <summary>The same phone at the same unit is the same contact.</summary>
    /// <exception cref="RuleBroken">Contacts bind themselves here; or name or phone is missing.</exception>
    Task<SavedContact> Save(InvitationRequest project, string? name, string? phone, CancellationToken ct);

    /// <summary>Binds to a new project whom the agency attached to its unit (OWN-04); where contacts bind themselves it binds nobody.</summary>
    Task BindAttached(InvitationRequest project, CancellationToken ct);
}

/// <param name="What">In a sentence, as the person would say it.</param>
public sealed record PersonalRecord(DateTimeOffset At, string What);

/// <summary>What a module keeps of a contact, for his own eyes. Modules further down answer for themselves.</summary>
public interface IPersonalData
{
    /// <summary>收到的消息, 评价.</summary>
    string Heading { get; }

    /// <summary>Why it stays when he has his data deleted, in a sentence for him; null: it goes.</summary>
    string? KeptBecause => null;

    /// <summary>Newest first, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<PersonalRecord>> Of(Guid contactId, int max, CancellationToken ct);
}

/// <summary>Ends bindings; who may ask for it, the caller knows.</summary>
public interface IContactLeaving
{
    /// <summary>
    /// The contact left the unit: every binding there that the actor can see ends now, and the codes of those projects are revoked, since he
    /// may have kept one.
    /// </summary>
    /// <param name="projectId">Only this project.</param>
    /// <returns>How many bindings ended; 0: there was none, or it is not the actor's.</returns>
    Task<int> Leave(Guid contactId, Guid ownerId, Guid? projectId, LeaveReason because, CancellationToken ct);
}
