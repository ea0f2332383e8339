using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Supervision.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Supervision;

/// <summary>EVL-09: a rating that does not agree raises a flag. May be told twice; the form's flag stays one.</summary>
internal sealed class RaiseOnRating(AppDb db, IProjects projects, IRegionPolicies policies, Ids ids, TimeProvider time) : IHandle<VisitRated>
{
    public async Task Handle(VisitRated rated, CancellationToken ct)
    {
        if (rated.Inconsistent.Count == 0
            || await db.Set<SupervisionFlag>().AnyAsync(f => f.AboutId == rated.FormId && f.Kind == FlagKind.RatingDisagrees, ct))
        {
            return;
        }

        var project = await projects.Find(rated.ProjectId, ct)
            ?? throw new InvalidOperationException($"a rating speaks of project {rated.ProjectId}, which is not there");
        var questions = policies.For(project.Region).Evaluation.Questions;
        var says = rated.Inconsistent.Select(key => questions.FirstOrDefault(q => q.Key == key) is { } asked
            ? $"{asked.Text}：{(asked.Expected ? asked.No : asked.Yes)}" : key);
        var flag = SupervisionFlag.Raise(
            ids.Next(), FlagKind.RatingDisagrees, rated.FormId, project, $"评价里有 {rated.Inconsistent.Count} 处不一致：{string.Join("，", says)}", time.GetUtcNow());
        db.AddRange(flag, AuthorityNotice.OfFlag(ids.Next(), flag));
        db.Announce(new FlagRaised(flag.Id, project.Id, project.AgencyId, project.BrigadeId, project.Region, flag.What, flag.RaisedAt));
    }
}
