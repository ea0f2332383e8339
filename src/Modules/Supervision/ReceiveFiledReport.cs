using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Reports.Contracts;

namespace WeChatService.Supervision;

/// <summary>FIL-07. May be told twice; the report's entry stays one.</summary>
internal sealed class ReceiveFiledReport(AppDb db, Ids ids, TimeProvider time) : IHandle<ReportFiled>
{
    public async Task Handle(ReportFiled filed, CancellationToken ct)
    {
        if (!await db.Set<BrigadeInboxEntry>().AnyAsync(e => e.ReportId == filed.ReportId, ct))
        {
            db.Add(BrigadeInboxEntry.Of(ids.Next(), filed, time.GetUtcNow()));
        }
    }
}
