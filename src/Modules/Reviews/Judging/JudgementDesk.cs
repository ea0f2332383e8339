using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.Judging;

/// <summary>A detection plan on the lead's desk: its work, the switch, what was judged.</summary>
/// <param name="Judgement">Null: nothing was judged yet.</param>
internal sealed record JudgedPlan(
    PlanCard Plan, ProjectCard Project, CatalogueEdition Edition, IReadOnlyList<TaskSheet> Tasks, ReviewSwitchState Switch, Judgement? Judgement,
    JudgementTree Tree)
{
    public PlanCompletion Completion => PlanCompletion.Of(Plan, Tasks
        .Where(t => t.State is FieldTaskState.Submitted or FieldTaskState.Approved or FieldTaskState.Reported).Select(t => t.Id).ToHashSet());

    public IReadOnlyCollection<Guid> Workers => [.. Tasks.Select(t => t.OperatorId).Distinct()];
}

/// <summary>计划完成统计 (REV-12).</summary>
/// <param name="Facilities">Single items of the plan.</param>
/// <param name="Taken">Those that are in a task.</param>
/// <param name="Submitted">Those whose task was submitted and not returned.</param>
internal sealed record PlanCompletion(int Facilities, int Taken, int Submitted)
{
    public bool IsComplete => Facilities > 0 && Submitted == Facilities;

    public int Percent => Facilities == 0 ? 0 : Submitted * 100 / Facilities;

    /// <param name="handedIn">Tasks that wait for review or have passed it.</param>
    public static PlanCompletion Of(PlanCard plan, IReadOnlySet<Guid> handedIn) => new(
        plan.Items.Count, plan.Items.Count(i => i.TaskId is not null), plan.Items.Count(i => i.TaskId is { } task && handedIn.Contains(task)));
}

/// <summary>Loads what is judged, and keeps the switch (REV-12, 13).</summary>
internal sealed class JudgementDesk(
    AppDb db, CurrentActor actor, IPlans plans, IProjects projects, IPlanReviews work, ICatalogue catalogue, IRegionPolicies policies, TimeProvider time)
{
    /// <exception cref="RuleBroken">judgement.not_yours; judgement.not_used_here: the plan is none that is judged item by item.</exception>
    public async Task<JudgedPlan> Load(Guid planId, CancellationToken ct)
    {
        var plan = await plans.Find(planId, ct) ?? throw new RuleBroken(JudgementProblems.NotYours);
        var project = await projects.Find(plan.ProjectId, ct) ?? throw new RuleBroken(JudgementProblems.NotYours);
        var tasks = await work.TasksOf(planId, ct);
        var judgement = await db.Set<Judgement>().FirstOrDefaultAsync(j => j.PlanId == planId, ct);
        return Put(plan, project, tasks, await work.Switch(planId, ct), judgement) ?? throw new RuleBroken(JudgementProblems.NotUsedHere);
    }

    /// <summary>Null where nothing is judged item by item.</summary>
    public JudgedPlan? Put(PlanCard plan, ProjectCard project, IReadOnlyList<TaskSheet> tasks, ReviewSwitchState state, Judgement? judgement)
    {
        // The edition that the work was recorded by, also after a newer one came.
        var edition = judgement is not null ? catalogue.Find(judgement.EditionCode, judgement.EditionVersion)
            : tasks.Count > 0 ? catalogue.Find(tasks[0].EditionCode, tasks[0].EditionVersion)
            : catalogue.EditionFor(project);
        var policy = policies.For(project.Region).Judge;
        if (edition?.Detection is not { } detection || policy.Limits is not { } limits)
        {
            return null;
        }

        var tree = JudgementTree.Of(
            detection, [.. plan.Items.Select(i => i.ClassCode)], tasks.SelectMany(t => t.Records), judgement?.Entries ?? [],
            new JudgementMeasure(limits, policy.CountBy));
        return new JudgedPlan(plan, project, edition, tasks, state, judgement, tree);
    }

    /// <summary>REV-12: judging begins when the plan is complete. REV-13: and when the review is open.</summary>
    public static void MustBeJudgeable(JudgedPlan judged)
    {
        judged.Judgement?.MustBeOpen();
        MustBeComplete(judged);
        if (!judged.Switch.IsOpen)
        {
            throw new RuleBroken(JudgementProblems.ReviewClosed);
        }
    }

    /// <summary>开启/关闭审核.</summary>
    public async Task Set(JudgedPlan judged, bool open, CancellationToken ct)
    {
        judged.Judgement?.MustBeOpen();
        if (open)
        {
            MustBeComplete(judged);
        }

        if (!await work.SetSwitch(judged.Plan.Id, judged.Plan.AgencyId, open, actor.Required.Name, ct))
        {
            return;
        }

        db.Audit(open ? "review.opened" : "review.closed", "Plan", judged.Plan.Id, $"{(open ? "开启" : "关闭")}审核：{judged.Plan.Name}");
        if (!open)
        {
            db.Announce(new ReviewClosed(judged.Plan.Id, judged.Plan.Name, judged.Project.Id, judged.Project.AgencyId, [.. judged.Workers]));
        }
    }

    /// <summary>A returned task must be sent again: the review closes. It must have been open, so that no half-finished plan is reviewed (REV-12).</summary>
    public async Task CloseForReturn(TaskSheet task, CancellationToken ct)
    {
        var judged = await Load(task.PlanId, ct);
        MustBeJudgeable(judged);
        await work.SetSwitch(judged.Plan.Id, judged.Plan.AgencyId, open: false, actor.Required.Name, ct);
    }

    public Judgement Begin(JudgedPlan judged)
    {
        if (judged.Judgement is { } known)
        {
            return known;
        }

        var begun = Judgement.Begin(
            judged.Plan.Id, judged.Project.Id, judged.Project.AgencyId, judged.Edition.Code, judged.Edition.Version, time.GetUtcNow());
        db.Add(begun);
        return begun;
    }

    private static void MustBeComplete(JudgedPlan judged)
    {
        var completion = judged.Completion;
        if (!completion.IsComplete)
        {
            throw new RuleBroken(JudgementProblems.PlanIncomplete
                .Says($"计划完成 {completion.Percent}%，还差 {completion.Facilities - completion.Submitted} 个系统没有提交。全部提交后才能审核检测记录。")
                .With("percent", completion.Percent));
        }
    }
}
