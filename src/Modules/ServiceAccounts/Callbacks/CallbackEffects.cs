using System.Globalization;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// What a callback means: who follows, who scanned what, what became of a message. Everything else (what people write, clicks, links
/// opened, events not known yet) is kept and counted, and changes nothing.
/// developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html
/// </summary>
internal sealed class CallbackEffects(AppDb db, FollowerBook followers)
{
    private const string ScenePrefix = "qrscene_";

    private static readonly HashSet<string> WithEffect = new(StringComparer.OrdinalIgnoreCase)
    {
        "subscribe", "unsubscribe", "SCAN", "TEMPLATESENDJOBFINISH", "user_authorization_revoke",
        "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event",
    };

    /// <summary>Whether anything is left to be done once it is stored.</summary>
    public static bool Has(ReadCallback read) => read.Field("Event") is { } happened && WithEffect.Contains(happened);

    /// <summary>A phone that shares its place reports it every few seconds. Nobody here needs that, so it is not even stored.</summary>
    public static bool IsNotKept(ReadCallback read) => "LOCATION".Equals(read.Field("Event"), StringComparison.OrdinalIgnoreCase);

    public static bool IsAboutSubscriptions(ReadCallback read) => read.Field("Event")?.StartsWith("subscribe_msg_", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The scene of a scan, whether it made the person follow or not; null for everything else.</summary>
    public static string? SceneOf(ReadCallback read) => (read.Field("Event")?.ToUpperInvariant(), read.Field("EventKey")) switch
    {
        ("SUBSCRIBE", { } key) when key.StartsWith(ScenePrefix, StringComparison.Ordinal) && key.Length > ScenePrefix.Length => key[ScenePrefix.Length..],
        ("SCAN", { } key) => key,
        _ => null,
    };

    /// <summary>Adds the effects to the unit of work; the caller commits them together with the message's new state.</summary>
    /// <param name="at">WeChat's second of sending.</param>
    public async Task Apply(ServiceAccountKind account, ReadCallback read, DateTimeOffset at, CancellationToken ct)
    {
        switch (read.Field("Event")?.ToUpperInvariant())
        {
            case "SUBSCRIBE":
                await Follows(account, read.FromUserName, subscribed: true, at, ct);
                if (SceneOf(read) is { } entered) db.Announce(new SceneScanned(account, read.FromUserName, entered, NewFollower: true));
                break;
            case "SCAN":
                // Only followers can scan into a chat: so whoever does, follows.
                await Follows(account, read.FromUserName, subscribed: true, at, ct);
                if (SceneOf(read) is { } scanned) db.Announce(new SceneScanned(account, read.FromUserName, scanned, NewFollower: false));
                break;
            case "UNSUBSCRIBE":
                await Follows(account, read.FromUserName, subscribed: false, at, ct);
                break;
            case "TEMPLATESENDJOBFINISH" when Number(read.Field("MsgID")) is { } msgId:
                db.Announce(new TemplateJobFinished(account, msgId, read.Field("Status") ?? ""));
                break;
            case "SUBSCRIBE_MSG_POPUP_EVENT":
                Answered(account, read, "SubscribeMsgPopupEvent", inSettings: false, at);
                break;
            case "SUBSCRIBE_MSG_CHANGE_EVENT":
                Answered(account, read, "SubscribeMsgChangeEvent", inSettings: true, at);
                break;
            case "SUBSCRIBE_MSG_SENT_EVENT":
                Finished(account, read);
                break;
            case "USER_AUTHORIZATION_REVOKE":
                db.Announce(new AuthorizationRevoked(account, read.Field("OpenID") ?? read.FromUserName));
                break;
        }
    }

    private async Task Follows(ServiceAccountKind account, string openId, bool subscribed, DateTimeOffset at, CancellationToken ct)
    {
        var follower = await followers.Known(account, openId, ct);
        if (follower.Follows(subscribed, at)) db.Announce(new FollowerChanged(account, openId, follower.SubjectId, subscribed));
    }

    private void Answered(ServiceAccountKind account, ReadCallback read, string around, bool inSettings, DateTimeOffset at)
    {
        foreach (var one in Listed(read, around))
            if (one.Field("TemplateId") is { } template)
                db.Announce(new SubscriptionAnswered(account, read.FromUserName, template, one.Field("SubscribeStatusString") == "accept", inSettings, at));
    }

    private void Finished(ServiceAccountKind account, ReadCallback read)
    {
        foreach (var one in Listed(read, "SubscribeMsgSentEvent"))
            if (one.Field("TemplateId") is { } template && Number(one.Field("MsgID")) is { } msgId)
                db.Announce(new SubscriptionMessageFinished(
                    account, read.FromUserName, template, msgId, (int)(Number(one.Field("ErrorCode")) ?? -1), one.Field("ErrorStatus") ?? ""));
    }

    /// <summary>The XML has the list inside an element of the event, the JSON has it at the top.</summary>
    private static IEnumerable<ReadCallback> Listed(ReadCallback read, string around) => read.Each($"{around}/List").Concat(read.Each("List"));

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
