using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Reviews;

/// <summary>Who may give a verdict, and what stands in its way.</summary>
internal static class ReviewRules
{
    /// <summary>FLD-32: three missed places in a row are a gap. What lies between is not known, and is not drawn as if it were.</summary>
    public static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> GapsOf(IReadOnlyList<DateTimeOffset> times, TimeSpan interval) =>
        times.Zip(times.Skip(1)).Where(p => p.Second - p.First > interval * 3);

    /// <summary>
    /// REV-01: the lead of this project; the technical lead where the profile lets him. Nobody reviews his own field work: the lead's is
    /// the technical lead's everywhere, else it could never pass.
    /// </summary>
    /// <param name="workers">Who did the work.</param>
    public static void MustBeReviewer(ProjectCard project, Actor actor, IReadOnlyCollection<Guid> workers, ReviewPolicy policy)
    {
        if (!Oversees(project, actor, policy) && !StandsIn(project, actor, workers))
        {
            throw new RuleBroken(ReviewProblems.NotTheReviewer);
        }

        if (actor.PersonId is { } me && workers.Contains(me))
        {
            throw new RuleBroken(ReviewProblems.OwnWork);
        }
    }

    /// <summary>Reviewers by the profile (REV-01).</summary>
    public static bool Oversees(ProjectCard project, Actor actor, ReviewPolicy policy) =>
        (project.LeadId == actor.PersonId && policy.Roles.Contains(Role.ProjectLead))
        || (project.TechnicalLeadId == actor.PersonId && policy.Roles.Contains(Role.TechnicalLead));

    private static bool StandsIn(ProjectCard project, Actor actor, IReadOnlyCollection<Guid> workers) =>
        project.TechnicalLeadId == actor.PersonId && workers.Contains(project.LeadId);

    /// <summary>Reviewers, and the agency's administrators and managers, who read everything and decide nothing (SCR-02).</summary>
    public static bool MayRead(ProjectCard project, Actor actor, IReadOnlyCollection<Guid> workers, ReviewPolicy policy) =>
        actor.Has(Role.AgencyAdmin) || actor.Has(Role.AgencyManager) || Oversees(project, actor, policy) || StandsIn(project, actor, workers);

    /// <summary>REV-01, PEO-27: with an engineer's certificate that counts today.</summary>
    public static void MustHoldCertificate(PersonCard? reviewer, DateOnly today)
    {
        var engineer = reviewer?.Certificates.Where(c => c.Kind == CertificateKind.Engineer).MaxBy(c => c.ValidUntil);
        if (engineer is null)
        {
            throw new RuleBroken(ReviewProblems.NoCertificate);
        }

        if (engineer.ValidUntil < today)
        {
            throw new RuleBroken(ReviewProblems.CertificateExpired.Says(
                $"您的注册消防工程师证书 {ChinaTime.Says(engineer.ValidUntil)} 已到期，不能审核。更新证书后再来，或请技术负责人安排别人负责。"));
        }
    }

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

    /// <summary>REV-04: what is wrong with single items; each names an item of the task and says something.</summary>
    public static IReadOnlyList<ItemRemark> RemarksOf(IReadOnlyList<ItemRemark?>? remarks, TaskSheet task)
    {
        var given = (remarks ?? []).OfType<ItemRemark>().DistinctBy(r => r.ItemCode).ToList();
        if (given.Exists(r => !task.ItemCodes.Contains(r.ItemCode) || r.Remark?.Trim() is not { Length: >= 2 and <= 200 }))
        {
            throw new RuleBroken(ReviewProblems.RemarkUnknown);
        }

        return [.. given.Select(r => r with { Remark = r.Remark.Trim() })];
    }

    /// <summary>What the operator reads on his phone: the reason, then item by item (REV-05).</summary>
    public static string Says(string reason, IReadOnlyList<ItemRemark> remarks, Func<string, string> nameOf) => remarks.Count == 0
        ? reason
        : $"{reason}（{string.Join("；", remarks.Select(r => $"{nameOf(r.ItemCode)}：{r.Remark}"))}）";

    /// <summary>An opinion of one's own or the given words, at most 500 characters.</summary>
    public static string OpinionOf(string? opinion) => opinion?.Trim() switch
    {
        null or "" => "审核通过",
        { Length: <= 500 } given => given,
        _ => throw new RuleBroken(ReviewProblems.OpinionTooLong),
    };
}
