using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits.ForOwner;

/// <summary>Who came, when, how long, and what he wrote (CHK-13, 14, 15).</summary>
internal static class ReadVisits
{
    public sealed record RatingRow(RatingState State, Guid FormId, int? Stars);

    public sealed record Row(
        Guid Id, Guid ProjectId, string ProjectName, string PersonName, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? Minutes, VisitMark Mark,
        string? MarkReason, RatingRow? Rating);

    public sealed record FormRow(string Content, string? Problems, string? NextStep, DateTimeOffset At);

    public sealed record Detail(
        Guid Id, Guid ProjectId, string ProjectName, string PersonName, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? Minutes, VisitMark Mark,
        string? MarkReason, RatingRow? Rating, string? Certificate, string AgencyName, PhotoLink? Portrait, VisitEvidence Evidence,
        IReadOnlyList<FencePoint> Fence, FormRow? Form, IReadOnlyList<ScenePhoto> Photos);

    /// <param name="What">到场, 离场, 现场签到.</param>
    public sealed record ScenePhoto(PhotoLink Photo, string What, DateTimeOffset At);

    /// <summary>What shows a place. Portraits and papers (Portrait, Other) are nobody's to see here, whatever a row says.</summary>
    private static readonly ObjectKind[] s_ofPlaces = [ObjectKind.Selfie, ObjectKind.SignIn, ObjectKind.Site];

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/visits", List);
        owner.MapGet("/visits/{id:guid}", Show);
    }

    private static async Task<Page<Row>> List(
        Guid? projectId, [AsParameters] PageRequest page, AppDb db, VisitSheets sheets, CancellationToken ct)
    {
        var visits = db.Set<Visit>().AsNoTracking().Where(v => projectId == null || v.ProjectId == projectId);
        var total = await visits.CountAsync(ct);
        var rows = await visits.OrderByDescending(v => v.StartedAt).ThenBy(v => v.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = await sheets.NamesOf(rows, ct);
        var forms = await sheets.FormsOf(rows, ct);
        return page.Of<Row>([.. rows.Select(v => new Row(
            v.Id, v.ProjectId, names.Project(v.ProjectId), names.Person(v.PersonId), v.StartedAt, v.EndedAt, v.Minutes, v.Mark, v.MarkReason,
            RatingOf(forms.GetValueOrDefault((v.ProjectId, v.Day)))))], total);
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, IProjects projects, IFieldTasks tasks, VisitSheets sheets, Photos photos, CancellationToken ct)
    {
        var visit = await db.Set<Visit>().AsNoTracking().FirstOrDefaultAsync(v => v.Id == id, ct) ?? throw new RuleBroken(VisitProblems.NotYours);
        var names = await sheets.NamesOf([visit], ct);
        var form = (await sheets.FormsOf([visit], ct)).GetValueOrDefault((visit.ProjectId, visit.Day));
        var sheet = await projects.Sheet(visit.ProjectId, ct);
        return new Detail(
            visit.Id, visit.ProjectId, names.Project(visit.ProjectId), names.Person(visit.PersonId), visit.StartedAt, visit.EndedAt, visit.Minutes,
            visit.Mark, visit.MarkReason, RatingOf(form), names.Certificate(visit.PersonId), names.Agency(visit.AgencyId),
            names.Portrait(visit.PersonId, photos), VisitEvidence.Of(visit), sheet?.Fence ?? [],
            form is null ? null : new FormRow(form.Content, form.Problems, form.NextStep, form.SubmittedAt), await Scene(visit, db, tasks, photos, ct));
    }

    /// <summary>The place as he showed it when he came, when he left, and where he began his field work that day (CHK-01, CHK-07, FLD-05).</summary>
    private static async Task<IReadOnlyList<ScenePhoto>> Scene(Visit visit, AppDb db, IFieldTasks tasks, Photos photos, CancellationToken ct)
    {
        var begins = ChinaTime.StartOf(visit.Day);
        List<(Guid Id, string What, DateTimeOffset At)> shown = [(visit.Start.PhotoId, "到场", visit.Start.At)];
        shown.AddRange((await tasks.Arrivals(visit.ProjectId, begins, begins.AddDays(1), ct)).Where(a => a.OperatorId == visit.PersonId).Select(a => (a.PhotoId, "现场签到", a.At)));
        if (visit.End is { } end)
        {
            shown.Add((end.PhotoId, "离场", end.At));
        }

        var ids = shown.ConvertAll(s => s.Id);
        var known = await db.Set<StoredObject>().Where(o => ids.Contains(o.Id) && s_ofPlaces.Contains(o.Kind)).Select(o => o.Id).ToHashSetAsync(ct);
        return [.. shown.Where(s => known.Contains(s.Id)).OrderBy(s => s.At).Select(s => new ScenePhoto(photos.Link(s.Id), s.What, s.At))];
    }

    private static RatingRow? RatingOf(FeedbackForm? form) =>
        form is null ? null : new RatingRow(form.State, form.Id, form.Stars);
}
