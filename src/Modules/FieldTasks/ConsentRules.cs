using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>Whose consent it is, and when a request counts as asked.</summary>
internal static class ConsentRules
{
    /// <summary>Two clocks are never quite the same.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>APR-10: only the project's own lead decides.</summary>
    public static void MustBeLedBy(this ProjectCard project, Actor actor)
    {
        if (project.LeadId != actor.PersonId)
        {
            throw new RuleBroken(ConsentProblems.NotYourProject);
        }
    }

    /// <summary>APR-13, PEO-31: codes and a witness say who is there now, not who was there when the phone had no network.</summary>
    public static void MustNotBeWitnessedLate(SecondWayAnswer? answer)
    {
        if (answer is not null)
        {
            throw new RuleBroken(ConsentProblems.WitnessedLate);
        }
    }

    /// <summary>
    /// APR-13: a request that waited for a network is of the phone's time. It lies between the work that it belongs to and now, and
    /// not so far back that nobody could say who was on site.
    /// </summary>
    public static void PhoneTimeMustBeBelieved(DateTimeOffset asked, FieldTask task, ApprovalPolicy policy, DateTimeOffset now)
    {
        if (asked > now + Skew || asked < (task.StartedAt ?? task.CreatedAt) - Skew)
        {
            throw new RuleBroken(ConsentProblems.PhoneClockWrong.With("now", now).With("phone", asked));
        }

        if (now - asked > TimeSpan.FromHours(policy.OfflineHours))
        {
            throw new RuleBroken(ConsentProblems.WaitedTooLong
                .Says($"这个申请在手机里放了 {(int)(now - asked).TotalHours} 小时，超过 {policy.OfflineHours} 小时不算数。请在现场重新申请。")
                .With("hours", policy.OfflineHours));
        }
    }
}
