using WeChatService.Faults.Contracts;

namespace WeChatService.Faults;

/// <summary>The manuals' words, on screens and in reports.</summary>
internal static class FaultWords
{
    /// <summary>FLT-02.</summary>
    public static string Of(HandlingKind kind) => kind switch
    {
        HandlingKind.Troubleshoot => "排查",
        HandlingKind.OwnerAgreesRepair => "业主同意维修",
        HandlingKind.OwnerDeclinesRepair => "业主不同意维修",
        HandlingKind.InDiscussionWithOwner => "与业主沟通中",
        _ => "不在合同范围内",
    };

    /// <summary>FLT-08, 09.</summary>
    public static string Of(FaultState state) => state switch
    {
        FaultState.Pending => "待处理",
        FaultState.InProgress => "处理中",
        FaultState.Resolved => "已解决",
        FaultState.OwnerDeclined => "不同意维修",
        FaultState.OutOfScope => "不在合同范围内",
        FaultState.OwnerHandling => "单位内部处理中",
        FaultState.OwnerResolved => "单位内部已解决",
        _ => "已更正",
    };

    /// <summary>FLT-11: a step in the history, without its note.</summary>
    public static string Of(FaultStep step) => step.What switch
    {
        StepKind.Handled => Of(step.Kind!.Value),
        StepKind.Solved => "结果：解决",
        StepKind.NotSolved => "结果：没解决",
        StepKind.OwnerClosed => "单位内部已处理",
        StepKind.OwnerUrged => "提醒业主",
        StepKind.Proposed => "维修报价",
        StepKind.OwnerAgreed => "业主同意维修",
        StepKind.OwnerDeclined => "业主不同意维修",
        StepKind.Retracted => "记录更正为符合",
        _ => "记录又改为不符合",
    };

    /// <summary>FLT-15: where a fault stands, in the words of the reports.</summary>
    public static string Printed(FaultState state, HandlingKind? last) => (state, last) switch
    {
        (FaultState.InProgress, HandlingKind.Troubleshoot) => "排查中",
        (FaultState.InProgress, _) => "维修中",
        (FaultState.Pending, HandlingKind.InDiscussionWithOwner) => "与业主协商中",
        (FaultState.OwnerDeclined, _) => "业主不同意维修",
        _ => Of(state),
    };

    /// <summary>FLT-15: a step as the reports print it. Who is sent stands before it, else who decided.</summary>
    public static PrintedStep? Printed(FaultStep step)
    {
        var says = (step.What, step.Kind) switch
        {
            (StepKind.Handled, HandlingKind.Troubleshoot) => "排查中",
            (StepKind.Handled, HandlingKind.OwnerAgreesRepair) => "维修中",
            (StepKind.Handled, HandlingKind.InDiscussionWithOwner) => "与业主协商中",
            (StepKind.Handled, { } kind) => Of(kind),
            (StepKind.Solved, _) => "处理后已解决",
            (StepKind.NotSolved, _) => "处理后未解决",
            (StepKind.OwnerClosed, _) => "单位内部已处理",
            // The owner's answer is evidence; what it costs is nobody else's business and stays out of the report.
            (StepKind.OwnerAgreed, _) => "业主在手机上同意维修",
            (StepKind.OwnerDeclined, _) => "业主在手机上不同意维修",
            _ => null,
        };
        return says is null ? null : new(
            step.At, step.AssigneeName ?? step.ByName, step.Note is null ? says : $"{says}：{step.Note}", step.PhotoIds,
            step.AssigneeName is not null || step.What is StepKind.Solved or StepKind.NotSolved);
    }
}
