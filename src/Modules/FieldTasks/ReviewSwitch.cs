using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>
/// 开启/关闭审核: while the lead judges a plan's detection records, nothing is sent or deleted in the field (REV-13). Starts closed. Whoever
/// sends or deletes writes this row too, so that of a submission and an opening at the same instant only one wins.
/// </summary>
internal sealed class ReviewSwitch : IAgencyOwned
{
    public Guid PlanId { get; private set; }
    public Guid AgencyId { get; private set; }
    public bool IsOpen { get; private set; }
    public string? ByName { get; private set; }
    public DateTimeOffset? At { get; private set; }

    /// <summary>When the field last sent or deleted something.</summary>
    public DateTimeOffset PassedAt { get; private set; }

    private ReviewSwitch()
    {
    }

    public static ReviewSwitch Closed(Guid planId, Guid agencyId, DateTimeOffset now) => new() { PlanId = planId, AgencyId = agencyId, PassedAt = now };

    /// <returns>True: it was the other way before.</returns>
    public bool Set(bool open, string byName, DateTimeOffset now)
    {
        if (IsOpen == open)
        {
            return false;
        }

        (IsOpen, ByName, At) = (open, byName, now);
        return true;
    }

    public void Pass(DateTimeOffset now)
    {
        if (IsOpen)
        {
            throw new RuleBroken(FieldTaskProblems.ReviewIsOpen);
        }

        PassedAt = now;
    }

    public ReviewSwitchState State => new(IsOpen, ByName, At);
}

/// <summary>Asks the switch before a detection task is sent or deleted, where the profile has one.</summary>
internal sealed class ReviewGate(AppDb db, ICatalogue catalogue, IRegionPolicies policies, TimeProvider time)
{
    /// <summary>REV-13 concerns detection that is judged item by item.</summary>
    public bool Guards(FieldTask task) => policies.For(task.Region).Review.Toggle && catalogue.EditionOf(task).Detection is not null;

    /// <exception cref="RuleBroken">task.review_is_open.</exception>
    public async Task Pass(FieldTask task, CancellationToken ct)
    {
        if (!Guards(task))
        {
            return;
        }

        var known = await db.Set<ReviewSwitch>().FirstOrDefaultAsync(s => s.PlanId == task.PlanId, ct);
        if (known is null)
        {
            db.Add(known = ReviewSwitch.Closed(task.PlanId, task.AgencyId, time.GetUtcNow()));
        }

        known.Pass(time.GetUtcNow());
    }
}
