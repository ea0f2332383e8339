using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts;

internal sealed class AccountBook(AppDb db, CurrentActor actor) : IAccounts
{
    public async Task<AccountCard?> Find(Guid id, CancellationToken ct) => (await Cards(a => a.Where(x => x.Id == id), ct)).FirstOrDefault();

    public async Task<AccountCard?> OfPerson(Guid personId, CancellationToken ct) => (await OfPeople([personId], ct)).FirstOrDefault();

    public Task<IReadOnlyList<AccountCard>> OfPeople(IEnumerable<Guid> personIds, CancellationToken ct)
    {
        var wanted = personIds.Distinct().ToList();
        return Cards(a => a.Where(x => x.PersonId != null && wanted.Contains(x.PersonId.Value)), ct);
    }

    public async Task<IReadOnlyList<AccountCard>> Administrators(Guid agencyId, CancellationToken ct) =>
        [.. (await Cards(a => a.Where(x => x.AgencyId == agencyId && x.ContactId == null), ct)).Where(a => a.Roles.Contains(Role.AgencyAdmin))];

    public Task<IReadOnlyList<AccountCard>> OfBrigade(Guid brigadeId, CancellationToken ct) =>
        Cards(a => a.Where(x => x.BrigadeId == brigadeId), ct);

    private async Task<IReadOnlyList<AccountCard>> Cards(Func<IQueryable<Account>, IQueryable<Account>> which, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        return [.. (await which(db.Set<Account>().AsNoTracking()).OrderBy(a => a.Id).ToListAsync(ct)).Select(a => a.Card())];
    }
}
