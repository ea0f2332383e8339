using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

/// <summary>An account as other modules see it; its id is the subject that followers and notices are kept under.</summary>
public sealed record AccountCard(
    Guid Id, string UserName, string Name, Guid? PersonId, Guid? AgencyId, Guid? BrigadeId, string Region,
    IReadOnlyList<Role> Roles, bool IsEnabled);

/// <summary>Accounts by whom they belong to; looks across the walls, because a push may go to anybody it concerns.</summary>
public interface IAccounts
{
    Task<AccountCard?> Find(Guid id, CancellationToken ct = default);

    Task<AccountCard?> OfPerson(Guid personId, CancellationToken ct = default);

    /// <summary>The same for many people in one query; who has no account is left out.</summary>
    Task<IReadOnlyList<AccountCard>> OfPeople(IEnumerable<Guid> personIds, CancellationToken ct = default);

    /// <summary>The administrators of an agency, closed ones too.</summary>
    Task<IReadOnlyList<AccountCard>> Administrators(Guid agencyId, CancellationToken ct = default);

    /// <summary>The officers of a brigade.</summary>
    Task<IReadOnlyList<AccountCard>> OfBrigade(Guid brigadeId, CancellationToken ct = default);
}
