using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits.ForMiniProgram;

/// <summary>执业历史: who, when, how long, per project (CHK-15); and where one is at work now.</summary>
internal static class ReadOwnVisits
{
    public sealed record Row(
        Guid Id, Guid ProjectId, string ProjectName, Guid PersonId, string PersonName, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? Minutes,
        VisitMark Mark, string? MarkReason, Guid? FormId);

    /// <param name="Visit">Null: at work nowhere.</param>
    /// <param name="RemindFrom">From here on the page says that the visit still runs.</param>
    /// <param name="Deadline">After it the time is zero (CHK-09).</param>
    /// <param name="At">The server's time: the phone's own may be wrong, and what runs on its page is what will count.</param>
    /// <param name="FormIsMine">The reader has confirmed that he writes the day's form (CHK-11).</param>
    /// <param name="FormWriter">Who else has.</param>
    public sealed record Current(
        DateTimeOffset At, Row? Visit, DateTimeOffset? RemindFrom = null, DateTimeOffset? Deadline = null, bool FormIsMine = false, string? FormWriter = null);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapGet("/visits", List);
        miniProgram.MapGet("/visits/current", Now);
    }

    /// <summary>One's own visits; those of a project for everybody who works there.</summary>
    private static async Task<Page<Row>> List(
        Guid? projectId, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IProjects projects, VisitSheets sheets, CancellationToken ct)
    {
        var visits = db.Set<Visit>().AsNoTracking();
        var me = actor.Required.PersonId;
        if (projectId is { } id)
        {
            var project = await projects.Find(id, ct) ?? throw new RuleBroken(VisitProblems.ProjectUnknown);
            VisitRules.MustBeMember(project, me ?? Guid.Empty);
            visits = visits.Where(v => v.ProjectId == id);
        }
        else
        {
            visits = visits.Where(v => v.PersonId == me);
        }

        var total = await visits.CountAsync(ct);
        var rows = await visits.OrderByDescending(v => v.StartedAt).ThenBy(v => v.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<Row>(await Rows(rows, sheets, ct), total);
    }

    private static async Task<Current> Now(AppDb db, CurrentActor actor, IPeople people, IRegionPolicies policies, VisitSheets sheets, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required.PersonId;
        var open = await db.Set<Visit>().AsNoTracking().Where(v => v.PersonId == me && v.EndedAt == null).ToListAsync(ct);
        if (open is not [var visit, ..])
        {
            return new Current(time.GetUtcNow(), null);
        }

        var policy = policies.For(visit.Region).Checkin;
        return new Current(
            time.GetUtcNow(), (await Rows(open, sheets, ct))[0], VisitRules.RemindersOf(visit.StartedAt, policy)[0], visit.StartedAt.AddHours(policy.MaxHours),
            await TakeForm.IsTakenBy(db, visit, ct), await TakeForm.OtherWriter(db, visit, people, time.GetUtcNow(), ct));
    }

    private static async Task<List<Row>> Rows(List<Visit> visits, VisitSheets sheets, CancellationToken ct)
    {
        var names = await sheets.NamesOf(visits, ct);
        var forms = await sheets.FormsOf(visits, ct);
        return [.. visits.Select(v => new Row(
            v.Id, v.ProjectId, names.Project(v.ProjectId), v.PersonId, names.Person(v.PersonId), v.StartedAt, v.EndedAt, v.Minutes, v.Mark,
            v.MarkReason, forms.GetValueOrDefault((v.ProjectId, v.Day))?.Id))];
    }
}
