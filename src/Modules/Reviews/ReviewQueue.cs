using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews;

/// <summary>What the acting person reviews, or reads as manager of the agency (REV-01, REV-03, SCR-02): the lists and their numbers.</summary>
internal sealed class ReviewQueue(CurrentActor actor, IProjects projects, IPlanReviews work, IRegionPolicies policies) : IReviewQueue
{
    public static readonly IReadOnlyCollection<FieldTaskState> Waiting = [FieldTaskState.Submitted];
    public static readonly IReadOnlyCollection<FieldTaskState> Done = [FieldTaskState.Approved, FieldTaskState.Returned, FieldTaskState.Reported];

    public async Task<Page<TaskCard>> Tasks(IReadOnlyCollection<FieldTaskState> states, PageRequest page, CancellationToken ct) =>
        await work.Tasks(await Scope(ct), states, page, ct);

    public async Task<Page<JudgedPlanCard>> Plans(bool done, PageRequest page, CancellationToken ct) =>
        await work.JudgedPlans(await Scope(ct), done, page, ct);

    public async Task<ReviewQueueCounts> Count(CancellationToken ct)
    {
        var scope = await Scope(ct);
        var tasks = await work.Tasks(scope, Waiting, new PageRequest(1, 1), ct);
        var plans = await work.JudgedPlans(scope, done: false, new PageRequest(1, 1), ct);
        return new ReviewQueueCounts(tasks.Total, tasks.Items.Count > 0 ? tasks.Items[0] : null, plans.Total,
            scope.ProjectIds is not { Count: 0 } || tasks.Total > 0);
    }

    private async Task<ReviewScope> Scope(CancellationToken ct)
    {
        var me = actor.Required;
        if (me.Has(Role.AgencyAdmin) || me.Has(Role.AgencyManager))
        {
            return ReviewScope.WholeAgency;
        }

        var mine = await projects.Mine(ct);
        var overseen = mine.Where(p => ReviewRules.Oversees(p, me, policies.For(p.Region).Review)).Select(p => p.Id).ToList();
        // REV-01: what the lead did himself waits for the technical lead, and not for him.
        var standIns = mine.Where(p => p.TechnicalLeadId == me.PersonId && p.LeadId != me.PersonId).ToDictionary(p => p.Id, p => p.LeadId);
        return new ReviewScope(overseen, standIns, me.PersonId);
    }
}
