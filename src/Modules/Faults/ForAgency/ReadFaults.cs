using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.ForAgency;

/// <summary>待处理, 处理中, 不同意维修, 已解决, 不在范围 (FLT-08), and one fault with its history (FLT-11).</summary>
internal static class ReadFaults
{
    public sealed record Row(
        Guid Id, Guid ProjectId, string ProjectName, string SystemName, string ItemName, string Text, FaultState State, FaultSource Source,
        bool IsHandled, DateTimeOffset FoundAt, int PhotoCount, PhotoLink? Photo);

    public sealed record List(Page<Row> Faults, IReadOnlyDictionary<FaultState, int> Counts);

    public sealed record Candidate(Guid Id, string Name, string? Certificate);

    public sealed record Detail(
        Guid Id, Guid ProjectId, string ProjectName, Guid? TaskId, string SystemName, string ClassName, string ItemName, string Text, FaultState State,
        FaultSource Source, DateTimeOffset FoundAt, IReadOnlyList<PhotoLink> Photos, IReadOnlyList<HandlingSheet> Handlings,
        bool MayHandle, IReadOnlyList<Candidate> Candidates);

    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapGet("/faults", All);
        agency.MapGet("/faults/{id:guid}", Show);
    }

    private static async Task<List> All(
        FaultState? state, Guid? projectId, [AsParameters] PageRequest page, AppDb db, IProjects projects, ICatalogue catalogue, Photos photos,
        CancellationToken ct)
    {
        var mine = (await projects.Mine(ct)).ToDictionary(p => p.Id);
        var faults = db.Set<Fault>().AsNoTracking().Where(f => mine.Keys.Contains(f.ProjectId) && (projectId == null || f.ProjectId == projectId));
        var counts = await faults.GroupBy(f => f.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var chosen = faults.Where(f => state == null || f.State == state);
        var rows = await chosen.OrderBy(f => f.FoundAt).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var total = state is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum();
        return new List(page.Of<Row>([.. rows.Select(f => new Row(
            f.Id, f.ProjectId, mine[f.ProjectId].Name, catalogue.For(mine[f.ProjectId].Region).FindClass(f.ClassCode)?.SystemName ?? "", f.ItemName,
            f.Text, f.State, f.Source, f.IsHandled, f.FoundAt, f.PhotoIds.Count, f.PhotoIds.Count > 0 ? photos.Link(f.PhotoIds[0]) : null))], total),
            Enum.GetValues<FaultState>().ToDictionary(s => s, s => counts.GetValueOrDefault(s)));
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IPeople people, ICatalogue catalogue, Photos photos, CancellationToken ct)
    {
        var fault = await db.Set<Fault>().AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        var project = (await projects.Mine(ct)).FirstOrDefault(p => p.Id == fault.ProjectId) ?? throw new RuleBroken(FaultProblems.NotYours);
        var members = await people.Of(project.MemberIds, ct);
        var facility = catalogue.For(project.Region).FindClass(fault.ClassCode);
        var sheet = fault.Sheet();
        return new Detail(
            fault.Id, project.Id, project.Name, fault.TaskId, facility?.SystemName ?? "", facility?.Name ?? "", fault.ItemName, fault.Text, fault.State,
            fault.Source, fault.FoundAt, photos.Links(fault.PhotoIds), sheet.Handlings, project.LeadId == actor.Required.PersonId,
            [.. members.Where(m => m.MayWorkOnSite).Select(m => new Candidate(m.Id, m.Name, m.Certificates.Count > 0 ? m.Certificates[0].Says : null))]);
    }
}
