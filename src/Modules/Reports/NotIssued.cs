using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>未出具: why a month has no report yet, in the client's words (OWN-11).</summary>
/// <param name="Rate">The client himself can help: a visit waits for his rating.</param>
internal sealed record NotIssued(string Says, bool Rate = false)
{
    /// <summary>The first thing in the way, in the order of <see cref="DueRules"/>.</summary>
    public static NotIssued Of(ReportDue due, ChinaMonth month, RegionPolicy policy, DateTimeOffset now) => due switch
    {
        { ReportState: ReportState.Ready } => new("报告做好了，等技术负责人备案"),
        { ReportState: not null } => new("维保公司正在做报告"),
        _ when now >= month.Ends => new(due.PlanId is null ? "这个月没有安排检查，没出报告" : "过了当月，没出报告"),
        { PlanId: null } => new("这个月还没安排检查"),
        { Tasks: 0 } or { AssignedItems: > 0 } or { Working: > 0 } or { Returned: > 0 } => new("现场检查还没做完"),
        { Submitted: > 0 } => new("检查做完了，记录还在审核"),
        { Forms: 0 } when policy.Evaluation.Enabled => new("还没收到上门的反馈单"),
        { Rated: 0 } when policy.Evaluation.Enabled => new("等您给上门打分", Rate: true),
        { MonthlyState: null } when policy.Report.Monthly => new("等维保公司写月报"),
        _ => new("检查做完了，等维保公司出报告"),
    };
}
