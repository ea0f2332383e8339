using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Supervision;

/// <summary>FIL-07. May be told twice; the report's entry stays one.</summary>
internal sealed class ReceiveFiledReport(AppDb db, IRegionPolicies policies, Ids ids, TimeProvider time) : IHandle<ReportFiled>
{
    public async Task Handle(ReportFiled filed, CancellationToken ct)
    {
        if (!await db.Set<BrigadeInboxEntry>().AnyAsync(e => e.ReportId == filed.ReportId, ct))
        {
            var pushed = policies.For(filed.Region).Filing.Push == FilingPush.PushedToBrigade;
            db.Add(BrigadeInboxEntry.Of(ids.Next(), filed, pushed, time.GetUtcNow()));
        }
    }
}
