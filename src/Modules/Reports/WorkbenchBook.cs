using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.Visits.Contracts;
using static WeChatService.Reports.ForAgency.Workbench;

namespace WeChatService.Reports;

/// <summary>
/// Counts the home screen. Every number is that of the list which it opens: both ask the same module over the same reach. Nothing is
/// read to be counted, so that an administrator of 100,000 projects waits as little as a lead of twenty.
/// </summary>
internal sealed class WorkbenchBook(
    AppDb db, CurrentActor actor, IProjects projects, IPlans plans, IFieldTasks tasks, IVisits visits, IFaults faults, IReviewQueue reviews, IPeople people,
    IAgencies agencies, IRegionPolicies policies, Photos photos, TimeProvider time)
{
    private const int OnSiteShown = 5;

    public async Task<Response> Read(CancellationToken ct)
    {
        var me = actor.Required;
        var month = ChinaMonth.Of(time.GetUtcNow());
        // SCR-02: plan, review and fault blocks for the lead, and for the managers who read all.
        var reads = me.Has(Role.ProjectLead) || me.Has(Role.AgencyManager) || me.Has(Role.AgencyAdmin);
        var reach = await projects.Reach(ct);
        var expected = await projects.Expecting(month, ct);
        var counted = await plans.Count(expected, ct);
        var onSite = await visits.OnSite(ct);
        return new Response(
            me.Name, me.AgencyId is { } agency ? (await agencies.Find(agency, ct))?.ShortName ?? "" : "", month, me.Roles,
            me.Has(Role.ProjectLead) || me.Has(Role.TechnicalLead),
            reads ? new PlanBlock(counted.Uncreated, counted.Unfinished, counted.Unassigned, counted.UnassignedFacilities) : null,
            reads && AsksConsent(me) ? await Consents(ct) : null,
            await Reviews(reads, ct), reads ? await Faults(reach, ct) : null, me.Has(Role.TechnicalLead) ? await Filings(me, ct) : null,
            await ProgressOf(expected, reach, month, ct), await Shown(onSite, ct), onSite.Count,
            me.Region is { } region && policies.For(region).Evaluation.Enabled);
    }

    /// <summary>APR-01, 02: the block stands where the profile asks for consents.</summary>
    private bool AsksConsent(Actor me) => me.Region is { } region && policies.For(region).Approval is { Start: true } or { Submit: true };

    private async Task<ConsentBlock> Consents(CancellationToken ct)
    {
        var waiting = await tasks.ConsentsWaiting(await projects.Led(ct), ct);
        return new ConsentBlock(waiting.Start, waiting.Submit, waiting.OldestAt);
    }

    /// <summary>Also for a technical lead whom the profile lets review (REV-01).</summary>
    private async Task<ReviewBlock?> Reviews(bool reads, CancellationToken ct)
    {
        var waiting = await reviews.Count(ct);
        return reads || waiting.IsForActor
            ? new ReviewBlock(waiting.Tasks + waiting.Plans, waiting.Oldest is { } oldest ? await Describe(oldest, ct) : null)
            : null;
    }

    private async Task<Waiting> Describe(TaskCard task, CancellationToken ct)
    {
        var (face, inside) = await Arrival(task, ct);
        return new Waiting(
            task.Id, task.Name, (await projects.Find(task.ProjectId, ct))?.Name ?? "", (await people.Find(task.OperatorId, ct))?.Name ?? "",
            task.SubmittedAt, task.Failures, face, inside);
    }

    /// <summary>What vouches for the oldest record: the check-in where there is one (CHK-01), else the start of the task or the consent to it.</summary>
    private async Task<(bool Face, bool Inside)> Arrival(TaskCard task, CancellationToken ct)
    {
        var sheet = await tasks.Sheet(task.Id, ct);
        var start = sheet?.Start;
        var consent = sheet?.Consents.FirstOrDefault(c => c is { Kind: ConsentKind.Start, State: ConsentState.Granted })?.Asked;
        var visit = task.SubmittedAt is { } at
            ? (await visits.OfProject(task.ProjectId, ChinaMonth.Of(at), ct)).FirstOrDefault(v => v.PersonId == task.OperatorId)
            : null;
        return (visit is not null || consent is not null || start?.Score >= start?.Threshold, start?.Inside ?? (visit is not null || consent?.Inside == true));
    }

    private async Task<FaultBlock> Faults(ProjectReach reach, CancellationToken ct)
    {
        var counts = await faults.Count(reach, ct);
        return new FaultBlock(
            counts.Of(FaultState.Pending), counts.Of(FaultState.InProgress), counts.Of(FaultState.OwnerDeclined), counts.Of(FaultState.Resolved),
            counts.Of(FaultState.OutOfScope), counts.Urgent, counts.OldestPendingAt);
    }

    /// <summary>FIL-08, FIL-09: what can be filed at this door; only the technical lead has any (SCR-02).</summary>
    private async Task<FilingBlock> Filings(Actor me, CancellationToken ct)
    {
        var open = db.Set<Report>().ToFile(me, policies);
        return new FilingBlock(await open.CountAsync(ct), await open.MinAsync(r => r.GeneratedAt, ct));
    }

    /// <summary>How far the month's projects are, each counted once: filed, made, begun (somebody has work of the plan), none of it.</summary>
    private sealed record Standing(int Projects, int Filed, int Made, int Begun);

    // In the database: an administrator's month has 100,000 projects. The walls stand in the statement.
    private async Task<Progress> ProgressOf(ExpectedProjects e, ProjectReach reach, ChinaMonth month, CancellationToken ct)
    {
        var now = (await db.Database.SqlQuery<Standing>(
            $"""
            select count(*)::int as projects, (count(*) filter (where r.filed))::int as filed, (count(*) filter (where not r.filed))::int as made,
              (count(*) filter (where r.filed is null and b.project_id is not null))::int as begun
            from project_expected({e.Month}, {e.FirstDay}, {e.LastDay}, {e.DoneToo}) x
            left join (
              select project_id, bool_or(state = 'Filed') as filed from report
              where agency_id = {e.AgencyId} and month = {e.Month}::char(7) and state in ('Filed', 'Ready') group by project_id) r on r.project_id = x.id
            left join (
              select distinct project_id from plan
              where agency_id = {e.AgencyId} and month = {e.Month}::char(7) and state <> 'Drafted') b on b.project_id = x.id
            where x.agency_id = {e.AgencyId} and ({e.Among}::uuid[] is null or x.id = any({e.Among}::uuid[]))
            """).ToListAsync(ct))[0];
        return new Progress(
            now.Projects, now.Filed, now.Made, now.Begun, now.Projects - now.Filed - now.Made - now.Begun, await FiledLastMonth(reach, month.AddMonths(-1), ct));
    }

    /// <summary>The filing lies in a JSON column, so that this is a statement of its own; it keeps the walls by itself.</summary>
    private Task<int> FiledLastMonth(ProjectReach reach, ChinaMonth last, CancellationToken ct)
    {
        var (agency, month, until) = (actor.Required.AgencyId, last.ToString(), time.GetUtcNow().AddMonths(-1));
        if (reach.Ids is null)
        {
            return db.Database.SqlQuery<int>(
                $"""
                select count(*)::int as "Value" from report
                where agency_id = {agency} and month = {month} and state = 'Filed' and (filing->>'at')::timestamptz <= {until}
                """).SingleAsync(ct);
        }

        var ids = reach.Ids.ToArray();
        return db.Database.SqlQuery<int>(
            $"""
            select count(*)::int as "Value" from report
            where project_id = any({ids}) and month = {month} and state = 'Filed' and (filing->>'at')::timestamptz <= {until}
            """).SingleAsync(ct);
    }

    private async Task<IReadOnlyList<Present>> Shown(IReadOnlyList<Presence> onSite, CancellationToken ct)
    {
        var shown = onSite.Take(OnSiteShown).ToList();
        var names = (await people.Of(shown.Select(p => p.PersonId), ct)).ToDictionary(p => p.Id);
        var places = (await projects.Find([.. shown.Select(p => p.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        return [.. shown.Select(p => new Present(
            p.VisitId, p.TaskId, names.GetValueOrDefault(p.PersonId)?.Name ?? "", places.GetValueOrDefault(p.ProjectId, ""), p.StartedAt, p.Inside,
            names.GetValueOrDefault(p.PersonId)?.PortraitObjectId is { } portrait ? photos.Link(portrait) : null))];
    }
}
