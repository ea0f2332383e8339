using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Reviews;

/// <summary>Who may give a verdict, and what stands in its way.</summary>
internal static class ReviewRules
{
    /// <summary>REV-01: the lead of this project; the technical lead where the profile lets him.</summary>
    public static void MustBeReviewer(ProjectCard project, Actor actor, ReviewPolicy policy)
    {
        if (!MayReview(project, actor, policy))
        {
            throw new RuleBroken(ReviewProblems.NotTheReviewer);
        }
    }

    public static bool MayReview(ProjectCard project, Actor actor, ReviewPolicy policy) =>
        (project.LeadId == actor.PersonId && policy.Roles.Contains(Role.ProjectLead))
        || (project.TechnicalLeadId == actor.PersonId && policy.Roles.Contains(Role.TechnicalLead));

    /// <summary>Only what waits for review gets a verdict.</summary>
    public static void MustBeWaiting(TaskSheet task)
    {
        if (task.State != FieldTaskState.Submitted)
        {
            throw new RuleBroken(ReviewProblems.NotWaiting);
        }
    }

    /// <summary>REV-06, REV-07: where the profile asks, every fault has a handling before the records can pass.</summary>
    public static Problem? WhyNotPass(ProjectCard project, IReadOnlyList<FaultSheet> faults, ReviewPolicy policy)
    {
        var asked = project.ServiceType == ServiceType.Maintenance ? policy.FaultFirst.Maintenance : policy.FaultFirst.Detection;
        var open = faults.Where(f => !f.IsHandled).ToList();
        return asked && open.Count > 0
            ? ReviewProblems.FaultsUnhandled
                .Says($"还差 {open.Count} 个故障没处置：{string.Join('、', open.Take(3).Select(f => f.ItemName))}。先选怎么处置，再通过。")
                .With("faultIds", open.Select(f => f.Id).ToList())
            : null;
    }

    /// <summary>REV-04: returning needs a reason that the operator can act on.</summary>
    public static string ReasonOf(string? reason) =>
        reason?.Trim() is { Length: >= 2 and <= 500 } given ? given : throw new RuleBroken(ReviewProblems.ReasonMissing);
}
