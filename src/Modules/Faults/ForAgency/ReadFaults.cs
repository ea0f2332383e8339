using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults.ForAgency;

/// <summary>
/// 待处理, 处理中, 不同意维修, 已解决, 不在范围 (FLT-08), by source (FLT-20), project and month (FLT-09); what the owner mends himself can be
/// read in lists of its own (FLT-19). What is still to be done stands urgent first, then oldest first; what is closed, latest first.
/// </summary>
internal static class ReadFaults
{
    /// <param name="FoundBy">The operator or the owner's contact.</param>
    /// <param name="Days">Whole days that it was open.</param>
    /// <param name="IsOverdue">Open for longer than the profile leaves without a reminder (FLT-24).</param>
    /// <param name="LastHandling">In the manuals' words; null: nobody has handled it.</param>
    public sealed record Row(
        Guid Id, Guid ProjectId, string ProjectName, string SystemName, string ItemName, string? Place, string Text, FaultState State,
        FaultSource Source, string? FoundBy, bool IsUrgent, bool IsOverdue, int Days, bool IsHandled, string? LastHandling, string? AssigneeName,
        DateOnly? DueOn, DateTimeOffset FoundAt, int PhotoCount, PhotoLink? Photo);

    /// <param name="Counts">By state, of the same source, project and month.</param>
    /// <param name="Urgent">How many of the pending ones are urgent.</param>
    /// <param name="OldestPendingAt">When the oldest pending one was found.</param>
    public sealed record List(Page<Row> Faults, IReadOnlyDictionary<FaultState, int> Counts, int Urgent, DateTimeOffset? OldestPendingAt);

    public static void Map(RouteGroupBuilder door) => door.MapGet("/faults", All);

    private static async Task<List> All(
        FaultState? state, FaultSource? source, Guid? projectId, ChinaMonth? month, [AsParameters] PageRequest page, AppDb db, IProjects projects,
        FaultNames names, IRegionPolicies policies, ICatalogue catalogue, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var faults = db.Set<Fault>().AsNoTracking().Within(await projects.Reach(ct)).Where(f =>
            f.State != FaultState.Retracted && (projectId == null || f.ProjectId == projectId)
            && (source == null || f.Source == source) && (month == null || f.FoundIn == month));
        var counts = await faults.Count(ct);
        var chosen = faults.Where(f => state == null || f.State == state);
        var rows = await (state is { } closed && !FaultRules.IsOpen(closed)
                ? chosen.OrderByDescending(f => f.ClosedAt).ThenBy(f => f.Id)
                : chosen.OrderByDescending(f => f.IsUrgent).ThenBy(f => f.FoundAt).ThenBy(f => f.Id))
            .Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var places = (await projects.Find([.. rows.Select(f => f.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id);
        var found = await names.OfFinders(rows, ct);
        var now = time.GetUtcNow();
        var total = state is { } one ? counts.Of(one) : counts.ByState.Values.Sum();
        return new List(
            page.Of<Row>([.. rows.Where(f => places.ContainsKey(f.ProjectId)).Select(f => RowOf(f, places[f.ProjectId]))], total),
            Enum.GetValues<FaultState>().Where(s => s != FaultState.Retracted).ToDictionary(s => s, counts.Of), counts.Urgent, counts.OldestPendingAt);

        Row RowOf(Fault f, ProjectCard project) => new(
            f.Id, project.Id, project.Name, catalogue.For(project.Region).FindClass(f.ClassCode)?.SystemName ?? "", f.ItemName, f.Place, f.Text, f.State,
            f.Source, f.FoundById is { } by ? found.GetValueOrDefault(by) : null, f.IsUrgent,
            FaultRules.IsOverdue(f, policies.For(project.Region).Fault, now), FaultRules.DaysOpen(f, now), f.IsHandled,
            f.LastHandling is { } last ? FaultWords.Of(last) : null, f.AssigneeName, f.DueOn, f.FoundAt, f.PhotoIds.Count,
            f.PhotoIds.Count > 0 ? photos.Link(f.PhotoIds[0]) : null);
    }
}

/// <summary>Who found a fault: one of the agency's people, or a contact of the owner.</summary>
internal sealed class FaultNames(IPeople people, IOwnerContacts contacts)
{
    public async Task<IReadOnlyDictionary<Guid, string>> OfFinders(IReadOnlyCollection<Fault> faults, CancellationToken ct)
    {
        var names = (await people.Of(faults.Where(f => f.Source == FaultSource.MaintenanceReport).Select(f => f.FoundById).OfType<Guid>().Distinct(), ct))
            .ToDictionary(p => p.Id, p => p.Name);
        foreach (var (id, name) in await OfContacts(faults.Where(f => f.Source == FaultSource.OwnerRequest).Select(f => f.FoundById).OfType<Guid>(), ct))
        {
            names[id] = name;
        }

        return names;
    }

    public async Task<IReadOnlyDictionary<Guid, string>> OfContacts(IEnumerable<Guid> ids, CancellationToken ct) =>
        ids.Distinct().ToList() is { Count: > 0 } some ? await contacts.Names(some, ct) : new Dictionary<Guid, string>();
}
