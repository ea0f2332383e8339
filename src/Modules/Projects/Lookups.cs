using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects;

/// <summary>Projects for the modules below.</summary>
internal sealed class Lookups(AppDb db, CurrentActor actor, IRegionPolicies policies, TimeProvider time) : IProjects
{
    private static readonly Func<AppDb, Guid, CancellationToken, Task<Project?>> One = EF.CompileAsyncQuery(
        (AppDb db, Guid id, CancellationToken _) => db.Set<Project>().AsNoTracking().FirstOrDefault(p => p.Id == id));

    private static readonly Func<AppDb, Guid, CancellationToken, Task<string?>> RegionOfOne = EF.CompileAsyncQuery(
        (AppDb db, Guid id, CancellationToken _) => db.Set<Project>().Where(p => p.Id == id).Select(p => p.Region).FirstOrDefault());

    public async Task<ProjectCard?> Find(Guid projectId, CancellationToken ct) => await One(db, projectId, ct) is { } project ? Card(project) : null;

    public Task<string?> RegionOf(Guid projectId, CancellationToken ct) => RegionOfOne(db, projectId, ct);

    public async Task<IReadOnlyList<ProjectCard>> Find(IReadOnlyCollection<Guid> projectIds, CancellationToken ct) =>
        [.. (await db.Set<Project>().AsNoTracking().Where(p => projectIds.Contains(p.Id)).ToListAsync(ct)).Select(Card)];

    public async Task<IReadOnlyList<ProjectCard>> Mine(CancellationToken ct) =>
        [.. (await db.Set<Project>().AsNoTracking().OfActor(actor.Required).OrderByDescending(p => p.CreatedAt).ToListAsync(ct)).Select(Card)];

    public async Task<ProjectReach> Reach(CancellationToken ct) => actor.Required.SeesAllProjects()
        ? new(null)
        : new(await db.Set<Project>().OfActor(actor.Required).Select(p => p.Id).ToListAsync(ct));

    public async Task<ProjectReach> Led(CancellationToken ct)
    {
        var me = actor.Required;
        return me.SeesAllProjects()
            ? new(null)
            : new(await db.Set<Project>().Where(p => p.LeadId == (me.PersonId ?? Guid.Empty)).Select(p => p.Id).ToListAsync(ct));
    }

