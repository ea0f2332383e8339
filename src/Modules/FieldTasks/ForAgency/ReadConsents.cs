using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.ForAgency;

/// <summary>处理申请: what operators ask the lead of a project, and what was decided (APR-01, 02, 08, 10).</summary>
internal static class ReadConsents
{
    public sealed record Row(
        Guid Id, ConsentKind Kind, ConsentState State, Guid TaskId, string TaskName, Guid ProjectId, string ProjectName, string OperatorName,
        DateTimeOffset AskedAt, DateTimeOffset? DecidedAt);

    /// <summary>人, 位, 时, 像: what the evidence strip shows.</summary>
    public sealed record Evidence(
        double? Score, double? Threshold, Position Position, bool InsideFence, double DistanceMetres, DateTimeOffset StartedAt, int Photos);

    public sealed record Detail(
        Guid Id, ConsentKind Kind, ConsentState State, Guid TaskId, string TaskName, Guid ProjectId, string ProjectName, string OperatorName,
        DateTimeOffset AskedAt, Evidence Operator, IReadOnlyList<PhotoLink> Photos, IReadOnlyList<FencePoint> Fence, DateTimeOffset? DecidedAt,
        string? Reason, double? DeciderScore, double? DeciderDistanceMetres, Evidence? Decider);

    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapGet("/consents", List).For(Role.ProjectLead);
        agency.MapGet("/consents/{id:guid}", Show).For(Role.ProjectLead);
    }

    private static async Task<Page<Row>> List(
        ConsentState? state, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IProjects projects, IPeople people, CancellationToken ct)
    {
        var led = (await projects.Mine(ct)).Where(p => p.LeadId == actor.Required.PersonId).ToDictionary(p => p.Id, p => p.Name);
        var consents = db.Set<Consent>().AsNoTracking().Where(c => led.Keys.Contains(c.ProjectId) && (state == null || c.State == state));
        var total = await consents.CountAsync(ct);
        var rows = await (
            from consent in consents.OrderByDescending(c => c.AskedAt).ThenBy(c => c.Id).Skip(page.Skip).Take(page.Take)
            join task in db.Set<FieldTask>() on consent.TaskId equals task.Id
            orderby consent.AskedAt descending, consent.Id
            select new { Consent = consent, task.Name }).ToListAsync(ct);
        var names = (await people.Of(rows.Select(r => r.Consent.AskedBy).Distinct(), ct)).ToDictionary(p => p.Id, p => p.Name);
        return page.Of<Row>([.. rows.Select(r => new Row(
            r.Consent.Id, r.Consent.Kind, r.Consent.State, r.Consent.TaskId, r.Name, r.Consent.ProjectId, led[r.Consent.ProjectId],
            names.GetValueOrDefault(r.Consent.AskedBy, ""), r.Consent.AskedAt, r.Consent.DecidedAt))], total);
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IPeople people, Photos photos, CancellationToken ct)
    {
        var consent = await db.Set<Consent>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct) ?? throw new RuleBroken(ConsentProblems.NotYours);
        var sheet = await projects.Sheet(consent.ProjectId, ct) ?? throw new RuleBroken(ConsentProblems.NotYours);
        sheet.Project.MustBeLedBy(actor.Required);
        var taskName = await db.Set<FieldTask>().Where(t => t.Id == consent.TaskId).Select(t => t.Name).FirstAsync(ct);
        var asker = await people.Find(consent.AskedBy, ct);
        return new Detail(
            consent.Id, consent.Kind, consent.State, consent.TaskId, taskName, consent.ProjectId, sheet.Project.Name, asker?.Name ?? "",
            consent.AskedAt, StripOf(consent.Asked), photos.Links(consent.Asked.PhotoIds), sheet.Fence, consent.DecidedAt, consent.Reason,
            consent.Decided?.Score, consent.Decided?.DistanceMetres, consent.Decided is { } decided ? StripOf(decided) : null);
    }

    private static Evidence StripOf(SiteEvidence site) => new(
        site.Score, site.Threshold, site.Place, site.Inside, site.DistanceMetres, site.At, site.PhotoIds.Count);
}

internal static class Deciders
{
    /// <summary>APR-10: only the project's own lead.</summary>
    public static void MustBeLedBy(this ProjectCard project, Actor actor)
    {
        if (project.LeadId != actor.PersonId)
        {
            throw new RuleBroken(ConsentProblems.NotYourProject);
        }
    }
}
