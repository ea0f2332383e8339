namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>One openid of one account. <paramref name="Subscribed"/> false: known to us, yet receives no messages (OWN-08).</summary>
public sealed record FollowerRecord(Guid Id, ServiceAccountKind Account, string OpenId, string? UnionId, bool Subscribed, Guid? SubjectId);

/// <summary>
/// Which openids belong to which subject. A subject is an account of an agency's person or an owner's contact; one subject may
/// follow with several phones, and a push goes to each of them.
/// </summary>
public interface IFollowers
{
    /// <summary>Every openid linked to the subject, following or not; the caller decides what "not following" means to it.</summary>
    Task<IReadOnlyList<FollowerRecord>> Of(Guid subjectId, ServiceAccountKind account, CancellationToken ct = default);

    /// <summary>The same for many subjects in one query.</summary>
    Task<IReadOnlyList<FollowerRecord>> Of(IReadOnlyCollection<Guid> subjectIds, ServiceAccountKind account, CancellationToken ct = default);

    Task<FollowerRecord?> Find(ServiceAccountKind account, string openId, CancellationToken ct = default);

    /// <summary>
    /// Says that this openid is that subject's. Repeating it changes nothing; another subject takes the openid over, since one
    /// phone holds one person. Saved with the caller's unit of work.
    /// </summary>
    Task Link(ServiceAccountKind account, string openId, Guid subjectId, CancellationToken ct = default);

    /// <summary>No openid of this account is the subject's any more: he is somebody unknown there. Saved with the caller's unit of work.</summary>
    Task Release(Guid subjectId, ServiceAccountKind account, CancellationToken ct = default);

    /// <summary>
    /// WeChat named this visitor. Keeps his union id, by which the agency account and the mini program know one person: whoever is linked
    /// on one of them is linked on the other too. Saved with the caller's unit of work.
    /// </summary>
    Task Saw(ServiceAccountKind account, WeChatIdentity identity, CancellationToken ct = default);

    /// <summary>Every openid of the same human, over all accounts, by union id; only this one when WeChat gave none.</summary>
    Task<IReadOnlyList<FollowerRecord>> SamePerson(ServiceAccountKind account, string openId, CancellationToken ct = default);
}
