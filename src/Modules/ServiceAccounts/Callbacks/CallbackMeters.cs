using System.Diagnostics.Metrics;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>What is counted of callbacks. Types that we do not know share one name, so that WeChat's novelties make no endless list.</summary>
internal static class CallbackMeters
{
    private static readonly Meter Meter = new("WeChatService.ServiceAccounts");
    private static readonly Counter<long> Received = Meter.CreateCounter<long>("callback.received", description: "callbacks believed, by type");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("callback.refused", description: "callbacks not believed or not stored, by reason");
    private static readonly Histogram<double> Age = Meter.CreateHistogram<double>("callback.age", "s", "from WeChat's second of sending to its arrival here");

    private static readonly string[] Accounts = Enum.GetNames<ServiceAccountKind>();
    private static readonly string[] Reasons = Enum.GetNames<CallbackRefusal>();
    private static readonly HashSet<string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        "text", "image", "voice", "video", "shortvideo", "location", "link", "subscribe", "unsubscribe", "SCAN", "CLICK", "VIEW", "view_miniprogram",
        "scancode_push", "scancode_waitmsg", "TEMPLATESENDJOBFINISH", "subscribe_msg_popup_event", "subscribe_msg_change_event",
        "subscribe_msg_sent_event", "user_authorization_revoke", "wxa_media_check",
    };

    /// <param name="seconds">Since WeChat sent it, by its clock and ours.</param>
    public static void Take(ServiceAccountKind account, ReadCallback read, double seconds)
    {
        if (!Received.Enabled && !Age.Enabled) return;
        var type = Types.TryGetValue(read.Field("Event") ?? read.MsgType, out var known) ? known : "unknown";
        // A location sent as a message and the LOCATION event are two things.
        Received.Add(1, new("account", Accounts[(int)account]), new("type", known == "location" && read.Field("Event") is not null ? "LOCATION" : type));
        Age.Record(Math.Max(0, seconds), new KeyValuePair<string, object?>("account", Accounts[(int)account]));
    }

    public static void Refuse(ServiceAccountKind account, CallbackRefusal why) =>
        Refused.Add(1, new("account", Accounts[(int)account]), new("reason", Reasons[(int)why]));

    public static void NotStored(ServiceAccountKind account) => Refused.Add(1, new("account", Accounts[(int)account]), new("reason", "NotStored"));
}
