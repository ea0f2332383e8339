using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Ports;

namespace WeChatService.Projects.ForAgency;

/// <summary>打印维保标签 (ORG-39): issued for the project's facilities, printed for a label printer, revoked when one is lost.</summary>
internal static class PrintLabels
{
    /// <param name="Address">What its QR code says.</param>
    public sealed record Row(Guid Id, string ClassCode, string FacilityName, string Place, string Address, DateTimeOffset IssuedAt, string IssuedBy);

    public sealed record Wanted(string? ClassCode, string? Place);
    public sealed record Request(IReadOnlyList<Wanted?>? Labels);
    public sealed record Issued(IReadOnlyList<Guid> Ids);

    /// <param name="Again">Issue a new one for the same thing.</param>
    public sealed record Revocation(bool? Again);

    /// <param name="NewId">The one that takes its place.</param>
    public sealed record Revoked(Guid Id, DateTimeOffset RevokedAt, Guid? NewId);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/projects/{id:guid}/labels", All);
        door.MapGet("/projects/{id:guid}/labels.pdf", Print).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
        door.MapPost("/projects/{id:guid}/labels", Issue).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
        door.MapPost("/labels/{id:guid}/revocation", Revoke).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
    }

    private static async Task<Page<Row>> All(
        Guid id, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, ICatalogue catalogue, IConfiguration configuration, CancellationToken ct)
    {
        var project = await db.Set<Project>().AsNoTracking().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct)
            ?? throw new RuleBroken(ProjectProblems.NotYours);
        var labels = InUse(db, id);
        var total = await labels.CountAsync(ct);
        var rows = await labels.OrderBy(l => l.ClassCode).ThenBy(l => l.Place).ThenBy(l => l.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var edition = catalogue.For(project.Region);
        return page.Of<Row>([.. rows.Select(l => new Row(
            l.Id, l.ClassCode, edition.FindClass(l.ClassCode)?.Name ?? "", l.Place, AddressOf(l, configuration), l.IssuedAt, l.IssuedBy))], total);
    }

    private static async Task<Created<Issued>> Issue(
        Guid id, Request request, AppDb db, CurrentActor actor, ICatalogue catalogue, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var project = await Mine(db, actor.Required, id, ct);
        if (request.Labels is not { Count: > 0 and <= DeviceLabel.MostAtOnce } wanted)
        {
            throw new RuleBroken(LabelProblems.NoneChosen);
        }

        if (await InUse(db, id).CountAsync(ct) + wanted.Count > DeviceLabel.MostPerProject)
        {
            throw new RuleBroken(LabelProblems.TooMany);
        }

        var (edition, now) = (catalogue.For(project.Region), time.GetUtcNow());
        var labels = wanted.Select(w => DeviceLabel.Issue(ids.Next(), project, edition, w?.ClassCode, w?.Place, actor.Required.Name, now)).ToList();
        db.AddRange(labels);
        db.Audit("label.issued", nameof(Project), project.Id, $"{project.Name}：打了 {labels.Count} 张维保标签", after: new { ids = labels.Select(l => l.Id) });
        return TypedResults.Created($"/api/agency/projects/{id}/labels", new Issued([.. labels.Select(l => l.Id)]));
    }

    private static async Task<Revoked> Revoke(
        Guid id, Revocation request, AppDb db, CurrentActor actor, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var label = await db.Set<DeviceLabel>().FirstOrDefaultAsync(l => l.Id == id, ct) ?? throw new RuleBroken(LabelProblems.NotYours);
        await Mine(db, actor.Required, label.ProjectId, ct);
        var now = time.GetUtcNow();
        label.Revoke(now);
        var next = request.Again == true ? label.Again(ids.Next(), actor.Required.Name, now) : null;
        if (next is not null)
        {
            db.Add(next);
        }

        db.Audit("label.revoked", nameof(DeviceLabel), label.Id, $"作废维保标签：{label.Place}{(next is null ? "" : "，换了新码")}", after: new { newId = next?.Id });
        return new Revoked(label.Id, now, next?.Id);
    }

    /// <param name="size">Small: 40×30 mm; Large: 60×40 mm.</param>
    /// <param name="only">These; nothing: all that are in use, by pages of 100.</param>
    /// <param name="page">From 1.</param>
    private static async Task<FileContentHttpResult> Print(
        Guid id, string? size, Guid[]? only, int? page, AppDb db, CurrentActor actor, ICatalogue catalogue, IAgencies agencies, ILabelPrinter printer,
        IConfiguration configuration, CancellationToken ct)
    {
        const int PerFile = 100;
        var project = await Mine(db, actor.Required, id, ct);
        if (!Enum.TryParse<LabelSize>(size, out var chosen) || chosen.ToString() != size)
        {
            throw new RuleBroken(LabelProblems.SizeUnknown);
        }

        var wanted = InUse(db, id);
        var labels = await (only is { Length: > 0 } ? wanted.Where(l => only.Contains(l.Id)) : wanted)
            .OrderBy(l => l.ClassCode).ThenBy(l => l.Place).ThenBy(l => l.Id).Skip((Math.Clamp(page ?? 1, 1, 100) - 1) * PerFile).Take(PerFile).ToListAsync(ct);
        if (labels.Count == 0)
        {
            throw new RuleBroken(LabelProblems.NoneChosen);
        }

        var edition = catalogue.For(project.Region);
        try
        {
            var file = await printer.Print(
                new LabelSheet(chosen, (await agencies.Find(project.AgencyId, ct))?.Name ?? "", [.. labels.Select(l => new PrintedLabel(
                    AddressOf(l, configuration), edition.FindClass(l.ClassCode)?.Name ?? "", l.Place, l.Code[^4..].ToUpperInvariant()))]), ct);
            return TypedResults.File(file, "application/pdf", "labels.pdf");
        }
        catch (LabelPrintFailed)
        {
            throw new RuleBroken(LabelProblems.PrintFailed);
        }
    }

    private static IQueryable<DeviceLabel> InUse(AppDb db, Guid projectId) =>
        db.Set<DeviceLabel>().AsNoTracking().Where(l => l.ProjectId == projectId && l.RevokedAt == null);

    private static string AddressOf(DeviceLabel label, IConfiguration configuration) => $"{configuration["Public:Base"]?.TrimEnd('/')}/scan/{label.Code}";

    private static async Task<Project> Mine(AppDb db, Actor actor, Guid projectId, CancellationToken ct)
    {
        var project = await db.Set<Project>().AsNoTracking().OfActor(actor).FirstOrDefaultAsync(p => p.Id == projectId, ct)
            ?? throw new RuleBroken(ProjectProblems.NotYours);
        return project.IsRunBy(actor) ? project : throw new RuleBroken(LabelProblems.OnlyLead);
    }
}
