using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits;

/// <summary>Every "may this begin?" of visits, and how their time is counted.</summary>
internal static class VisitRules
{
    /// <summary>CHK-01 with the profile: some regions know no check-in.</summary>
    public static void MustBeUsedHere(CheckInPolicy policy)
    {
        if (!policy.Enabled)
        {
            throw new RuleBroken(VisitProblems.NotUsedHere);
        }
    }

    /// <summary>CHK-16.</summary>
    public static void MustBeMember(ProjectCard project, Guid personId)
    {
        if (!project.IsMember(personId))
        {
            throw new RuleBroken(VisitProblems.NotAMember.Says($"您不在「{project.Name}」的人员名单里，不能开始执业。请联系项目负责人。"));
        }
    }

    /// <summary>已提交, 已执业 and 待复检 are worked on (CHK-03, CHK-17).</summary>
    public static readonly IReadOnlyList<ProjectState> WorkedOn = [ProjectState.Active, ProjectState.Practised, ProjectState.Retest];

    /// <summary>CHK-03, CHK-17: 已保存 is not worked on yet, the ended ones no more.</summary>
    public static void ProjectMustBeWorkedOn(ProjectState state)
    {
        if (state == ProjectState.Draft)
        {
            throw new RuleBroken(VisitProblems.ProjectNotReady);
        }

        if (!WorkedOn.Contains(state))
        {
            throw new RuleBroken(VisitProblems.ProjectEnded);
        }
    }

    /// <summary>OWN-10, CHK-03.</summary>
    public static void ContactMustBeBound(OwnerPolicy policy, int contacts)
    {
        if (policy.Binding == OwnerBinding.Required && contacts == 0)
        {
            throw new RuleBroken(VisitProblems.NoContact);
        }
    }

    /// <summary>PLN-23, CHK-03: maintenance has a plan of the month before any work.</summary>
    public static void PlanMustExist(ServiceType type, bool planned)
    {
        if (type == ServiceType.Maintenance && !planned)
        {
            throw new RuleBroken(VisitProblems.NoPlan);
        }
    }

    /// <summary>CHK-04: one person, one place. The refusal names where he still is.</summary>
    public static void MustBeAtWorkNowhereElse(Visit? open, Guid projectId, string? openProjectName)
    {
        if (open is null)
        {
            return;
        }

        throw new RuleBroken((open.ProjectId == projectId ? VisitProblems.AlreadyOpen : VisitProblems.OpenElsewhere
                .Says($"您还在「{openProjectName ?? "另一个项目"}」执业。{ChinaTime.Says(open.StartedAt)} 开始，还没点结束。先结束那边。"))
            .With("visitId", open.Id).With("projectId", open.ProjectId).With("projectName", openProjectName).With("startedAt", open.StartedAt));
    }

    /// <summary>CHK-01: presence at the place.</summary>
    public static void MustBeOnSite(FenceReading reading, FencePolicy policy)
    {
        if (!reading.CountsAsInside(policy))
        {
            throw new RuleBroken(VisitProblems.OutOfFence
                .Says($"还没到现场。您离项目围栏 {reading.Says()}，走进围栏再开始。").With("distanceMetres", reading.DistanceMetres));
        }
    }

    /// <summary>CHK-09: exactly the longest stay still counts.</summary>
    public static bool IsTooLong(DateTimeOffset from, DateTimeOffset to, CheckInPolicy policy) => to - from > TimeSpan.FromHours(policy.MaxHours);

    public static string TooLongReason(CheckInPolicy policy) => $"超过 {policy.MaxHours} 小时没有结束，时长记 0";

    /// <summary>
    /// When somebody who has not ended work is reminded of it: at the profile's hour of his day, and two hours before the time becomes zero
    /// (CHK-09, 10). Who began less than an hour before the first is not disturbed by it.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> RemindersOf(DateTimeOffset startedAt, CheckInPolicy policy)
    {
        var evening = ChinaTime.StartOf(ChinaTime.DayOf(startedAt)).AddHours(policy.RemindAtHour);
        var last = startedAt.AddHours(policy.MaxHours - 2);
        return evening >= startedAt.AddHours(1) ? [evening, last] : [last];
    }

    /// <summary>Whole minutes as the profile rounds them; never negative.</summary>
    public static int MinutesOf(DateTimeOffset from, DateTimeOffset to, DurationRounding rounding)
    {
        var minutes = Math.Max(0, (to - from).TotalMinutes);
        return (int)(rounding == DurationRounding.DownToMinute ? Math.Floor(minutes) : Math.Round(minutes, MidpointRounding.AwayFromZero));
    }
}
