using System.Diagnostics;
using System.Diagnostics.Metrics;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>What an operator watches. Counters are per process; the gauges are sampled by whichever process leads.</summary>
internal static class PushMetrics
{
    public const string MeterName = "WeChatService.Messaging";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Sent =
        Meter.CreateCounter<long>("push.sent", null, "Attempts by account, outcome and WeChat's errcode");

    private static readonly Histogram<double> Lag =
        Meter.CreateHistogram<double>("push.lag", "s", "From the making of a delivery to WeChat's answer");

    private static readonly Counter<long> ParkedCount =
        Meter.CreateCounter<long>("push.parked", null, "Deliveries that became unknown or poison because their sender died or never got an answer");

    private static volatile IReadOnlyList<Backlog> backlog = [];

    static PushMetrics()
    {
        Meter.CreateObservableGauge("push.pending", () => backlog.Select(of =>
            new Measurement<long>(of.Count, new("account", of.Lane.Account.ToString()), new("lane", of.Lane.Lane.ToString()))), null, "Deliveries that wait");
        Meter.CreateObservableGauge("push.oldest_age", () => backlog.Select(of =>
            new Measurement<double>(of.OldestAge, new("account", of.Lane.Account.ToString()), new("lane", of.Lane.Lane.ToString()))), "s", "Age of the oldest due delivery");
    }

    public static void Show(IReadOnlyList<Backlog> sample) => backlog = sample;

    public static void Parked(ServiceAccountKind account, int count) => ParkedCount.Add(count, new KeyValuePair<string, object?>("account", account.ToString()));

    public static void Answered(ServiceAccountKind account, Finding finding, double lag)
    {
        if (Sent.Enabled)
        {
            var tags = new TagList
            {
                { "account", account.ToString() },
                { "outcome", finding.State == DeliveryState.Pending ? "Retry" : finding.State.ToString() },
                { "errcode", finding.State == DeliveryState.Sent ? 0 : DeliveryReasons.ErrcodeOf(finding.Reason) ?? -999 },
            };
            Sent.Add(1, tags);
        }

        if (finding.State == DeliveryState.Sent && Lag.Enabled)
        {
            Lag.Record(lag, new KeyValuePair<string, object?>("account", account.ToString()));
        }
    }
}

/// <param name="Lane">Which.</param>
/// <param name="Count">Deliveries that are pending.</param>
/// <param name="OldestAge">Seconds that the oldest due one has waited; 0 when none is due.</param>
internal sealed record Backlog(PushLane Lane, long Count, double OldestAge);
