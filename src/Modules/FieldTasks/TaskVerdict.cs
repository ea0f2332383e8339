using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>What becomes of a task once it was handed in: 待审核 → 审核通过 / 审核不通过 → 已入报告, and the ways back (REV-05, 09, 20).</summary>
internal sealed partial class FieldTask
{
    /// <summary>审核通过.</summary>
    public void Approve()
    {
        MustBeInReview();
        State = FieldTaskState.Approved;
    }

    /// <summary>审核不通过.</summary>
    public void Return(string reason, IReadOnlyList<ReturnRemark>? remarks = null)
    {
        MustBeInReview();
        (State, ReturnReason, ReturnRemarks) = (FieldTaskState.Returned, reason, [.. remarks ?? []]);
    }

    private void MustBeInReview()
    {
        // APR-06: what waits for the lead's consent is not submitted yet.
        if (State == FieldTaskState.AwaitingSubmitConsent)
        {
            throw new RuleBroken(ConsentProblems.SubmitMissing);
        }

        if (State != FieldTaskState.Submitted)
        {
            throw new RuleBroken(FieldTaskProblems.NotSubmitted);
        }
    }

    /// <summary>REV-09, REV-20.</summary>
    public void Reopen()
    {
        if (State == FieldTaskState.Reported)
        {
            throw new RuleBroken(FieldTaskProblems.Reported);
        }

        MustBeApproved();
        State = FieldTaskState.Submitted;
    }

    public void EnterReport(Guid reportId)
    {
        MustBeApproved();
        (State, ReportId) = (FieldTaskState.Reported, reportId);
    }

    public void LeaveReport() => (State, ReportId) = (FieldTaskState.Approved, null);

    private void MustBeApproved()
    {
        if (State != FieldTaskState.Approved)
        {
            throw new RuleBroken(FieldTaskProblems.NotApproved);
        }
    }
}
