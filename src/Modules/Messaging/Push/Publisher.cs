using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Rings committed deliveries on the stream of their account, as far as its window is free. One process at a time
/// does it (an advisory lock that dies with its connection). It writes nothing: PostgreSQL says what is pending, its
/// memory what was rung, and ringing twice is harmless.
/// </summary>
internal sealed class Publisher(
    PushDatabase database,
    DeliveryTable deliveries,
    IPushDoorbell doorbell,
    PushOptions options,
    TimeProvider time,
    ILogger<Publisher> log) : BackgroundService
{
    /// <summary>Sent after the relay's commits, and by consumers that found the window lost.</summary>
    internal const string Channel = "delivery";

    private const long LockKey = 0x7075_7368; // "push"
    private const int Chunk = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly RungWindow rung = new(time);
    private volatile bool windowWasLost;
    private bool isAway;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Lead(stopping);
            }
            catch (Exception failed) when (!stopping.IsCancellationRequested)
            {
                // PostgreSQL is away. One line for an outage, not one for a second.
                if (!isAway)
                {
                    log.LogWarning("Publishing pauses: {Reason}", failed.Message);
                }

                isAway = true;
                await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Lead(CancellationToken stopping)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stopping);
        if (!await BecomeLeader(connection, stopping))
        {
            await Task.Delay(Pause, stopping);
            return;
        }

        connection.Notification += (_, note) => windowWasLost |= note.Payload == "lost";
        await Execute(connection, $"LISTEN {Channel}", stopping);
        rung.Forget();
        isAway = false;
        var sweptAt = 0L;
        while (!stopping.IsCancellationRequested)
        {
            var sweep = Environment.TickCount64 - sweptAt >= options.SweepEvery.TotalMilliseconds || windowWasLost;
            if (sweep)
            {
                if (windowWasLost)
                {
                    windowWasLost = false;
                    rung.Forget();
                }

                sweptAt = Environment.TickCount64;
                await SettleRows(stopping);
            }

            try
            {
                await RingAll(sweep, stopping);
            }
            catch (PushTransportException)
            {
                // Redis is away, and its link has said so in the log. Everything waits here in PostgreSQL.
                rung.Forget();
                sweptAt = 0;
                await Task.Delay(Pause, stopping);
            }

            // Woken by the relay's next commit; the wait also proves that the connection, and with it the lock, lives.
            await connection.WaitAsync(rung.AnyFull ? TimeSpan.FromMilliseconds(50) : options.SweepEvery / 2, stopping);
        }
    }

    /// <summary>What needs PostgreSQL alone, and so goes on without Redis.</summary>
    private async Task SettleRows(CancellationToken ct)
    {
        var parked = await deliveries.ParkUncertain(ct);
        if (parked > 0)
        {
            log.LogWarning("Parked {Count} deliveries whose answer never came", parked);
        }

        await deliveries.ApplyReceipts(ct);
    }

    private async Task RingAll(bool sweep, CancellationToken ct)
    {
        if (sweep)
        {
            rung.ForgetOld();
        }

        foreach (var account in PushAccounts.All)
        {
            // An empty stream holds nothing: whatever is still due was lost with it, or was never in it.
            if (sweep && await doorbell.Count(PushAccounts.StreamOf(account), ct) == 0)
            {
                rung.Forget(account);
            }

            await Ring(account, fromTheStart: sweep, ct);
        }
    }

    private async Task Ring(ServiceAccountKind account, bool fromTheStart, CancellationToken ct)
    {
        var after = fromTheStart ? Guid.Empty : rung.ResumeAfter(account);
        rung.Full(account, isFull: false);
        while (true)
        {
            var due = await deliveries.Due(account, after, Chunk, ct);
            var fresh = due.FindAll(delivery => !rung.Contains(account, delivery));
            if (fresh.Count > 0)
            {
                var count = await doorbell.Ring(PushAccounts.StreamOf(account), fresh.ConvertAll(delivery => delivery.Id), ct);
                rung.Add(account, fresh.Take(count));
                if (count < fresh.Count)
                {
                    rung.Full(account, isFull: true);
                    return;
                }
            }

            if (due.Count < Chunk)
            {
                return;
            }

            after = due[^1].Id;
        }
    }

    private static async Task<bool> BecomeLeader(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LockKey})", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
