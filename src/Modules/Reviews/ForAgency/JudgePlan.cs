using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.Reviews.Judging;

namespace WeChatService.Reviews.ForAgency;

/// <summary>逐项评定, 开启/关闭审核, 审核计划, 退回到待审核 of a detection plan (REV-09, 12…18, 20).</summary>
internal sealed class JudgePlan(
    AppDb db, CurrentActor actor, IPlans plans, ReviewDesk desk, JudgementDesk judgements, IFieldTasks tasks, TimeProvider time)
{
    private const int MostAtOnce = 500;

    public sealed record SwitchRequest(bool? Open);

    /// <param name="Verdict">Null: as the system proposes.</param>
    /// <param name="Why">Needed where it differs from the proposal (REV-15).</param>
    public sealed record GivenVerdict(string? Code, DetectionVerdict? Verdict, string? Why);

    public sealed record VerdictsRequest(IReadOnlyList<GivenVerdict?>? Verdicts);

    /// <param name="SecondWay">Instead of the face, after it was not recognised (PEO-31).</param>
    public sealed record PassRequest(string? Opinion, Guid? PhotoId, SecondWayAnswer? SecondWay);

    /// <param name="WitnessId">A colleague who is beside him.</param>
    public sealed record CodesRequest(Guid WitnessId);

    public sealed record ReopenRequest(string? Reason);

    /// <param name="Left">What is still to be judged, the whole included.</param>
    public sealed record Response(Guid PlanId, bool IsOpen, bool IsPassed, int Left, int Forced);

    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapPost("/judgements/{planId:guid}/switch", (Guid planId, SwitchRequest request, JudgePlan judge, CancellationToken ct) => judge.Switch(planId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
        agency.MapPost("/judgements/{planId:guid}/verdicts", (Guid planId, VerdictsRequest request, JudgePlan judge, CancellationToken ct) => judge.Give(planId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
        agency.MapPost("/judgements/{planId:guid}/pass", (Guid planId, PassRequest request, JudgePlan judge, CancellationToken ct) => judge.Pass(planId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
        agency.MapPost("/judgements/{planId:guid}/reopen", (Guid planId, ReopenRequest request, JudgePlan judge, CancellationToken ct) => judge.Reopen(planId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
        agency.MapPost("/judgements/{planId:guid}/codes", (Guid planId, CodesRequest request, JudgePlan judge, CancellationToken ct) => judge.SendCodes(planId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
        agency.MapGet("/judgements/{planId:guid}/witnesses", (Guid planId, string? search, JudgePlan judge, CancellationToken ct) => judge.Witnesses(planId, search, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
    }

    private async Task<CodesSent> SendCodes(Guid planId, CodesRequest request, CancellationToken ct)
    {
        var judged = await Mine(planId, ct);
        JudgementDesk.MustBeJudgeable(judged);
        return await desk.SendCodes(judged.Project, planId, request.WitnessId, ct);
    }

    private async Task<IReadOnlyList<Witness>> Witnesses(Guid planId, string? search, CancellationToken ct)
    {
        await Mine(planId, ct);
        return await desk.Witnesses(search, ct);
    }

    private async Task<Response> Switch(Guid planId, SwitchRequest request, CancellationToken ct)
    {
        var judged = await Mine(planId, ct);
        var open = request.Open ?? throw new RuleBroken(KernelProblems.BadRequest);
        await judgements.Set(judged, open, ct);
        return Answer(judged, judged.Judgement, open);
    }

    private async Task<Response> Give(Guid planId, VerdictsRequest request, CancellationToken ct)
    {
        var given = request.Verdicts?.OfType<GivenVerdict>().ToList() ?? [];
        if (given.Count is 0 or > MostAtOnce)
        {
            throw new RuleBroken(given.Count == 0 ? JudgementProblems.NothingSent : JudgementProblems.TooMany);
        }

        var judged = await Mine(planId, ct);
        JudgementDesk.MustBeJudgeable(judged);
        var judgement = judgements.Begin(judged);
        var nodes = given.Select(g => (Given: g, Node: judged.Tree.Find(g.Code ?? "") ?? throw new RuleBroken(JudgementProblems.CodeUnknown.With("at", g.Code)))).ToList();
        // REV-14: from the items up; what a level says is known before the next one is asked.
        foreach (var level in nodes.GroupBy(n => n.Node.Level).OrderBy(g => g.Key))
        {
            foreach (var (verdict, node) in level)
            {
                Give(judgement, node, verdict);
            }

            judged.Tree.Settle(judgement.Entries);
        }

        return Answer(judged, judgement, judged.Switch.IsOpen);
    }

    private void Give(Judgement judgement, JudgementNode node, GivenVerdict given)
    {
        var by = actor.Required;
        var before = judgement.Entries.Where(e => e.Code == node.Code).Select(e => new { e.Proposed, e.Verdict, e.Why, e.ByName }).FirstOrDefault();
        var entry = judgement.Give(node, given.Verdict, given.Why, by.PersonId!.Value, by.Name, time.GetUtcNow());
        if (entry.Forced is not null || before?.Why is not null)
        {
            // REV-15: every forced change stays on record, also when it is taken back.
            db.Audit(
                "judgement.forced", "Plan", judgement.PlanId,
                $"「{node.Name}」系统判定{JudgementProblems.Says(entry.Proposed)}，评定{JudgementProblems.Says(entry.Verdict)}{(entry.Why is null ? "" : $"：{entry.Why}")}",
                before: before, after: new { node.Code, entry.Proposed, entry.Verdict, entry.Why });
        }
    }

    private async Task<Response> Pass(Guid planId, PassRequest request, CancellationToken ct)
    {
        var judged = await Mine(planId, ct);
        JudgementDesk.MustBeJudgeable(judged);
        var by = actor.Required;
        var opinion = ReviewRules.OpinionOf(request.Opinion);
        var judgement = judgements.Begin(judged);
        judgement.Pass(judged.Tree, opinion, by.PersonId!.Value, by.Name, time.GetUtcNow());
        var who = await desk.Prove(judged.Project, planId, request.PhotoId, request.SecondWay, ct);
        foreach (var task in judged.Tasks.Where(t => t.State == FieldTaskState.Submitted))
        {
            await tasks.Approve(task.Id, ct);
            desk.Record(task, ReviewVerdict.Passed, opinion, [], who);
            db.Announce(new TaskApproved(task.Id, task.Name, task.PlanId, task.ProjectId, task.AgencyId, task.OperatorId));
        }

        // PLN-28: what failed may be tested again by a plan of its own.
        await plans.MarkJudged(
            planId, judged.Tree.Overall.Given!.Verdict == DetectionVerdict.Qualified,
            [.. judged.Tree.Singles.Where(s => s.Given?.Verdict == DetectionVerdict.Unqualified).Select(s => s.Code)], ct);
        db.Audit(
            "judgement.passed", "Plan", planId, $"审核计划通过：{judged.Plan.Name}，综合评定{JudgementProblems.Says(judged.Tree.Overall.Given!.Verdict)}",
            after: new { judged.Tree.Overall.Given.Verdict, judged.Tree.Overall.Basis });
        return Answer(judged, judgement, judged.Switch.IsOpen);
    }

    private async Task<Response> Reopen(Guid planId, ReopenRequest request, CancellationToken ct)
    {
        var judged = await Mine(planId, ct);
        var reason = ReviewRules.ReasonOf(request.Reason);
        var judgement = judged.Judgement ?? throw new RuleBroken(JudgementProblems.NotPassed);
        judgement.Reopen(time.GetUtcNow());
        foreach (var task in judged.Tasks)
        {
            // REV-20: a task that a report holds refuses.
            await tasks.Reopen(task.Id, ct);
            desk.Record(task, ReviewVerdict.Reopened, reason, [], null);
        }

        await plans.MarkJudged(planId, null, [], ct);
        db.Audit("judgement.reopened", "Plan", planId, $"退回到待审核：{judged.Plan.Name}：{reason}");
        return Answer(judged, judgement, judged.Switch.IsOpen);
    }

    private async Task<JudgedPlan> Mine(Guid planId, CancellationToken ct)
    {
        var judged = await judgements.Load(planId, ct);
        await desk.MustBeReviewer(judged.Project, judged.Workers, ct);
        return judged;
    }

    private static Response Answer(JudgedPlan judged, Judgement? judgement, bool isOpen)
    {
        var nodes = judged.Tree.Overall.All.ToList();
        return new Response(
            judged.Plan.Id, isOpen, judgement?.PassedAt is not null, nodes.Count(n => !n.IsJudged), nodes.Count(n => n.Given?.Forced is not null));
    }
}
