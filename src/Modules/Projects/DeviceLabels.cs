using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Projects;

internal sealed class DeviceLabels(AppDb db) : IDeviceLabels
{
    public Task<DeviceLabelCard?> Find(string code, CancellationToken ct) =>
        db.Set<DeviceLabel>().IgnoreQueryFilters().AsNoTracking().Where(l => l.Code == code && l.RevokedAt == null)
            .Select(l => new DeviceLabelCard(l.Id, l.Code, l.ProjectId, l.ClassCode, l.Place)).FirstOrDefaultAsync(ct);
}
