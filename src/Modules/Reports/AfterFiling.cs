using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>
/// What a detection's or assessment's report in force makes of its project, in the same transaction: its pages are to be drawn; 待复检 after 不合格 where the profile
/// tests again in the same project (RPT-23), open still where one more plan may follow (PLN-28), else 已完成 (§19.1).
/// </summary>
internal sealed class AfterFiling(AppDb db, IProjects projects, IRegionPolicies policies) : IHandleAtOnce<ReportFiled>
{
    public async Task Handle(ReportFiled happened, CancellationToken ct)
    {
        var report = await db.Set<Report>().FirstAsync(r => r.Id == happened.ReportId, ct);
        db.Enqueue(new DrawPages(report.Id), report.Id.ToString());
        if (report.Kind.IsMaintenance())
        {
            return;
        }

        var failed = report.Conclusion == ReportConclusion.Unqualified;
        switch (policies.For(report.Region).Retest.Way)
        {
            case RetestWay.SameProject when failed:
                await projects.AwaitRetest(report.ProjectId, ct);
                break;
            case RetestWay.OneMorePlan when failed:
                break;
            default:
                await projects.Complete(report.ProjectId, ct);
                break;
        }
    }
}
