using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.ForOwner;

/// <summary>What needs the contact: a visit to rate, a report to read; then how the facilities stand (SCR-03).</summary>
internal static class Home
{
    public enum TodoKind { Rating, Report, Proposal }
    public sealed record Todo(TodoKind Kind, Guid Id, string Title, string Detail);
    public sealed record Repairing(Guid Id, string Title, string Detail);
    public sealed record Lead(string Name, string MaskedPhone);
    public sealed record ProjectRow(Guid Id, string Name, string Address);

    public sealed record Response(
        string ContactName, string OwnerName, string ProjectName, IReadOnlyList<ProjectRow> Projects, bool Works, DateTimeOffset? LastCheckAt,
        ReadReports.Counts? Counts, IReadOnlyList<Todo> Todo, IReadOnlyList<Repairing> Repairing, Lead? Lead, int UnreadReports);

    public static void Map(RouteGroupBuilder owner) => owner.MapGet("/home", Handle);

    private static async Task<Response> Handle(
        AppDb db, CurrentActor actor, IProjects projects, IOwners owners, IOwnerContacts contacts, IVisits visits, IFaults faults, IPeople people,
        CancellationToken ct)
    {
        var me = actor.Required;
        IReadOnlyList<Guid> mine = me.ContactId is { } contact ? await contacts.ProjectsOf(contact, ct) : [];
        var bound = (await projects.Mine(ct)).Where(p => mine.Contains(p.Id)).ToList();
        var ids = bound.Select(p => p.Id).ToList();
        var names = bound.ToDictionary(p => p.Id, p => p.Name);
        var forms = (await visits.OpenFor(ids, ct)).Where(f => !f.Rated && !f.Silent).ToList();
        var reports = await db.Set<Report>().AsNoTracking().Where(r => r.State == ReportState.Filed && ids.Contains(r.ProjectId))
            .OrderByDescending(r => r.CreatedAt).Take(12).ToListAsync(ct);
        var read = await db.Set<ReportReading>().Where(r => r.ContactId == me.ContactId).Select(r => r.ReportId).ToHashSetAsync(ct);
        var unread = reports.Where(r => !read.Contains(r.Id)).ToList();
        var open = await faults.Open(ids, ct);
        var latest = reports.FirstOrDefault();
        var lead = bound.Count > 0 ? await people.Find(bound[0].LeadId, ct) : null;
        return new Response(
            me.Name, bound.Count > 0 ? (await owners.Find(bound[0].OwnerId, ct))?.Name ?? "" : "", bound.Count > 0 ? bound[0].Name : "",
            [.. bound.Select(p => new ProjectRow(p.Id, p.Name, p.Address))], open.Count == 0, latest?.GeneratedAt,
            latest is null ? null : new ReadReports.Counts(latest.Conforms, latest.Fails, latest.NotApplicable),
            [
                .. forms.Select(f => new Todo(TodoKind.Rating, f.Id, "给这次执业打分", $"{names[f.ProjectId]}，{f.Day.Month}月{f.Day.Day}日")),
                .. open.Where(f => f.AskedFen is not null).Select(f => new Todo(
                    TodoKind.Proposal, f.Id, $"{f.ItemName}修不修", f.AskedFen == 0 ? "维保公司不收费，请您决定" : $"维保公司报价 {f.AskedFen / 100m:0.##} 元，请您决定")),
                .. unread.Select(r => new Todo(TodoKind.Report, r.Id, $"看 {r.Month.Month}月的报告", r.ProjectName)),
            ],
            [.. open.Select(f => new Repairing(f.Id, f.ItemName, f.Handlings.Count > 0 ? f.Handlings[^1].Label : "等服务机构处置"))],
            lead is null ? null : new Lead(lead.Name, lead.MaskedPhone), unread.Count);
    }
}
