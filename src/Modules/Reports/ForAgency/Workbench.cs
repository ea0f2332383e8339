using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;

namespace WeChatService.Reports.ForAgency;

/// <summary>
/// What waits for the person who holds the phone, in the blocks of the manuals' home screen (SCR-01, PLN-30). A block that is not for
/// the person, or not used in the region, is left out (SCR-02).
/// </summary>
internal static class Workbench
{
    /// <param name="FaceOk">The operator was recognised on site, at the check-in or at the start of the task.</param>
    public sealed record Waiting(
        Guid TaskId, string TaskName, string ProjectName, string OperatorName, DateTimeOffset? SubmittedAt, int Failures, bool FaceOk, bool InsideFence);

    /// <summary>检测维保计划: 未创建, 未完成 of the month; how many of them have facilities that nobody has yet.</summary>
    public sealed record PlanBlock(int Uncreated, int Unfinished, int Unassigned, int UnassignedFacilities);

    /// <summary>处理申请: 开始申请, 提交申请 that wait for the lead on site.</summary>
    public sealed record ConsentBlock(int Start, int Submit, DateTimeOffset? OldestAt);

    /// <summary>审核任务: 待审核.</summary>
    public sealed record ReviewBlock(int Count, Waiting? Oldest);

    /// <summary>处理故障: 待处理, 处理中, 不同意维修, 已解决, 不在范围.</summary>
    public sealed record FaultBlock(int Pending, int InProgress, int OwnerDeclined, int Resolved, int OutOfScope, int Urgent, DateTimeOffset? OldestAt);

    /// <summary>报告备案: 未备案.</summary>
    public sealed record FilingBlock(int Open, DateTimeOffset? OldestAt);

    /// <param name="Running">Somebody has work of the month's plan.</param>
    /// <param name="Idle">Nobody has.</param>
    /// <param name="FiledLastMonth">已备案 of last month's reports at this time a month ago.</param>
    public sealed record Progress(int Projects, int Filed, int ToFile, int Running, int Idle, int FiledLastMonth);

    public sealed record Present(Guid? VisitId, Guid? TaskId, string PersonName, string ProjectName, DateTimeOffset StartedAt, bool InsideFence, PhotoLink? Portrait);

    /// <param name="MayAct">False for those who only read: managers and administrators.</param>
    /// <param name="AsksRatings">Clients rate visits here (EVL-01).</param>
    /// <param name="OnSite">The first five of <paramref name="OnSiteCount"/>.</param>
    public sealed record Response(
        string LeadName, string AgencyName, ChinaMonth Month, IReadOnlyCollection<Role> Roles, bool MayAct, PlanBlock? Plans, ConsentBlock? Consents,
        ReviewBlock? Reviews, FaultBlock? Faults, FilingBlock? Filings, Progress Progress, IReadOnlyList<Present> OnSite, int OnSiteCount, bool AsksRatings);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/workbench", (WorkbenchBook book, CancellationToken ct) => book.Read(ct));
}
