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
    AppDb db, CurrentActor actor, IPeople people, IIdentities identities, ISecondWay secondWay, IRegionPolicies policies, Ids ids, TimeProvider time)
{
    public ReviewPolicy PolicyOf(ProjectCard project) => policies.For(project.Region).Review;

    public TimeSpan TrackIntervalOf(ProjectCard project) => TimeSpan.FromSeconds(policies.For(project.Region).Field.TrackIntervalSeconds);

    /// <summary>REV-01, with the certificate that he holds today.</summary>
    public async Task MustBeReviewer(ProjectCard project, IReadOnlyCollection<Guid> workers, CancellationToken ct)
    {
        ReviewRules.MustBeReviewer(project, actor.Required, workers, PolicyOf(project));
        ReviewRules.MustHoldCertificate(await people.Find(actor.Required.PersonId!.Value, ct), time.Today());
    }

    /// <summary>REV-02: the reviewer's own face or the second way, where the profile asks for it. Ask everything cheaper first.</summary>
    /// <param name="subjectId">The task, or the plan that is judged as a whole.</param>
    public async Task<Identified?> Prove(ProjectCard project, Guid subjectId, Guid? photoId, SecondWayAnswer? answer, CancellationToken ct) =>
        PolicyOf(project).Face ? await identities.Prove(Asked(project, subjectId), photoId, answer, ReviewProblems.FaceMissing, ct) : null;

    /// <summary>Codes of the second way; they count for this task or plan only (PEO-31).</summary>
    public Task<CodesSent> SendCodes(ProjectCard project, Guid subjectId, Guid witnessId, CancellationToken ct) => PolicyOf(project).Face
        ? identities.SendCodes(Asked(project, subjectId), witnessId, ct)
        : throw new RuleBroken(ReviewProblems.NoFaceAskedHere);

    public Task<IReadOnlyList<Witness>> Witnesses(string? search, CancellationToken ct) => secondWay.Witnesses(actor.Required.PersonId!.Value, search, ct);

    public bool HasSecondWay(ProjectCard project) => PolicyOf(project).Face && identities.HasSecondWay(project.Region);

    private IdentityAsked Asked(ProjectCard project, Guid subjectId) => new(actor.Required.PersonId!.Value, FacePurpose.Review, subjectId, project.Region);

    /// <summary>REV-11.</summary>
    public void Record(TaskSheet task, ReviewVerdict verdict, string opinion, IReadOnlyList<ItemRemark> remarks, Identified? who)
    {
        var by = actor.Required;
        db.Add(Review.Of(
            ids.Next(), task.Id, task.Version, task.ProjectId, task.AgencyId, verdict, opinion, remarks, by.PersonId!.Value, by.Name,
            time.GetUtcNow(), who?.Face?.ComparisonId, who?.Witnessed is { } w ? new ReviewWitness(w.ProofId, w.WitnessId, w.WitnessName) : null));
        db.Audit($"review.{verdict.ToString().ToLowerInvariant()}", "FieldTask", task.Id, $"{task.Name}：{opinion}{who?.Mark}", evidence: who?.EvidenceId.ToString());
    }
}
