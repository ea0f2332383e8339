using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults.ForAgency;

/// <summary>故障详情 and 处理详情 (FLT-11): what was found with its photos, every step, what is under way, what can be done now.</summary>
internal sealed class ShowFault(
    AppDb db, CurrentActor actor, IProjects projects, IPeople people, IFaultTasks tasks, ICatalogue catalogue, IRegionPolicies policies,
    FaultNames names, Photos photos, FieldCipher cipher, TimeProvider time)
{
    /// <param name="InHand">Unfinished tasks of the person.</param>
    /// <param name="WhyNot">Why he cannot be sent; null: he can.</param>
    public sealed record Candidate(Guid Id, string Name, string? Certificate, PhotoLink? Portrait, int InHand, string? WhyNot);

    public sealed record Step(
        string Label, string? Note, string ByName, string? AssigneeName, DateOnly? DueOn, DateTimeOffset At, FaultState StateAfter,
        IReadOnlyList<PhotoLink> Photos, long? AmountFen);

    /// <summary>What the owner was asked to pay, and his answer: the evidence behind 业主同意维修 and 业主不同意维修.</summary>
    public sealed record Proposal(
        Guid Id, long AmountFen, string Text, string ByName, DateTimeOffset At, ProposalAnswer? Answer, string? AnsweredBy, string? AnswerNote,
        DateTimeOffset? AnsweredAt);

    /// <summary>A troubleshooting or repair task (FLD-29).</summary>
    public sealed record TaskRow(
        Guid Id, FaultTaskKind Kind, FaultTaskState State, string OperatorName, DateOnly DueOn, bool IsLate, DateTimeOffset DispatchedAt,
        DateTimeOffset? AcceptedAt, DateTimeOffset? StartedAt, bool? InsideFence, double? DistanceMetres, DateTimeOffset? SubmittedAt);

    /// <summary>Somebody of the owner has seen it (FLT-22).</summary>
    public sealed record View(string Name, DateTimeOffset FirstAt, DateTimeOffset LastAt);

    /// <param name="AfterDays">From this age on the owner may be reminded (FLT-24).</param>
    /// <param name="Offered">The lead may remind him now.</param>
    public sealed record Reminder(int AfterDays, bool Offered, DateTimeOffset? LastAt);

    /// <param name="ReporterPhone">Of who scanned a label, to call him back; the lead alone reads it.</param>
    public sealed record Detail(
        Guid Id, Guid ProjectId, string ProjectName, Guid? TaskId, string SystemName, string ClassName, string ItemName, string? Finding, string Text,
        string? Place, FaultState State, FaultSource Source, string? FoundBy, bool IsUrgent, bool IsOverdue, int Days, DateTimeOffset FoundAt,
        IReadOnlyList<PhotoLink> Photos, IReadOnlyList<HandlingSheet> Handlings, IReadOnlyList<Step> Steps, IReadOnlyList<TaskRow> Tasks,
        IReadOnlyList<View> Views, Reminder Reminder, bool MayHandle, IReadOnlyList<HandlingKind> Offered, DateOnly ProposedDueOn,
        IReadOnlyList<Candidate> Candidates, Proposal? Proposal, bool MayPropose, string? ReporterPhone);

    public static void Map(RouteGroupBuilder door) =>
        door.MapGet("/faults/{id:guid}", (Guid id, ShowFault show, CancellationToken ct) => show.Show(id, ct));

    private async Task<Detail> Show(Guid id, CancellationToken ct)
    {
        var fault = await db.Set<Fault>().AsNoTracking().Include(f => f.Steps).FirstOrDefaultAsync(f => f.Id == id, ct)
            ?? throw new RuleBroken(FaultProblems.NotYours);
        var project = (await projects.Reach(ct)).Holds(fault.ProjectId) ? await projects.Find(fault.ProjectId, ct) : null;
        if (project is null)
        {
            throw new RuleBroken(FaultProblems.NotYours);
        }

        var policy = policies.For(project.Region);
        var facility = catalogue.For(project.Region).FindClass(fault.ClassCode);
        var (now, leads) = (time.GetUtcNow(), project.LeadId == actor.Required.PersonId);
        var (sent, members) = (await tasks.OfFault(id, ct), await Members(project, ct));
        return new Detail(
            fault.Id, project.Id, project.Name, fault.TaskId, facility?.SystemName ?? "", facility?.Name ?? "", fault.ItemName, fault.Finding, fault.Text,
            fault.Place, fault.State, fault.Source, fault.FoundById is { } by ? (await names.OfFinders([fault], ct)).GetValueOrDefault(by) : null,
            fault.IsUrgent, FaultRules.IsOverdue(fault, policy.Fault, now), FaultRules.DaysOpen(fault, now), fault.FoundAt, photos.Links(fault.PhotoIds),
            fault.Sheet().Handlings,
            [.. fault.Steps.OrderBy(s => s.Number).Select(s => new Step(
                FaultWords.Of(s), s.Note, s.ByName, s.AssigneeName, s.DueOn, s.At, s.StateAfter, photos.Links(s.PhotoIds), s.AmountFen))],
            await TaskRows(sent, members, ct), await Views(id, ct),
            new Reminder(policy.Fault.RemindAfter(fault.IsUrgent), leads && FaultRules.MayUrge(fault, policy.Fault, now), fault.RemindedAt), leads,
            leads ? FaultRules.Offered(fault.State, fault.IsHandled, actor.Required.Door) : [], time.Today().AddDays(policy.Fault.DueIn(fault.IsUrgent)),
            leads ? await Candidates(project, policy.Plan, members, ct) : [],
            ProposalSheet.Of(fault) is not { } p ? null : new(p.Id, p.AmountFen, p.Text, p.ByName, p.At, p.Answer, p.AnsweredBy, p.AnswerNote, p.AnsweredAt),
            leads && ProposalRules.MayPropose(fault), leads && fault.ReporterPhone is { } phone ? cipher.Open(phone) : null);
    }

    private async Task<IReadOnlyList<PersonCard>> Members(ProjectCard project, CancellationToken ct) =>
        await people.Of([.. project.MemberIds, project.LeadId], ct);

    /// <summary>Who can be sent stands first, with the least in hand on top.</summary>
    private async Task<IReadOnlyList<Candidate>> Candidates(ProjectCard project, PlanPolicy policy, IReadOnlyList<PersonCard> members, CancellationToken ct)
    {
        var inHand = await tasks.InHand([.. members.Select(m => m.Id)], ct);
        return
        [
            .. members.Select(m => new Candidate(
                    m.Id, m.Name, m.Certificates.Count > 0 ? m.Certificates[0].Says : null, m.PortraitObjectId is { } portrait ? photos.Link(portrait) : null,
                    inHand.GetValueOrDefault(m.Id), Assignees.WhyNot(m, project, policy)))
                .OrderBy(c => c.WhyNot is not null).ThenBy(c => c.InHand).ThenBy(c => c.Name, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<TaskRow>> TaskRows(IReadOnlyList<FaultTaskCard> sent, IReadOnlyList<PersonCard> members, CancellationToken ct)
    {
        // Who has left the project since is looked up too: his task stays.
        var former = await people.Of(sent.Select(t => t.OperatorId).Except(members.Select(m => m.Id)), ct);
        var known = members.Concat(former).DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.Name);
        var today = time.Today();
        return
        [
            .. sent.Select(t => new TaskRow(
                t.Id, t.Kind, t.State, known.GetValueOrDefault(t.OperatorId, ""), t.DueOn,
                t.State is not (FaultTaskState.Done or FaultTaskState.Withdrawn) && t.DueOn < today, t.DispatchedAt, t.AcceptedAt, t.StartedAt,
                t.Start?.Inside, t.Start?.DistanceMetres, t.SubmittedAt)),
        ];
    }

    private async Task<IReadOnlyList<View>> Views(Guid faultId, CancellationToken ct)
    {
        var views = await db.Set<FaultView>().AsNoTracking().Where(v => v.FaultId == faultId).OrderBy(v => v.FirstAt).ToListAsync(ct);
        var known = await names.OfContacts(views.Select(v => v.ContactId), ct);
        return [.. views.Select(v => new View(known.GetValueOrDefault(v.ContactId, ""), v.FirstAt, v.LastAt))];
    }
}
