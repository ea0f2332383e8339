using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>A contact of the owner has seen the fault and its progress (FLT-22).</summary>
internal sealed class FaultView(Guid faultId, Guid contactId, Guid ownerId, Guid agencyId, DateTimeOffset firstAt) : IAgencyOwned, IOwnerOwned
{
    public Guid FaultId { get; private set; } = faultId;
    public Guid ContactId { get; private set; } = contactId;
    public Guid OwnerId { get; private set; } = ownerId;
    public Guid AgencyId { get; private set; } = agencyId;
    public DateTimeOffset FirstAt { get; private set; } = firstAt;

    /// <summary>He saw what had happened until then.</summary>
    public DateTimeOffset LastAt { get; private set; } = firstAt;

    public void Again(DateTimeOffset now) => LastAt = now;
}

internal static class FaultViewing
{
    /// <summary>
    /// FLT-22. A GET that writes: seeing is the fact to be recorded, and recording it twice is the same fact, so it needs no key.
    /// </summary>
    public static async Task Record(this AppDb db, IReadOnlyList<Fault> seen, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (actor.ContactId is not { } contact || seen.Count == 0)
        {
            return;
        }

        var ids = seen.Select(f => f.Id).ToList();
        var known = await db.Set<FaultView>().Where(v => v.ContactId == contact && ids.Contains(v.FaultId)).ToDictionaryAsync(v => v.FaultId, ct);
        foreach (var fault in seen)
        {
            if (known.TryGetValue(fault.Id, out var view))
            {
                view.Again(now);
            }
            else
            {
                db.Add(new FaultView(fault.Id, contact, fault.OwnerId, fault.AgencyId, now));
            }
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Two windows opened at once: the other one recorded the same fact.
            db.ChangeTracker.Clear();
        }
    }
}
