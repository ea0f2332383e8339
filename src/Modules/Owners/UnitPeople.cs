using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.ForConsole;

namespace WeChatService.Owners;

/// <summary>Who of a unit is known to the agency: attached to it, or bound to one of its projects.</summary>
internal static class UnitPeople
{
    public static async Task<IReadOnlyDictionary<Guid, int>> Count(AppDb db, List<Guid> unitIds, CancellationToken ct)
    {
        var attached = await db.Set<UnitContact>().Where(u => unitIds.Contains(u.OwnerId) && u.EndedAt == null).Select(u => new { u.OwnerId, u.ContactId }).ToListAsync(ct);
        var bound = await db.Set<ContactBinding>().Where(b => unitIds.Contains(b.OwnerId) && b.EndedAt == null).Select(b => new { b.OwnerId, b.ContactId }).ToListAsync(ct);
        return attached.Concat(bound).Distinct().GroupBy(x => x.OwnerId).ToDictionary(g => g.Key, g => g.Count());
    }

    public static async Task<IReadOnlyList<ManageContacts.Row>> Of(AppDb db, Guid unitId, CancellationToken ct)
    {
        var attached = await db.Set<UnitContact>().AsNoTracking().Where(u => u.OwnerId == unitId && u.EndedAt == null)
            .Select(u => new { u.ContactId, At = u.AttachedAt }).ToListAsync(ct);
        var bound = await db.Set<ContactBinding>().AsNoTracking().Where(b => b.OwnerId == unitId && b.EndedAt == null)
            .Select(b => new { b.ContactId, At = b.BoundAt }).ToListAsync(ct);
        var (projects, since) = (bound.ToLookup(b => b.ContactId), attached.Concat(bound).ToLookup(x => x.ContactId, x => x.At));
        var ids = since.Select(s => s.Key).ToList();
        var people = await db.Set<OwnerContact>().AsNoTracking().Where(c => ids.Contains(c.Id)).OrderBy(c => c.Name).ThenBy(c => c.Id).ToListAsync(ct);
        return people.ConvertAll(c => new ManageContacts.Row(c.Id, c.Name, c.PhoneMasked, projects[c.Id].Count(), since[c.Id].Min()));
    }
}
