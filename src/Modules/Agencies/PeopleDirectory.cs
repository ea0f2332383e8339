using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies;

internal sealed class PeopleDirectory(AppDb db, CurrentActor actor, IRegionPolicies policies, TimeProvider time) : IPeople
{
    public async Task<PersonCard?> Find(Guid id, CancellationToken ct) => (await Of([id], ct)).FirstOrDefault();

    public async Task<IReadOnlyList<PersonCard>> Of(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        // Who is not of an agency got the id from a row that he may see: the name on it may be read, the staff may not be listed.
        using var widened = actor.Known is { AgencyId: not null } ? null : actor.AsSystem();
        return Cards(await Staff().Where(p => wanted.Contains(p.Id)).ToListAsync(ct));
    }

    public async Task<IReadOnlyList<Guid>> Named(string part, int max, CancellationToken ct) =>
        await db.Set<Person>().AsNoTracking().Where(p => p.Name.Contains(part)).OrderBy(p => p.Id).Select(p => p.Id).Take(max).ToListAsync(ct);

    public Task<string?> PhoneOf(Guid id, CancellationToken ct) =>
        db.Set<Person>().Where(p => p.Id == id).Select(p => p.Phone).FirstOrDefaultAsync(ct);

    public async Task<IReadOnlyList<PersonCard>> ByPhone(string phone, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        return Cards(await Staff().Where(p => p.Phone == phone && p.LeftAt == null).OrderBy(p => p.Id).ToListAsync(ct));
    }

    public async Task<IReadOnlyList<PersonCard>> OfAgency(Guid agencyId, PeopleFilter filter, CancellationToken ct)
    {
        var staff = await Staff().Where(p => p.AgencyId == agencyId && p.LeftAt == null).OrderBy(p => p.Name).ThenBy(p => p.Id).ToListAsync(ct);
        return [.. Cards(staff).Where(card => filter switch
        {
            PeopleFilter.MayLead => card.MayLead,
            PeopleFilter.MayWorkOnSite => card.MayWorkOnSite,
            PeopleFilter.MayBeTechnicalLead => card.MayBeTechnicalLead,
            _ => true,
        })];
    }

    private IQueryable<Person> Staff() =>
        db.Set<Person>().AsNoTracking().Include(p => p.Certificates).Include(p => p.Appointments).AsSplitQuery();

    private List<PersonCard> Cards(IEnumerable<Person> people)
    {
        var today = time.Today();
        return [.. people.Select(p => p.Card(policies.For(p.Region), today))];
    }
}
