using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Reviews.ForAgency;

/// <summary>待审核 and 已审核 (REV-03); what is judged by the plan stands in <see cref="ReadJudgements"/>.</summary>
internal static class ReadReviews
{
    public enum Which { Pending, Done }

    public sealed record Row(
        Guid TaskId, string TaskName, Guid ProjectId, string ProjectName, string OperatorName, FieldTaskState State, DateTimeOffset? SubmittedAt,
        int Records, int Failures);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/reviews", Handle);

    private static async Task<Page<Row>> Handle(
        Which? state, [AsParameters] PageRequest page, ReviewQueue queue, IProjects projects, IPeople people, CancellationToken ct)
    {
        var found = await queue.Tasks(state == Which.Done ? ReviewQueue.Done : ReviewQueue.Waiting, page, ct);
        var names = (await people.Of(found.Items.Select(t => t.OperatorId).Distinct(), ct)).ToDictionary(p => p.Id, p => p.Name);
        var places = (await projects.Find([.. found.Items.Select(t => t.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        return page.Of<Row>([.. found.Items.Select(t => new Row(
            t.Id, t.Name, t.ProjectId, places.GetValueOrDefault(t.ProjectId, ""), names.GetValueOrDefault(t.OperatorId, ""), t.State, t.SubmittedAt,
            t.Records, t.Failures))], found.Total);
    }
}
