using WeChatService.Agencies.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews;

/// <summary>What every verdict passes, of one task or of a whole detection plan: who (REV-01), his face (REV-02), the log (REV-11).</summary>
internal sealed class ReviewDesk(
    AppDb db, CurrentActor actor, IPeople people, IFaces faces, IRegionPolicies policies, Ids ids, TimeProvider time)
{
    public ReviewPolicy PolicyOf(ProjectCard project) => policies.For(project.Region).Review;

    /// <summary>REV-01, with the certificate that he holds today.</summary>
    public async Task MustBeReviewer(ProjectCard project, IReadOnlyCollection<Guid> workers, CancellationToken ct)
    {
        ReviewRules.MustBeReviewer(project, actor.Required, workers, PolicyOf(project));
        ReviewRules.MustHoldCertificate(await people.Find(actor.Required.PersonId!.Value, ct), time.Today());
    }

    /// <summary>REV-02: the reviewer's own face, where the profile asks for it. Ask everything cheaper first.</summary>
    public async Task<Guid?> Prove(ProjectCard project, Guid? photoId, CancellationToken ct)
    {
        if (!PolicyOf(project).Face)
        {
            return null;
        }

        var photo = photoId ?? throw new RuleBroken(ReviewProblems.FaceMissing);
        return (await faces.Compare(actor.Required.PersonId!.Value, photo, FacePurpose.Review, project.Region, ct)).ComparisonId;
    }

    /// <summary>REV-11.</summary>
    public void Record(TaskSheet task, ReviewVerdict verdict, string opinion, IReadOnlyList<ItemRemark> remarks, Guid? face)
    {
        var by = actor.Required;
        db.Add(Review.Of(
            ids.Next(), task.Id, task.Version, task.ProjectId, task.AgencyId, verdict, opinion, remarks, by.PersonId!.Value, by.Name,
            time.GetUtcNow(), face));
        db.Audit($"review.{verdict.ToString().ToLowerInvariant()}", "FieldTask", task.Id, $"{task.Name}：{opinion}", evidence: face?.ToString());
    }
}