    public async Task<IReadOnlyList<ProjectCard>> Matching(SearchWords words, int max, CancellationToken ct) =>
        [.. (await db.Set<Project>().AsNoTracking().OfActor(actor.Required).Matching(words)
            .OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).Take(max).ToListAsync(ct)).Select(Card)];

    public async Task<IReadOnlyList<Guid>> Named(string part, int max, CancellationToken ct) =>
        await db.Set<Project>().AsNoTracking().OfActor(actor.Required).Where(p => p.Name.Contains(part)).OrderBy(p => p.Id)
            .Select(p => p.Id).Take(max).ToListAsync(ct);

    public async Task<Page<ProjectCard>> List(SearchWords? words, PageRequest page, CancellationToken ct)
    {
        var projects = db.Set<Project>().AsNoTracking().OfActor(actor.Required);
        projects = words is null ? projects : projects.Matching(words);
        var total = await projects.CountAsync(ct);
        var rows = await projects.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<ProjectCard>([.. rows.Select(Card)], total);
    }

    public async Task<Page<ProjectCard>> ByName(PageRequest page, CancellationToken ct)
    {
        var projects = db.Set<Project>().AsNoTracking().OfActor(actor.Required);
        var total = await projects.CountAsync(ct);
        // By code point whatever the database's own collation is; the index has the same.
        var rows = await projects.OrderBy(p => EF.Functions.Collate(p.Name, ProjectMapping.ByCodePoint)).ThenBy(p => p.Id)
            .Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<ProjectCard>([.. rows.Select(Card)], total);
    }

    public async Task<Page<ProjectPlace>> Places(IReadOnlyCollection<ProjectState> states, PageRequest page, CancellationToken ct)
    {
        var projects = db.Set<Project>().AsNoTracking().OfActor(actor.Required).Where(p => states.Contains(p.State));
        var total = await projects.CountAsync(ct);
        var rows = await projects.OrderBy(p => EF.Functions.Collate(p.Name, ProjectMapping.ByCodePoint)).ThenBy(p => p.Id).Skip(page.Skip).Take(page.Take)
            .Select(p => new { p.Id, p.Name, p.Address, p.State, p.Fence }).ToListAsync(ct);
        return page.Of<ProjectPlace>([.. rows.Select(p => new ProjectPlace(p.Id, p.Name, p.Address, p.State, p.Fence))], total);
    }

    public async Task<IReadOnlyList<Guid>> Expected(ChinaMonth month, CancellationToken ct)
    {
        var (from, to, isNow) = DaysOf(month);
        return await db.Set<Project>().FromSql($"select * from project_expected({month.ToString()}, {from}, {to}, {!isNow})").OfActor(actor.Required)
            .OrderBy(p => p.TermEnds).ThenBy(p => p.Id).Select(p => p.Id).ToListAsync(ct);
    }

    public async Task<ExpectedProjects> Expecting(ChinaMonth month, CancellationToken ct)
    {
        var (from, to, isNow) = DaysOf(month);
        return new ExpectedProjects(actor.Required.AgencyId, (await Reach(ct)).Ids?.ToArray(), month.ToString(), from, to, !isNow);
    }

    public async Task<IReadOnlySet<Guid>> Suspended(IReadOnlyCollection<Guid> projectIds, ChinaMonth month, CancellationToken ct) =>
        await db.Set<ProjectSuspension>().Where(s => s.Month == month && s.State == SuspensionState.Approved && projectIds.Contains(s.ProjectId))
            .Select(s => s.ProjectId).ToHashSetAsync(ct);

    public async Task<bool> IsSuspended(Guid projectId, ChinaMonth month, CancellationToken ct) => (await Suspended([projectId], month, ct)).Count > 0;

    public async Task<FenceReading> Measure(Guid projectId, Position position, CancellationToken ct) =>
        (await Must(projectId, ct)).Measure(position);

    public async Task<IReadOnlyList<FenceReading>> Measure(Guid projectId, IReadOnlyList<Position> positions, CancellationToken ct) =>
        await Must(projectId, ct) is { Fence.Count: > 2 } project ? [.. positions.Select(project.Measure)] : [];

    public async Task<ProjectCard> Admit(Guid projectId, Guid personId, CancellationToken ct)
    {
        var project = await Must(projectId, ct);
        project.Admit(personId);
        return Card(project);
    }

    public async Task MarkFirstWork(Guid projectId, CancellationToken ct) => (await Must(projectId, ct)).MarkFirstWork(time.GetUtcNow());

    public async Task AwaitRetest(Guid projectId, CancellationToken ct) => (await Must(projectId, ct)).AwaitRetest();

    public async Task Complete(Guid projectId, CancellationToken ct) => (await Must(projectId, ct)).Complete();

    public async Task<ProjectSheet?> Sheet(Guid projectId, CancellationToken ct) =>
        await db.Set<Project>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == projectId, ct) is { } p
            ? new ProjectSheet(
                Card(p), p.ContractNumber, p.KeyUnitName, p.IsKeyUnit ?? false, p.SafetyResponsible, p.SafetyManager, p.ControlRoomPhone,
                p.Buildings, p.WaterSupplies, p.Fence)
            : null;

    /// <summary>Of the running month today alone: a term that ended yesterday asks for no plan.</summary>
    private (DateOnly From, DateOnly To, bool IsNow) DaysOf(ChinaMonth month)
    {
        var today = time.Today();
        return ChinaMonth.Of(today) == month ? (today, today, true) : (month.FirstDay, month.LastDay, false);
    }

    private async Task<Project> Must(Guid projectId, CancellationToken ct) =>
        await db.Set<Project>().FirstOrDefaultAsync(p => p.Id == projectId, ct) ?? throw new RuleBroken(ProjectProblems.NotYours);

    private ProjectCard Card(Project p) => new(
        p.Id, p.Name, p.Region, p.ServiceType, p.State, p.AgencyId, p.OwnerId, p.BrigadeId, p.LeadId, p.TechnicalLeadId, p.MemberIds,
        p.TermStarts, p.TermEnds, p.Address, p.FacilityClassCodes, p.MissingParts(policies.For(p.Region)), p.FirstWorkAt, p.DirectUpload);
}

internal static class ProjectQueries
{
    /// <summary>
    /// ACC-15: administrators and managers see all of the agency; everybody else what he leads or is a member of. The walls
    /// between agencies and owners stand before this, in the isolation filter.
    /// </summary>
    public static IQueryable<Project> OfActor(this IQueryable<Project> projects, Actor actor)
    {
        var person = actor.PersonId ?? Guid.Empty;
        return actor.SeesAllProjects() ? projects : projects.Where(p => p.LeadId == person || p.TechnicalLeadId == person || p.MemberIds.Contains(person));
    }

    /// <summary>Whose name, address or contract number holds the words.</summary>
    public static IQueryable<Project> Matching(this IQueryable<Project> projects, SearchWords words) => projects.Where(p =>
        SearchWords.Holds(p.Name, words.Text, words.Pattern) || SearchWords.Holds(p.Address, words.Text, words.Pattern)
        || SearchWords.Holds(p.ContractNumber, words.Text, words.Pattern));

    public static bool SeesAllProjects(this Actor actor) =>
        actor.Door is not (Door.Agency or Door.MiniProgram) || actor.Has(Role.AgencyAdmin) || actor.Has(Role.AgencyManager);
}
