using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Projects.ForConsole;

/// <summary>How many projects that still run each of these people leads, answers for or works at: beside his name in the staff list (PEO-05).</summary>
internal static class CountProjects
{
    internal sealed record Line(Guid PersonId, int Projects);

    /// <summary>As many as a page of the list may hold.</summary>
    private const int MostAsked = 100;

    public static void Map(RouteGroupBuilder console) =>
        console.MapGet("/projects/staffing", Handle).For(Role.AgencyAdmin, Role.AgencyManager, Role.Representative);

    /// <param name="person">Those of one page of the list.</param>
    private static async Task<IReadOnlyList<Line>> Handle(Guid[] person, AppDb db, CancellationToken ct)
    {
        var asked = person.Distinct().Take(MostAsked).ToList();
        var staffed = await db.Set<Project>().AsNoTracking()
            .Where(p => p.State != ProjectState.Done && p.State != ProjectState.Terminated && p.State != ProjectState.Cancelled)
            .Where(p => asked.Contains(p.LeadId) || asked.Contains(p.TechnicalLeadId!.Value) || p.MemberIds.Any(m => asked.Contains(m)))
            .Select(p => new { p.LeadId, p.TechnicalLeadId, p.MemberIds }).ToListAsync(ct);
        return [.. asked.Select(id => new Line(id, staffed.Count(p => p.LeadId == id || p.TechnicalLeadId == id || p.MemberIds.Contains(id))))];
    }
}
