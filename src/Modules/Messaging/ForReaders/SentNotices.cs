using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Messaging.ForReaders;

/// <summary>
/// What a project's owner was told, and whether it arrived (NTF-15, NTF-18): 未送达 is never sent again, so the agency
/// must see it and telephone.
/// </summary>
internal static class SentNotices
{
    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapGet("/projects/{projectId:guid}/notices", List)
            .For(Role.AgencyAdmin, Role.AgencyManager, Role.ProjectLead, Role.TechnicalLead);
    }

    private static async Task<Page<SentNotice>> List(Guid projectId, [AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        var told = db.Set<Notice>().Where(n => n.ProjectId == projectId && n.Reader == NoticeReader.OwnerContact);
        var total = await told.CountAsync(ct);
        var notices = await told.AsNoTracking().OrderByDescending(n => n.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var ids = notices.ConvertAll(notice => notice.Id);
        var deliveries = await db.Set<Delivery>().AsNoTracking().Where(d => ids.Contains(d.NoticeId)).ToListAsync(ct);
        var states = deliveries.ToLookup(delivery => delivery.NoticeId, delivery => delivery.State);
        return page.Of(notices.ConvertAll(notice => new SentNotice(
            notice.Id, notice.Template, notice.Title, notice.ReceiverId, [.. states[notice.Id]], notice.CreatedAt, notice.ReadAt)), total);
    }
}

/// <param name="ContactId">Who was told.</param>
/// <param name="States">One for each phone of the contact; NotFollowing alone when none follows.</param>
internal sealed record SentNotice(
    Guid Id, string Event, string Title, Guid ContactId, IReadOnlyList<DeliveryState> States, DateTimeOffset At, DateTimeOffset? ReadAt);
