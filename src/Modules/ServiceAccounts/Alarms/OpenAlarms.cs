using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Alarms;

internal sealed class OpenAlarms(AppDb db) : IServiceAccountAlarms
{
    public async Task<IReadOnlyList<ServiceAccountAlarm>> Open(CancellationToken ct)
    {
        var rows = await db.Set<AlarmRow>().AsNoTracking().Where(a => a.ClearedAt == null).OrderBy(a => a.FirstAt).ToListAsync(ct);
        return [.. rows.Select(a => a.Card())];
    }
}
