using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.Judging;

/// <summary>The judgement of a passed plan, as the report prints it.</summary>
internal sealed class DetectionJudgements(AppDb db, IPlans plans, IProjects projects, IPlanReviews work, JudgementDesk desk) : IDetectionJudgements
{
    public async Task<DetectionJudgement?> Of(Guid planId, CancellationToken ct)
    {
        var judgement = await db.Set<Judgement>().AsNoTracking().FirstOrDefaultAsync(j => j.PlanId == planId && j.PassedAt != null, ct);
        if (judgement is null || await plans.Find(planId, ct) is not { } plan || await projects.Find(plan.ProjectId, ct) is not { } project)
        {
            return null;
        }

        var judged = desk.Put(plan, project, await work.TasksOf(planId, ct), new ReviewSwitchState(false, null, null), judgement);
        return judged?.Tree.Overall.Given is { } overall
            ? new DetectionJudgement(
                planId, judgement.EditionCode, judgement.EditionVersion, overall.Verdict, overall.Forced, judgement.Opinion ?? "",
                judgement.PassedBy!.Value, judgement.PassedByName ?? "", judgement.PassedAt!.Value,
                [.. judged.Edition.Detection!.Singles.Select(s => judged.Tree.Find(s.Code) is { } node
                    ? Row(node)
                    : new JudgedSingle(s.Code, s.Label, s.Name, false, 0, 0, 0, 0, null, null, [], []))])
            : null;
    }

    private static JudgedSingle Row(JudgementNode single) => new(
        single.Code, single.Label, single.Name, true, single.Count.Tested, single.Count.A, single.Count.B, single.Count.C,
        single.Given!.Verdict, single.Given.Forced,
        [.. single.Parts.Select(s => new JudgedSubItem(s.Code, s.Name, s.Given!.Verdict, s.Given.Forced))],
        [
            .. single.Parts.SelectMany(sub => sub.Parts.Select(i => new JudgedItem(
                i.Code, i.Name, i.Item!.Class, sub.Code, i.Given!.Verdict, i.Given.Forced, [.. i.Records.Select(r => r.Id)]))),
        ]);
}
