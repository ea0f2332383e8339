using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WeChatService.Messaging.Ports;
using WeChatService.Redis.Wire;

namespace WeChatService.Redis.Guard;

/// <summary>
/// One guarded connection: every call has a deadline, calls fail at once while Redis is away, and a watch
/// replaces a connection that stopped answering.
/// </summary>
internal sealed class RedisLink : IDisposable
{
    private readonly RedisPushOptions options;
    private readonly LinkMetrics metrics;
    private readonly LinkWatch watch;
    private int unanswered;
    private long lastReplyAt;

    /// <param name="name">For logs and metrics.</param>
    /// <param name="options">Deadlines and the way to Redis.</param>
    /// <param name="longestBlock">How long a command of this link may legitimately hold up the next.</param>
    /// <param name="open">Connects the client library.</param>
    /// <param name="log">Gets one line per state change.</param>
    public RedisLink(string name, RedisPushOptions options, TimeSpan longestBlock, OpenWire open, ILogger log)
    {
        this.options = options;
        metrics = new LinkMetrics(name);
        watch = new LinkWatch(name, options, longestBlock, open, this, metrics, log);
    }

    public LinkStatus Status => watch.Status;

    /// <summary>When any reply last came, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long LastReplyAt => Volatile.Read(ref lastReplyAt);

    public int Unanswered => Volatile.Read(ref unanswered);

    public Task<IRedisReply> Call(CancellationToken ct, string command, params object[] arguments)
    {
        return Call(options.CallDeadline, ct, command, arguments);
    }

    public async Task<IRedisReply> Call(
        TimeSpan deadline,
        CancellationToken ct,
        string command,
        params object[] arguments)
    {
        ct.ThrowIfCancellationRequested();
        var wire = watch.Wire ?? throw new PushTransportException(PushFailure.Down, $"{command}: {Status}");
        var startedAt = Stopwatch.GetTimestamp();
        var answer = Send(wire, command, arguments);
        try
        {
            var reply = await answer.WaitAsync(deadline, ct).ConfigureAwait(false);
            metrics.Called(startedAt, "ok");
            return reply;
        }
        catch (TimeoutException)
        {
            metrics.Called(startedAt, nameof(PushFailure.TimedOut));
            Forget(answer);
            throw new PushTransportException(PushFailure.TimedOut, $"{command}: no answer within {deadline}");
        }
        catch (OperationCanceledException)
        {
            Forget(answer);
            throw;
        }
        catch (PushTransportException failed)
        {
            metrics.Called(startedAt, failed.Failure.ToString());
            throw;
        }
    }

    /// <summary>Counts what waits and notes every sign of life. Has no deadline: see <see cref="Call"/>.</summary>
    internal async Task<IRedisReply> Send(IRedisWire wire, string command, object[] arguments)
    {
        if (Interlocked.Increment(ref unanswered) > options.MaxUnanswered)
        {
            Interlocked.Decrement(ref unanswered);
            throw new PushTransportException(PushFailure.Busy, $"{command}: {options.MaxUnanswered} calls wait");
        }

        try
        {
            var reply = await wire.Execute(command, arguments).ConfigureAwait(false);
            NoteReply();
            return reply;
        }
        catch (PushTransportException refused) when (refused.Failure is PushFailure.Refused or PushFailure.Full)
        {
            NoteReply();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref unanswered);
        }
    }

    /// <summary>An abandoned task that fails later must not surface as an unobserved exception.</summary>
    internal static void Forget(Task task)
    {
        _ = task.ContinueWith(
            static late => _ = late.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void NoteReply() => Volatile.Write(ref lastReplyAt, Environment.TickCount64);

    public void Dispose() => watch.Dispose();
}
