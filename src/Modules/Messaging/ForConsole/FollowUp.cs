using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;

namespace WeChatService.Messaging.ForConsole;

/// <summary>What the administrator does about a push that did not arrive: sends it again (NTF-15), or notes that he told the person himself.</summary>
internal static class FollowUp
{
    /// <param name="MayArriveTwice">He has asked: what nobody knows of did not arrive.</param>
    internal sealed record ResendRequest(bool MayArriveTwice);

    /// <param name="Id">Of the new delivery.</param>
    internal sealed record Resent(Guid Id, Guid ResendOf, DateTimeOffset At);

    internal sealed record Told(Guid Id, DateTimeOffset At);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapPost("/deliveries/{id:guid}/resend", Resend).For(Role.AgencyAdmin);
        console.MapPost("/deliveries/{id:guid}/told", Tell).For(Role.AgencyAdmin);
    }

    private static async Task<Resent> Resend(Guid id, ResendRequest request, AppDb db, ResendDesk desk, CancellationToken ct)
    {
        var (delivery, notice) = await ShowDelivery.Load(id, db, ct);
        var again = await desk.SendAgain(delivery, notice, request.MayArriveTwice, ct);
        db.Audit(
            "delivery.resent", nameof(Delivery), id, $"重发消息：{notice.Title}", before: new { State = delivery.State.ToString() },
            after: new { AgainId = again.Id, request.MayArriveTwice });
        return new Resent(again.Id, id, again.CreatedAt);
    }

    private static async Task<Told> Tell(Guid id, AppDb db, CurrentActor actor, ResendDesk desk, TimeProvider time, CancellationToken ct)
    {
        var (delivery, notice) = await ShowDelivery.Load(id, db, ct);
        var refused = delivery.State switch
        {
            DeliveryState.Pending => MessagingProblems.StillOnItsWay,
            DeliveryState.Sent or DeliveryState.Delivered => MessagingProblems.AlreadyTaken,
            _ => await desk.FollowupOf(id, ct) is null ? null : MessagingProblems.AlreadyFollowedUp,
        };
        if (refused is not null)
        {
            throw new RuleBroken(refused);
        }

        var followup = Followup.ToldOtherwise(delivery, actor.Required, time.GetUtcNow());
        db.Add(followup);
        db.Audit("delivery.told_otherwise", nameof(Delivery), id, $"已另行告知：{notice.Title}");
        return new Told(id, followup.At);
    }
}
