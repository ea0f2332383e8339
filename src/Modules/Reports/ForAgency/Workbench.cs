using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>What waits for the person who holds the phone (SCR-01, SCR-02, PLN-30).</summary>
internal static class Workbench
{
    /// <param name="FaceOk">The operator was recognised on site, at the check-in or at the start of the task.</param>
    public sealed record Waiting(
        Guid TaskId, string TaskName, string ProjectName, string OperatorName, DateTimeOffset? SubmittedAt, int Failures, bool FaceOk, bool InsideFence);

    public sealed record ToReviewBlock(int Count, Waiting? Oldest);
    public sealed record PlanBlock(int Uncreated, int Unassigned, int UnassignedFacilities);
    public sealed record CountBlock(int Open, DateTimeOffset? OldestAt);
    public sealed record Progress(int Projects, int Filed, int ToFile, int Running, int Idle);
    public sealed record Present(Guid VisitId, string PersonName, string ProjectName, DateTimeOffset StartedAt);

    public sealed record Response(
        string LeadName, string AgencyName, ChinaMonth Month, IReadOnlyCollection<Role> Roles, ToReviewBlock ToReview, CountBlock Faults, PlanBlock Plans,
        CountBlock Filings, CountBlock Consents, Progress Progress, IReadOnlyList<Present> OnSite);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/workbench", Handle);

    private static async Task<Response> Handle(
        AppDb db, CurrentActor actor, IProjects projects, IPlans plans, IFieldTasks tasks, IVisits visits, IFaults faults, IPeople people,
        IAgencies agencies, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required;
        var month = ChinaMonth.Of(time.GetUtcNow());
        var mine = (await projects.Mine(ct)).ToDictionary(p => p.Id);
        var led = mine.Values.Where(p => p.LeadId == me.PersonId).Select(p => p.Id).ToList();
        var waiting = await tasks.InStates(led, [FieldTaskState.Submitted], new PageRequest(1, 1), ct);
        var consents = await tasks.ConsentsWaiting(led, ct);
        var onSite = await visits.OnSite([.. mine.Keys], ct);
        var oldest = waiting.Items.Count > 0 ? waiting.Items[0] : null;
        var (face, inside) = oldest is null ? (false, false) : await Arrival(oldest, tasks, visits, ct);
        var names = (await people.Of([.. onSite.Select(v => v.PersonId), oldest?.OperatorId ?? Guid.Empty], ct)).ToDictionary(p => p.Id, p => p.Name);
        return new Response(
            me.Name, me.AgencyId is { } agency ? (await agencies.Find(agency, ct))?.ShortName ?? "" : "", month, me.Roles,
            new ToReviewBlock(waiting.Total, oldest is null ? null : new Waiting(
                oldest.Id, oldest.Name, mine[oldest.ProjectId].Name, names.GetValueOrDefault(oldest.OperatorId, ""), oldest.SubmittedAt, oldest.Failures,
                face, inside)),
            new CountBlock(await faults.CountPending(led, ct), null), await PlansOf(mine, led, month, plans, time, ct), await ToFile(db, me, ct),
            new CountBlock(consents.Count, consents.Count > 0 ? consents[0] : null),
            await ProgressOf(db, mine.Values.Where(p => Served(p, time)).Select(p => p.Id).ToList(), month, ct),
            [.. onSite.Select(v => new Present(v.Id, names.GetValueOrDefault(v.PersonId, ""), mine[v.ProjectId].Name, v.StartedAt))]);
    }

    /// <summary>What vouches for the oldest record: the check-in where there is one (CHK-01), else the start of the task.</summary>
    private static async Task<(bool Face, bool Inside)> Arrival(TaskCard task, IFieldTasks tasks, IVisits visits, CancellationToken ct)
    {
        var start = (await tasks.Sheet(task.Id, ct))?.Start;
        var visit = task.SubmittedAt is { } at
            ? (await visits.OfProject(task.ProjectId, ChinaMonth.Of(at), ct)).FirstOrDefault(v => v.PersonId == task.OperatorId)
            : null;
        return (visit is not null || start?.Score >= start?.Threshold, start?.Inside ?? visit is not null);
    }

    private static bool Served(ProjectCard p, TimeProvider time) =>
        p.ServiceType == ServiceType.Maintenance && p.TermStarts <= time.Today() && p.TermEnds >= time.Today()
        && p.State is ProjectState.Active or ProjectState.Practised or ProjectState.Retest;

    private static async Task<PlanBlock> PlansOf(
        Dictionary<Guid, ProjectCard> mine, List<Guid> led, ChinaMonth month, IPlans plans, TimeProvider time, CancellationToken ct)
    {
        var served = led.Where(id => Served(mine[id], time)).ToList();
        var open = (await plans.OfMonth(served, month, ct)).Select(p => p.Items.Count(i => i.State == PlanItemState.Open)).ToList();
        return new PlanBlock(served.Count - open.Count, open.Count(o => o > 0), open.Sum());
    }

    /// <summary>FIL-09; only the technical lead has any (SCR-02).</summary>
    private static async Task<CountBlock> ToFile(AppDb db, Actor me, CancellationToken ct)
    {
        var open = db.Set<Report>().Where(r => r.TechnicalLeadId == me.PersonId && r.State == ReportState.Ready);
        return new CountBlock(await open.CountAsync(ct), await open.MinAsync(r => r.GeneratedAt, ct));
    }

    private static async Task<Progress> ProgressOf(AppDb db, List<Guid> served, ChinaMonth month, CancellationToken ct)
    {
        var states = await db.Set<Report>().Where(r => r.Month == month && served.Contains(r.ProjectId)).Select(r => r.State).ToListAsync(ct);
        int Of(params ReportState[] any) => states.Count(any.Contains);
        return new Progress(
            served.Count, Of(ReportState.Filed), Of(ReportState.Ready), Of(ReportState.Generating, ReportState.Failed), served.Count - states.Count);
    }
}
