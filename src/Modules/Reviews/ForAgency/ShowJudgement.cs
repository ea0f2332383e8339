using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Reviews.Contracts;
using WeChatService.Reviews.Judging;

namespace WeChatService.Reviews.ForAgency;

/// <summary>A detection plan with everything that is judged in it: completion, the switch, and each level with its proposal (REV-12…18).</summary>
internal static class ShowJudgement
{
    /// <param name="Flagged">标红: the result differs from a measured value (FLD-19).</param>
    public sealed record RecordRow(
        Guid Id, Guid TaskId, string OperatorName, DetectionResult Result, string Text, int? Positions, IReadOnlyList<AnswerSheet> Answers, bool Flagged,
        IReadOnlyList<PhotoLink> Photos, DateTimeOffset At);

    /// <param name="Verdict">The lead's; null: not judged, or changed below since.</param>
    /// <param name="Stale">It was judged, and then its records or a verdict below changed.</param>
    public sealed record Verdicts(DetectionVerdict? Proposed, DetectionVerdict? Verdict, ForcedChange? Forced, bool IsReady, bool Stale);

    public sealed record ItemRow(
        string Code, string Name, ItemClass Class, string Method, IReadOnlyList<string> Criteria, Verdicts Judged, IReadOnlyList<RecordRow> Records);

    public sealed record SubItemRow(string Code, string Name, Verdicts Judged, IReadOnlyList<ItemRow> Items);

    public sealed record SingleRow(
        string Code, string Label, string Name, int Total, int FailedA, int FailedB, int FailedC, int ItemsJudged, int Items, Verdicts Judged,
        IReadOnlyList<SubItemRow> SubItems);

    public sealed record TaskRow(Guid Id, string Name, string OperatorName, FieldTaskState State, DateTimeOffset? SubmittedAt, int Records);
    public sealed record Limits(int A, int B, int C);

    /// <param name="SecondWay">Whom the face service does not recognise may prove himself by codes and a witness (PEO-31).</param>
    /// <param name="MayJudge">The actor may decide here now; else <paramref name="Blocked"/> says why not.</param>
    public sealed record Response(
        Guid PlanId, string PlanName, Guid ProjectId, string ProjectName, int Systems, int Submitted, int Percent, bool IsComplete, bool IsOpen,
        string? SwitchedBy, DateTimeOffset? SwitchedAt, Limits Limits, IReadOnlyList<SingleRow> Singles, Verdicts Overall, int Left, int Forced,
        bool FaceNeeded, bool MayJudge, string? Blocked, bool InReport, DateTimeOffset? PassedAt, string? PassedByName, string? Opinion,
        IReadOnlyList<TaskRow> Tasks, bool SecondWay);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/judgements/{planId:guid}", Handle);

    private static async Task<Response> Handle(
        Guid planId, CurrentActor actor, JudgementDesk judgements, ReviewDesk desk, IPeople people, Photos photos,
        Regions.Contracts.IRegionPolicies policies, CancellationToken ct)
    {
        var judged = await judgements.Load(planId, ct);
        if (!ReviewRules.MayRead(judged.Project, actor.Required, judged.Workers, desk.PolicyOf(judged.Project)))
        {
            throw new RuleBroken(ReviewProblems.NotTheReviewer);
        }

        var blocked = await Blocked(judged, desk, ct);
        var names = (await people.Of(judged.Workers, ct)).ToDictionary(p => p.Id, p => p.Name);
        var owner = judged.Tasks.SelectMany(t => t.Records.Select(r => (r.Id, Task: t))).ToDictionary(p => p.Id, p => p.Task);
        RecordRow Row(RecordSheet r) => new(
            r.Id, owner[r.Id].Id, names.GetValueOrDefault(owner[r.Id].OperatorId, ""), r.Result, r.Text, r.Positions, r.Answers, r.IsFlagged,
            photos.Links(r.PhotoIds), r.ClientTime);
        var completion = judged.Completion;
        var nodes = judged.Tree.Overall.All.ToList();
        var known = judged.Judgement?.Entries.Select(e => e.Code).ToHashSet() ?? [];
        var limits = policies.For(judged.Project.Region).Judge.Limits!;
        Verdicts Of(JudgementNode n) => new(n.Proposed, n.Given?.Verdict, n.Given?.Forced, n.IsReady, !n.IsJudged && known.Contains(n.Code));
        return new Response(
            planId, judged.Plan.Name, judged.Project.Id, judged.Project.Name, completion.Facilities, completion.Submitted, completion.Percent,
            completion.IsComplete, judged.Switch.IsOpen, judged.Switch.ByName, judged.Switch.At, new Limits(limits.A, limits.B, limits.C),
            [
                .. judged.Tree.Singles.Select(s => new SingleRow(
                    s.Code, s.Label, s.Name, s.Count.Tested, s.Count.A, s.Count.B, s.Count.C, s.Items.Count(i => i.IsJudged), s.Items.Count(), Of(s),
                    [
                        .. s.Parts.Select(sub => new SubItemRow(sub.Code, sub.Name, Of(sub),
                            [.. sub.Parts.Select(i => new ItemRow(
                                i.Code, i.Name, i.Item!.Class, i.Item.Method, [.. i.Item.Limits.Select(l => l.Of is null ? l.Says : $"{l.Of} {l.Says}")], Of(i),
                                [.. i.Records.Select(Row)]))])),
                    ])),
            ],
            Of(judged.Tree.Overall), nodes.Count(n => !n.IsJudged), nodes.Count(n => n.Given?.Forced is not null),
            desk.PolicyOf(judged.Project).Face, blocked is null, blocked, judged.Tasks.Any(t => t.State == FieldTaskState.Reported),
            judged.Judgement?.PassedAt, judged.Judgement?.PassedByName, judged.Judgement?.Opinion,
            [.. judged.Tasks.Select(t => new TaskRow(t.Id, t.Name, names.GetValueOrDefault(t.OperatorId, ""), t.State, t.SubmittedAt, t.Records.Count))],
            desk.HasSecondWay(judged.Project));
    }

    /// <summary>Why the actor cannot judge now: who he is, or how far the plan is.</summary>
    private static async Task<string?> Blocked(JudgedPlan judged, ReviewDesk desk, CancellationToken ct)
    {
        try
        {
            await desk.MustBeReviewer(judged.Project, judged.Workers, ct);
            JudgementDesk.MustBeJudgeable(judged);
            return null;
        }
        catch (RuleBroken broken)
        {
            return broken.Problem.Title;
        }
    }
}
