using System.Data;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using WeChatService.Kernel;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// Stores callbacks durably before they are answered, many in one commit: while one statement is on its way to the disk, the next
/// arrivals gather for the one after. Nothing is called stored that is not; when the database is away, WeChat is told so and sends again.
/// </summary>
internal sealed partial class CallbackInbox(IConfiguration configuration, CallbackBell bell, ILogger<CallbackInbox> log) : BackgroundService
{
    /// <summary>More wait nowhere: who comes then is refused at once. Twenty times what a second of 200 callbacks brings while the database sleeps four.</summary>
    public const int MostWaiting = 4096;

    private const int MostTogether = 256;

    /// <summary>Two, so that one gathers and is sealed while the other waits for the disk.</summary>
    private const int Writers = 2;

    private static readonly TimeSpan StatementPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Arrival> waiting = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(MostWaiting) { AllowSynchronousContinuations = false });
    private long lastComplained;

    /// <summary>Stores one message, or finds that it was stored before.</summary>
    /// <param name="patience">The answer comes within this time.</param>
    /// <returns>False when it is not known to be stored: the sender must be told to send again.</returns>
    public async Task<bool> Store(CallbackMessage message, TimeSpan patience)
    {
        var arrival = new Arrival(message);
        if (patience <= TimeSpan.Zero || !waiting.Writer.TryWrite(arrival)) return false;
        try { return await arrival.Stored.Task.WaitAsync(patience, TimeProvider.System); }
        catch (TimeoutException)
        {
            // Perhaps it will be stored yet; then the repeat finds it.
            arrival.IsGivenUp = true;
            return false;
        }
    }

    /// <summary>The server stops listening before this; what has come until then is stored.</summary>
    public override Task StopAsync(CancellationToken ct)
    {
        waiting.Writer.TryComplete();
        return base.StopAsync(ct);
    }

    protected override Task ExecuteAsync(CancellationToken stopping) => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(Write, CancellationToken.None)));

    private async Task Write()
    {
        await using var line = new Line(configuration["Database:App"]!);
        var batch = new List<Arrival>(MostTogether);
        while (batch.Count > 0 || await waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostTogether && waiting.Reader.TryRead(out var arrival)) batch.Add(arrival);
            batch.RemoveAll(static a => a.IsGivenUp);
            if (batch.Count == 0 || await TryInsert(line, batch)) batch.Clear();
            else await Task.Delay(PauseAfterFailure);
        }
    }

    /// <returns>False when the whole batch is to be tried again.</returns>
    private async Task<bool> TryInsert(Line line, List<Arrival> batch)
    {
        try
        {
            await line.Insert(batch);
            if (batch.Exists(a => a.Message.State == CallbackState.Waiting)) bell.Ring();
            foreach (var arrival in batch) arrival.Stored.TrySetResult(true);
            return true;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal) && batch.Count > 1)
        {
            // One of them cannot be held: the others must not suffer for it.
            foreach (var alone in batch.ToList()) await TryInsert(line, [alone]);
            return true;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            Unstorable(log, e.SqlState);
            batch[0].Stored.TrySetResult(false);
            return true;
        }
        catch (Exception e)
        {
            line.Drop();
            Complain(e, batch.Count);
            return false;
        }
    }

    private void Complain(Exception e, int count)
    {
        var (now, last) = (Environment.TickCount64, Interlocked.Read(ref lastComplained));
        if (now - last >= 1000 && Interlocked.CompareExchange(ref lastComplained, now, last) == last) Away(log, count, e.GetType().Name, e.Message);
    }

    [LoggerMessage(LogLevel.Warning, "Callbacks cannot be stored, {Count} wait: {Kind}: {Why}")]
    private static partial void Away(ILogger log, int count, string kind, string why);

    [LoggerMessage(LogLevel.Error, "A callback cannot be stored at all: PostgreSQL says {SqlState}")]
    private static partial void Unstorable(ILogger log, string sqlState);

    private sealed class Arrival(CallbackMessage message)
    {
        public CallbackMessage Message { get; } = message;
        public TaskCompletionSource<bool> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public volatile bool IsGivenUp;
    }

    /// <summary>
    /// One connection with its prepared statement. A database that has stopped answering is not waited for: the statement is left to itself
    /// and another connection tried. If the first one is committed after all, the key makes the second one nothing.
    /// </summary>
    private sealed class Line(string settings) : IAsyncDisposable
    {
        private const string Statement =
            """
            insert into callback_message (id, account, dedupe_key, sender, type, body, sent_at, received_at, state, attempts, next_try_at)
            select id, account, dedupe_key, sender, type, body, sent_at, received_at, state, 0, received_at
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as new (id, account, dedupe_key, sender, type, body, sent_at, received_at, state)
            on conflict (account, dedupe_key) do nothing
            """;

        private readonly string settings = new NpgsqlConnectionStringBuilder(settings)
        {
            Pooling = false, Timeout = 2, CommandTimeout = 0, KeepAlive = 0, TcpKeepAlive = true, TcpKeepAliveTime = 10, TcpKeepAliveInterval = 5,
            ApplicationName = "wechatservice-callbacks",
        }.ConnectionString;

        private NpgsqlCommand? insert;
        private Task running = Task.CompletedTask;

        public async Task Insert(List<Arrival> batch)
        {
            // The same order everywhere: two writers that meet in one key wait for each other, and never both.
            batch.Sort(static (a, b) => a.Message.DedupeKey.AsSpan().SequenceCompareTo(b.Message.DedupeKey));
            var statement = insert ??= await OpenInTime();
            Fill(statement.Parameters, batch);
            running = statement.ExecuteNonQueryAsync(CancellationToken.None);
            await running.WaitAsync(StatementPatience, TimeProvider.System);
        }

        public void Drop()
        {
            if (insert is not { } dropped) return;
            (insert, var left) = (null, running);
            _ = left.ContinueWith(_ => dropped.Connection!.DisposeAsync().AsTask(), TaskScheduler.Default);
        }

        public async ValueTask DisposeAsync()
        {
            if (insert is { Connection: { } connection }) await connection.DisposeAsync();
        }

        private async Task<NpgsqlCommand> OpenInTime()
        {
            var opening = Open();
            try { return await opening.WaitAsync(StatementPatience, TimeProvider.System); }
            catch (TimeoutException)
            {
                _ = opening.ContinueWith(late => late.Result.Connection!.DisposeAsync().AsTask(), TaskContinuationOptions.OnlyOnRanToCompletion);
                throw;
            }
        }

        private async Task<NpgsqlCommand> Open()
        {
            var connection = new NpgsqlConnection(settings);
            try
            {
                await connection.OpenAsync();
                var command = new NpgsqlCommand(Statement, connection);
                foreach (var type in (NpgsqlDbType[])
                    [NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Bytea, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bytea, NpgsqlDbType.TimestampTz, NpgsqlDbType.TimestampTz, NpgsqlDbType.Text])
                    command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
                await command.PrepareAsync();
                return command;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }

        private static void Fill(NpgsqlParameterCollection parameters, List<Arrival> batch)
        {
            T[] Of<T>(Func<CallbackMessage, T> column)
            {
                var values = new T[batch.Count];
                for (var i = 0; i < values.Length; i++) values[i] = column(batch[i].Message);
                return values;
            }

            parameters[0].Value = Of(static m => m.Id);
            parameters[1].Value = Of(static m => m.Account.ToString());
            parameters[2].Value = Of(static m => m.DedupeKey);
            parameters[3].Value = Of(static m => m.Sender);
            parameters[4].Value = Of(static m => m.Type);
            parameters[5].Value = Of(static m => m.Body);
            parameters[6].Value = Of(static m => m.SentAt.UtcDateTime);
            parameters[7].Value = Of(static m => m.ReceivedAt.UtcDateTime);
            parameters[8].Value = Of(static m => m.State.ToString());
        }
    }
}

/// <summary>Wakes the applier of this process when something waits; the appliers of others poll.</summary>
internal sealed class CallbackBell
{
    private readonly Doorbell bell = new();

    public void Ring() => bell.Ring();

    public Task Wait(TimeSpan atMost, CancellationToken ct) => bell.Wait(atMost, ct);
}
