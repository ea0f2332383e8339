using Microsoft.Extensions.Logging;
using WeChatService.Messaging.Ports;
using WeChatService.Redis.Wire;

namespace WeChatService.Redis.Guard;

/// <summary>
/// Opens the wire, pings it, and replaces it when it breaks or falls silent. Runs on a thread of its own, so
/// that a starved thread pool can neither stop it nor make it see a dead peer where there is none.
/// </summary>
internal sealed class LinkWatch : IDisposable
{
    /// <summary>A connection that lived shorter than this counts as another failed attempt.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PoolPatience = TimeSpan.FromMilliseconds(200);

    private readonly string name;
    private readonly RedisPushOptions options;
    private readonly TimeSpan longestBlock;
    private readonly OpenWire open;
    private readonly RedisLink link;
    private readonly LinkMetrics metrics;
    private readonly ILogger log;
    private readonly Thread thread;
    private readonly AutoResetEvent wake = new(initialState: false);
    private volatile IRedisWire? wire;
    private volatile LinkStatus status = new(LinkState.Starting, "", Environment.TickCount64);
    private volatile bool stopping;

    public LinkWatch(
        string name,
        RedisPushOptions options,
        TimeSpan longestBlock,
        OpenWire open,
        RedisLink link,
        LinkMetrics metrics,
        ILogger log)
    {
        this.name = name;
        this.options = options;
        this.longestBlock = longestBlock;
        this.open = open;
        this.link = link;
        this.metrics = metrics;
        this.log = log;
        thread = new Thread(Run) { IsBackground = true, Name = $"push-redis-{name}" };
        thread.Start();
    }

    /// <summary>Null unless Redis is ready.</summary>
    public IRedisWire? Wire => wire;

    public LinkStatus Status => status;

    private void Run()
    {
        var failures = 0;
        while (!stopping)
        {
            var answer = ReadinessProbe.Ask(options);
            if (answer.Readiness == Readiness.Loading)
            {
                Enter(LinkState.Loading, answer.Detail);
                Pause(options.LoadingPause);
                continue;
            }

            if (answer.Readiness == Readiness.Unreachable)
            {
                Enter(LinkState.Down, answer.Detail);
                Pause(BackOff(failures++));
                continue;
            }

            var openedAt = Environment.TickCount64;
            Serve();
            var wasSteady = Environment.TickCount64 - openedAt >= Steady.TotalMilliseconds;
            failures = wasSteady ? 0 : failures + 1;
            Pause(wasSteady ? TimeSpan.Zero : BackOff(failures));
        }
    }

    /// <summary>The life of one connection.</summary>
    private void Serve()
    {
        var life = new ConnectionLife();
        var opening = open(options, reason => life.Break(reason, wake));
        try
        {
            metrics.Opened();
            if (!opening.Wait(options.ConnectDeadline + options.PingDeadline))
            {
                DisposeWhenOpened(opening);
                Enter(LinkState.Down, "the client library did not connect in time");
                return;
            }
        }
        catch (AggregateException failed)
        {
            Enter(LinkState.Down, failed.GetBaseException().Message);
            return;
        }

        wire = opening.Result;
        Enter(LinkState.Ready, "");
        var reason = WatchUntilBroken(opening.Result, life);
        wire = null;
        Enter(LinkState.Down, reason);
        Discard(opening.Result);
    }

    private string WatchUntilBroken(IRedisWire live, ConnectionLife life)
    {
        var misses = 0;
        while (!stopping && life.BrokenBecause is null)
        {
            // Only the first ping can be held up by a blocking read: the next read queues up behind it.
            var deadline = misses == 0 ? options.PingDeadline + longestBlock : options.PingDeadline;
            var sentAt = Environment.TickCount64;
            switch (Ping(live, sentAt, deadline))
            {
                case PingResult.Answered:
                    misses = 0;
                    break;
                case PingResult.Starved:
                    metrics.Starved();
                    break;
                case PingResult.Refused:
                    return "PING was refused";
                case PingResult.Missed when ++misses >= options.MissesBeforeReplacing:
                    return $"silent: {misses} pings unanswered";
            }

            var spent = TimeSpan.FromMilliseconds(Environment.TickCount64 - sentAt);
            if (life.BrokenBecause is null)
            {
                Pause(options.PingEvery - spent);
            }
        }

        return life.BrokenBecause ?? "stopping";
    }

    private PingResult Ping(IRedisWire live, long sentAt, TimeSpan deadline)
    {
        var beat = PoolBeat.Start();
        var ping = link.Send(live, "PING", []);
        try
        {
            if (ping.Wait(deadline))
            {
                return PingResult.Answered;
            }
        }
        catch (AggregateException failed)
            when (failed.GetBaseException() is PushTransportException { Failure: PushFailure.Refused })
        {
            return PingResult.Refused;
        }
        catch (AggregateException)
        {
            // lost, or no room among the unanswered: judged below like a missing answer
        }

        RedisLink.Forget(ping);
        if (link.LastReplyAt > sentAt)
        {
            return PingResult.Answered;
        }

        var poolIsAlive = beat.Ran(TimeSpan.Zero) && PoolBeat.Start().Ran(PoolPatience);
        return poolIsAlive ? PingResult.Missed : PingResult.Starved;
    }

    private void Enter(LinkState state, string reason)
    {
        var before = status;
        if (before.State == state)
        {
            return;
        }

        var now = Environment.TickCount64;
        status = new LinkStatus(state, reason, now);
        metrics.Changed(state);
        if (stopping)
        {
            return;
        }

        var level = state == LinkState.Ready ? LogLevel.Information : LogLevel.Warning;
        log.Log(
            level,
            "Push redis link {Link}: {Before} -> {State} after {Seconds:f1} s {Reason}",
            name,
            before.State,
            state,
            (now - before.Since) / 1000.0,
            reason);
    }

    private TimeSpan BackOff(int failures)
    {
        var doubled = options.BackOffFloor * Math.Pow(2, Math.Min(failures, 10));
        var capped = doubled < options.BackOffCeiling ? doubled : options.BackOffCeiling;
        return capped * (0.75 + Random.Shared.NextDouble() / 2);
    }

    private void Pause(TimeSpan time)
    {
        if (time > TimeSpan.Zero && !stopping)
        {
            wake.WaitOne(time);
        }
    }

    /// <summary>A library that hangs in its own clean-up must not keep us from reconnecting.</summary>
    private void Discard(IRedisWire old)
    {
        var disposing = Task.Run(old.Dispose);
        try
        {
            disposing.Wait(options.ConnectDeadline);
        }
        catch (AggregateException failed)
        {
            log.LogDebug(failed, "Push redis link {Link}: the old connection did not close cleanly", name);
        }
    }

    private static void DisposeWhenOpened(Task<IRedisWire> opening)
    {
        RedisLink.Forget(opening);
        _ = opening.ContinueWith(
            static late => late.Result.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    public void Dispose()
    {
        stopping = true;
        wake.Set();
        thread.Join(options.ConnectDeadline * 2 + options.PingDeadline + longestBlock);
    }

    private enum PingResult
    {
        Answered,
        Missed,
        Starved,
        Refused,
    }

    /// <summary>Ties the library's late events to the connection they belong to.</summary>
    private sealed class ConnectionLife
    {
        public volatile string? BrokenBecause;

        public void Break(string reason, AutoResetEvent wake)
        {
            if (Interlocked.CompareExchange(ref BrokenBecause, reason, null) is null)
            {
                wake.Set();
            }
        }
    }
}
