using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Agencies;

internal sealed class AgencyDirectory(AppDb db, CurrentActor actor) : IAgencies, IAuthorities
{
    public async Task<AgencyCard?> Find(Guid id, CancellationToken ct) => (await Of([id], ct)).FirstOrDefault();

    public async Task<IReadOnlyList<AgencyCard>> Of(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToList();
        // The address on the card is public (ORG-26), the offices behind it are the agency's own.
        using var widened = actor.AsSystem();
        var agencies = await db.Set<Agency>().AsNoTracking().Include(a => a.Offices).Where(a => wanted.Contains(a.Id)).ToListAsync(ct);
        return [.. agencies.Select(a => a.Card())];
    }

    public async Task<IReadOnlyList<Guid>> Among(string region, string? namePart, Guid? brigadeId, CancellationToken ct)
    {
        var part = namePart?.Trim() ?? "";
        return await db.Set<Agency>().Where(a => a.Region == region && a.Name.Contains(part) && (brigadeId == null || a.BrigadeId == brigadeId)).Select(a => a.Id).ToListAsync(ct);
    }

    public async Task<BrigadeCard?> FindBrigade(Guid id, CancellationToken ct) =>
        (await db.Set<Brigade>().AsNoTracking().FirstOrDefaultAsync(b => b.Id == id, ct))?.Card();

    public async Task<IReadOnlyList<BrigadeCard>> BrigadesOf(string region, CancellationToken ct) =>
        [.. (await db.Set<Brigade>().AsNoTracking().Where(b => b.Region == region).OrderBy(b => b.District).ToListAsync(ct)).Select(b => b.Card())];
}
