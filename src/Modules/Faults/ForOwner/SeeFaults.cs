using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.ForOwner;

/// <summary>The owner sees what is broken and what is being done about it, and that he saw it is recorded (OWN-12, FLT-22).</summary>
internal static class SeeFaults
{
    /// <param name="Photos">Of the result, where somebody mended it.</param>
    /// <param name="StateAfter">Where it stood then.</param>
    /// <param name="AmountFen">Of a proposal.</param>
    /// <param name="AssigneeName">Who was sent.</param>
    public sealed record Step(
        string What, string? Note, string By, DateTimeOffset At, IReadOnlyList<PhotoLink> Photos, FaultState StateAfter, long? AmountFen, string? AssigneeName,
        DateOnly? DueOn);

    /// <summary>What the agency asks for mending it.</summary>
    /// <param name="Waits">The owner may answer now.</param>
    public sealed record Proposal(
        Guid Id, long AmountFen, string Text, string ByName, DateTimeOffset At, ProposalAnswer? Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt, bool Waits);

    public sealed record Row(
        Guid Id, string ProjectName, string ItemName, string? Place, string Text, FaultState State, FaultSource Source, bool IsUrgent,
        DateTimeOffset FoundAt, IReadOnlyList<PhotoLink> Photos, IReadOnlyList<Step> Steps, Proposal? Proposal);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/faults", All);
        owner.MapGet("/faults/{id:guid}", Show);
    }

    private static async Task<Page<Row>> All(
        FaultState? state, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IProjects projects, Photos photos, TimeProvider time,
        CancellationToken ct)
    {
        var faults = Visible(db).Where(f => state == null || f.State == state);
        var total = await faults.CountAsync(ct);
        var rows = await faults.Include(f => f.Steps).AsSplitQuery()
            .OrderByDescending(f => f.FoundAt).ThenBy(f => f.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        // The list tells each fault whole, with its steps: who has it before him has seen them.
        await db.Record(rows, actor.Required, time.GetUtcNow(), ct);
        var names = (await projects.Find([.. rows.Select(r => r.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        return page.Of<Row>([.. rows.Select(f => RowOf(f, names.GetValueOrDefault(f.ProjectId, ""), photos))], total);
    }

    private static async Task<Row> Show(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var fault = await Visible(db).Include(f => f.Steps).FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        await db.Record([fault], actor.Required, time.GetUtcNow(), ct);
        return RowOf(fault, (await projects.Find(fault.ProjectId, ct))?.Name ?? "", photos);
    }

    private static IQueryable<Fault> Visible(AppDb db) => db.Set<Fault>().AsNoTracking().Where(f => f.State != FaultState.Retracted);

    private static Row RowOf(Fault fault, string projectName, Photos photos) => new(
        fault.Id, projectName, fault.ItemName, fault.Place, fault.Text, fault.State, fault.Source, fault.IsUrgent, fault.FoundAt,
        photos.Links(fault.PhotoIds),
        [.. fault.Steps.OrderBy(s => s.Number).Select(s => new Step(
            FaultWords.Of(s), s.Note, s.ByName, s.At, photos.Links(s.PhotoIds), s.StateAfter, s.AmountFen, s.AssigneeName, s.DueOn))],
        ProposalSheet.Of(fault) is not { } p ? null : new(
            p.Id, p.AmountFen, p.Text, p.ByName, p.At, p.Answer, p.AnsweredBy, p.AnsweredAt, fault.IsOpen && p.Answer is null));
}
