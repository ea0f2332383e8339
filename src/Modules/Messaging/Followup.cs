using WeChatService.Kernel;

namespace WeChatService.Messaging;

/// <summary>
/// What was done about a delivery that did not arrive: it was sent again, or the receiver was told by other means. Once for each
/// delivery, whoever presses first; a repeat that fails as well is followed up itself.
/// </summary>
internal sealed class Followup : IAgencyOwned
{
    private Followup()
    {
    }

    /// <summary>What did not arrive; the key.</summary>
    public Guid DeliveryId { get; private init; }

    public Guid AgencyId { get; private init; }

    /// <summary>The repeat; null: told by telephone or face to face.</summary>
    public Guid? AgainId { get; private init; }

    /// <summary>Null: the house did it, because the receiver follows by now.</summary>
    public Guid? ByAccountId { get; private init; }

    public string ByName { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    public static Followup SentAgain(Delivery first, Delivery again, Actor by, DateTimeOffset now) => Of(first, again.Id, by, now);

    public static Followup ToldOtherwise(Delivery first, Actor by, DateTimeOffset now) => Of(first, null, by, now);

    private static Followup Of(Delivery first, Guid? againId, Actor by, DateTimeOffset now) => new()
    {
        DeliveryId = first.Id,
        AgencyId = first.AgencyId,
        AgainId = againId,
        ByAccountId = by.Door == Door.System ? null : by.AccountId,
        ByName = by.Name,
        At = now,
    };
}
