using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Reviews.ForAgency;

/// <summary>待审核 and 已审核 (REV-03).</summary>
internal static class ReadReviews
{
    public enum Which { Pending, Done }

    public sealed record Row(
        Guid TaskId, string TaskName, Guid ProjectId, string ProjectName, string OperatorName, FieldTaskState State, DateTimeOffset? SubmittedAt,
        int Records, int Failures);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/reviews", Handle);

    private static async Task<Page<Row>> Handle(
        Which? state, [AsParameters] PageRequest page, CurrentActor actor, IProjects projects, IFieldTasks tasks, IPeople people,
        IRegionPolicies policies, CancellationToken ct)
    {
        var mine = (await projects.Mine(ct)).Where(p => MayReview(p, actor.Required, policies)).ToDictionary(p => p.Id, p => p.Name);
        IReadOnlyCollection<FieldTaskState> states = state == Which.Done
            ? [FieldTaskState.Approved, FieldTaskState.Returned, FieldTaskState.Reported]
            : [FieldTaskState.Submitted];
        var found = await tasks.InStates([.. mine.Keys], states, page, ct);
        var names = (await people.Of(found.Items.Select(t => t.OperatorId).Distinct(), ct)).ToDictionary(p => p.Id, p => p.Name);
        return page.Of<Row>([.. found.Items.Select(t => new Row(
            t.Id, t.Name, t.ProjectId, mine[t.ProjectId], names.GetValueOrDefault(t.OperatorId, ""), t.State, t.SubmittedAt, t.Records, t.Failures))],
            found.Total);
    }

    private static bool MayReview(ProjectCard project, Actor actor, IRegionPolicies policies)
    {
        try
        {
            ReviewRules.MustBeReviewer(project, actor, policies.For(project.Region).Review);
            return true;
        }
        catch (RuleBroken)
        {
            return false;
        }
    }
}
