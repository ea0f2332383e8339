using WeChatService.Faults.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>Which handling is possible when, and what it leads to.</summary>
internal static class FaultRules
{
    /// <summary>FLT-03, 04: troubleshooting and repair need somebody to do it. FLT-07: out of scope is final; so is solved.</summary>
    public static void MustAllow(FaultState state, HandlingKind kind, Guid? assignee)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new RuleBroken(FaultProblems.KindUnknown);
        }

        if (state is FaultState.OutOfScope or FaultState.Resolved)
        {
            throw new RuleBroken(FaultProblems.Closed);
        }

        // FLT-05: a declined repair can only become an agreed one.
        if (state == FaultState.OwnerDeclined && kind != HandlingKind.OwnerAgreesRepair)
        {
            throw new RuleBroken(FaultProblems.OnlyAgreement);
        }

        if (kind is HandlingKind.Troubleshoot or HandlingKind.OwnerAgreesRepair && assignee is null)
        {
            throw new RuleBroken(FaultProblems.AssigneeMissing);
        }
    }

    /// <summary>FLT-03…07.</summary>
    public static FaultState After(HandlingKind kind) => kind switch
    {
        HandlingKind.Troubleshoot or HandlingKind.OwnerAgreesRepair => FaultState.InProgress,
        HandlingKind.OwnerDeclinesRepair => FaultState.OwnerDeclined,
        HandlingKind.OutOfContractScope => FaultState.OutOfScope,
        _ => FaultState.Pending,
    };

    /// <summary>The manuals' words (FLT-02).</summary>
    public static string Says(HandlingKind kind) => kind switch
    {
        HandlingKind.Troubleshoot => "排查",
        HandlingKind.OwnerAgreesRepair => "业主同意维修",
        HandlingKind.OwnerDeclinesRepair => "业主不同意维修",
        HandlingKind.InDiscussionWithOwner => "与业主沟通中",
        _ => "不在合同范围内",
    };
}
