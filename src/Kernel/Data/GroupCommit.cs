using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace WeChatService.Kernel;

/// <summary>
/// Stores rows durably, many in one commit: while one statement is on its way to the disk, the next arrivals gather for the one after.
/// A row is never called stored that is not; while the database is away rows wait, as long as their senders do.
/// </summary>
/// <typeparam name="T">What is stored; one statement takes many.</typeparam>
public sealed class GroupCommit<T> : IAsyncDisposable
{
    /// <summary>More wait nowhere: who comes then is refused at once.</summary>
    public const int MostWaiting = 4096;

    private const int MostTogether = 256;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Arrival> _waiting = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(MostWaiting));
    private readonly Func<GroupLine<T>> _line;
    private readonly int _writers;
    private readonly Action<IReadOnlyList<T>>? _stored;
    private readonly ILogger _log;
    private Task _writing = Task.CompletedTask;
    private long _lastComplained;

    /// <param name="line">A connection, and how many rows are written over it in one commit.</param>
    /// <param name="log">Told once a second at most that the database is away.</param>
    /// <param name="writers">Of two, one gathers while the other waits for the disk; where they would wait for each other, one is better.</param>
    /// <param name="stored">Called after each commit.</param>
    public GroupCommit(Func<GroupLine<T>> line, ILogger log, int writers = 2, Action<IReadOnlyList<T>>? stored = null)
    {
        (_line, _log, _writers, _stored) = (line, log, writers, stored);
    }

    public void Start() => _writing = Task.WhenAll(Enumerable.Range(0, _writers).Select(_ => Task.Run(Write)));

    /// <summary>Stores one row, or finds that it was stored before.</summary>
    /// <param name="patience">The answer comes within this time.</param>
    /// <returns>False when it is not known to be stored: the sender must be told to send again.</returns>
    public async Task<bool> Store(T row, TimeSpan patience)
    {
        var arrival = new Arrival(row);
        if (patience <= TimeSpan.Zero || !_waiting.Writer.TryWrite(arrival))
        {
            return false;
        }

        try
        {
            return await arrival.Stored.Task.WaitAsync(patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // Perhaps it will be stored yet; then a repeat finds it.
            arrival.IsGivenUp = true;
            return false;
        }
    }

    /// <summary>Stores what has come so far and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task Write()
    {
        await using var line = _line();
        var batch = new List<Arrival>(MostTogether);
        while (batch.Count > 0 || await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostTogether && _waiting.Reader.TryRead(out var arrival))
            {
                batch.Add(arrival);
            }

            batch.RemoveAll(static a => a.IsGivenUp);
            if (batch.Count == 0 || await TryInsert(line, batch))
            {
                batch.Clear();
            }
            else
            {
                await Task.Delay(PauseAfterFailure);
            }
        }
    }

    /// <returns>False when the whole batch is to be tried again.</returns>
    private async Task<bool> TryInsert(GroupLine<T> line, List<Arrival> batch)
    {
        try
        {
            batch.Sort((a, b) => line.Order(a.Row, b.Row));
            var rows = batch.ConvertAll(static a => a.Row);
            await line.Write(rows);
            _stored?.Invoke(rows);
            foreach (var arrival in batch)
            {
                arrival.Stored.TrySetResult(true);
            }

            return true;
        }
        catch (PostgresException e) when (IsUnstorable(e))
        {
            // One of them cannot be held: the others must not suffer for it.
            foreach (var alone in batch.Count > 1 ? batch.ToList() : [])
            {
                await TryInsert(line, [alone]);
            }

            if (batch.Count == 1)
            {
                GroupCommitLog.Unstorable(_log, e.SqlState);
                batch[0].Stored.TrySetResult(false);
            }

            return true;
        }
        catch (Exception e)
        {
            line.Drop();
            Complain(e, batch.Count);
            return false;
        }
    }

    /// <summary>Class 22, data exceptions; 23, a constraint other than the one that is no error.</summary>
    private static bool IsUnstorable(PostgresException e) => e.SqlState is ['2', '2' or '3', ..];

    private void Complain(Exception e, int count)
    {
        var (now, last) = (Environment.TickCount64, Interlocked.Read(ref _lastComplained));
        if (now - last >= 1000 && Interlocked.CompareExchange(ref _lastComplained, now, last) == last)
        {
            GroupCommitLog.Away(_log, count, e.GetType().Name, e.Message);
        }
    }

    private sealed class Arrival(T row)
    {
        public T Row { get; } = row;
        public TaskCompletionSource<bool> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public volatile bool IsGivenUp;
    }
}

internal static partial class GroupCommitLog
{
    [LoggerMessage(LogLevel.Warning, "Rows cannot be stored, {Count} wait: {Kind}: {Why}")]
    public static partial void Away(ILogger log, int count, string kind, string why);

    [LoggerMessage(LogLevel.Error, "A row cannot be stored at all: PostgreSQL says {SqlState}")]
    public static partial void Unstorable(ILogger log, string sqlState);
}
