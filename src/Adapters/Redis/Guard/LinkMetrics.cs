using System.Diagnostics.Metrics;
using System.Diagnostics;

namespace WeChatService.Redis.Guard;

/// <summary>What an operator can watch. One instrument set for the process, tagged by link.</summary>
internal sealed class LinkMetrics(string link)
{
    public const string MeterName = "WeChatService.Redis";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> CallSeconds =
        Meter.CreateHistogram<double>("push.redis.call.duration", "s", "Calls by outcome");

    private static readonly Counter<long> Connections =
        Meter.CreateCounter<long>("push.redis.connections", null, "Client objects opened");

    private static readonly Counter<long> StateChanges =
        Meter.CreateCounter<long>("push.redis.state_changes", null, "By new state");

    private static readonly Counter<long> StarvedPings =
        Meter.CreateCounter<long>("push.redis.starved_pings", null, "Misses blamed on the thread pool");

    private readonly KeyValuePair<string, object?> linkTag = new("link", link);

    public void Called(long startedAt, string outcome)
    {
        if (CallSeconds.Enabled)
        {
            var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
            CallSeconds.Record(seconds, linkTag, new("outcome", outcome));
        }
    }

    public void Opened() => Connections.Add(1, linkTag);

    public void Changed(LinkState state) => StateChanges.Add(1, linkTag, new("state", state.ToString()));

    public void Starved() => StarvedPings.Add(1, linkTag);
}
