namespace WeChatService.Accounts.Contracts;

/// <param name="OwnerIds">The owner units that the contact is bound to: what he may see (OWN-14).</param>
public sealed record ContactIdentity(Guid ContactId, string Name, string Region, IReadOnlyList<Guid> OwnerIds);

/// <summary>
/// Who an owner-account openid is. Contacts need no account (they sign in by WeChat alone), so the module of the owners answers it,
/// on every request of the owner's door: one indexed query. Asked before an actor is known, as the system.
/// </summary>
public interface IContactIdentity
{
    Task<ContactIdentity?> ByOpenId(string openId, CancellationToken ct);

    Task<ContactIdentity?> Find(Guid contactId, CancellationToken ct);
}
