using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Messaging.ForReaders;

namespace WeChatService.Messaging.ForConsole;

/// <summary>One push with all that is known of it.</summary>
internal static class ShowDelivery
{
    /// <param name="Errcode">What WeChat answered, if it did.</param>
    /// <param name="Lines">What the message says.</param>
    /// <param name="History">Newest first.</param>
    /// <param name="ResentAs">Its repeat.</param>
    /// <param name="WhyNotResend">Why it cannot be sent again now; null: it can.</param>
    internal sealed record Response(
        DeliveryRow Delivery, int? Errcode, IReadOnlyList<MessageText> Lines, IReadOnlyList<HistoryStep> History, Guid? ResentAs, string? WhyNotResend);

    public static void Map(RouteGroupBuilder console) =>
        console.MapGet("/deliveries/{id:guid}", Handle).For(Role.AgencyAdmin, Role.AgencyManager);

    private static async Task<Response> Handle(
        Guid id, AppDb db, DeliveryLines lines, NoticeTemplates templates, ResendDesk desk, CancellationToken ct)
    {
        var (delivery, notice) = await Load(id, db, ct);
        var row = (await lines.Of([(delivery, notice)], ct))[0];
        var followup = await desk.FollowupOf(id, ct);
        var said = MessageLine.Of(notice, templates).Lines;
        var whyNot = await desk.WhyNotNow(delivery, notice, followup, ct);
        return new Response(
            row, DeliveryReasons.ErrcodeOf(delivery.Reason), said, DeliveryHistory.Of(delivery, notice, followup), followup?.AgainId, whyNot?.Title);
    }

    /// <exception cref="RuleBroken">It does not exist, or belongs to another agency.</exception>
    internal static async Task<(Delivery Delivery, Notice Notice)> Load(Guid id, AppDb db, CancellationToken ct)
    {
        var delivery = await db.Set<Delivery>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) ?? throw new RuleBroken(KernelProblems.NotFound);
        var notice = await db.Set<Notice>().AsNoTracking().FirstOrDefaultAsync(n => n.Id == delivery.NoticeId, ct) ?? throw new RuleBroken(KernelProblems.NotFound);
        return (delivery, notice);
    }
}
