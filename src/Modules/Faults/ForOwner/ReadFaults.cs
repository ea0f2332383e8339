using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.ForOwner;

/// <summary>The owner reads what is broken and what is being done about it (OWN-12, FLT-22).</summary>
internal static class ReadFaults
{
    public sealed record Step(string What, string? Note, string By, DateTimeOffset At);
    public sealed record Row(
        Guid Id, string ProjectName, string ItemName, string Text, FaultState State, DateTimeOffset FoundAt, IReadOnlyList<PhotoLink> Photos,
        IReadOnlyList<Step> Steps);

    public static void Map(RouteGroupBuilder owner) => owner.MapGet("/faults", All);

    private static async Task<Page<Row>> All([AsParameters] PageRequest page, AppDb db, IProjects projects, Photos photos, CancellationToken ct)
    {
        var faults = db.Set<Fault>().AsNoTracking();
        var total = await faults.CountAsync(ct);
        var rows = await faults.OrderByDescending(f => f.FoundAt).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = (await projects.Find([.. rows.Select(r => r.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        return page.Of<Row>([.. rows.Select(f => new Row(
            f.Id, names.GetValueOrDefault(f.ProjectId, ""), f.ItemName, f.Text, f.State, f.FoundAt, photos.Links(f.PhotoIds),
            [.. f.Sheet().Handlings.Select(h => new Step(h.Label, h.Note, h.ByName, h.At))]))], total);
    }
}
