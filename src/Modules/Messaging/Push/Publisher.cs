using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Leads: fills the windows, takes back what dead workers had in hand, and keeps house. One process at a time does it (an
/// advisory lock that dies with its connection). Of deliveries it writes nothing while they go their way: PostgreSQL says
/// what is pending, its memory what was rung, and ringing twice is harmless.
/// </summary>
internal sealed class Publisher(
    PushDatabase database,
    WindowFiller filler,
    WorkerTable workers,
    Upkeep upkeep,
    DatabaseClock clock,
    PushOptions options,
    ILogger<Publisher> log) : BackgroundService
{
    /// <summary>Sent after the relay's commits, and by consumers that found the window lost.</summary>
    internal const string Channel = "delivery";

    private const long LockKey = 0x7075_7368; // "push"
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

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
        await using var connection = await database.Alone.OpenConnectionAsync(stopping);
        if (!await Ask<bool>(connection, $"SELECT pg_try_advisory_lock({LockKey})", stopping))
        {
            await Task.Delay(Pause, stopping);
            return;
        }

        connection.Notification += (_, note) => windowWasLost |= note.Payload == "lost";
        await Ask<object>(connection, $"LISTEN {Channel}", stopping);
        clock.Set(await Ask<DateTime>(connection, "SELECT now()", stopping));
        await filler.Begin(stopping);
        isAway = false;
        var rounds = new Rounds(options);
        var watch = new WorkerWatch(options.WorkerSilence, () => Environment.TickCount64);
        while (!stopping.IsCancellationRequested)
        {
            await Round(rounds, watch, stopping);

            // Woken by the relay's next commit; the wait also proves that the connection, and with it the lock, lives.
            await connection.WaitAsync(filler.AnyWaits ? Soon : Idle, stopping);
        }
    }

    private async Task Round(Rounds rounds, WorkerWatch watch, CancellationToken ct)
    {
        var dissolved = rounds.Watch.IsDue() ? await DissolveDead(watch, ct) : [];
        var sweep = rounds.Sweep.IsDue();
        if (sweep)
        {
            await upkeep.Do(ct);
        }

        try
        {
            if (windowWasLost)
            {
                await filler.MustReachRedis(ct);
                windowWasLost = false;
                filler.Forget();
            }

            await filler.RingAgain(dissolved, ct);
            if (sweep)
            {
                await filler.LookBack(ct);
            }

            if (rounds.Discover.IsDue())
            {
                await filler.Discover(ct);
                rounds.Discover.Took();
            }

            await filler.RingFresh(again: rounds.Again.IsDue(), ct);
            await filler.FillUp(ct);
        }
        catch (PushTransportException)
        {
            // Redis is away, and its link has said so in the log. Everything waits here in PostgreSQL.
            windowWasLost = true;
            await Task.Delay(Pause, ct);
        }
    }

    private async Task<List<Dissolved>> DissolveDead(WorkerWatch watch, CancellationToken ct)
    {
        var dead = watch.Look(await workers.Beats(ct));
        if (dead.Length == 0)
        {
            return [];
        }

        var dissolved = await workers.Dissolve(dead, ct);
        watch.Forget(dead);
        foreach (var ofAccount in dissolved.Where(of => of.State != DeliveryState.Pending).CountBy(of => of.Lane.Account))
        {
            PushMetrics.Parked(ofAccount.Key, ofAccount.Value);
        }

        log.LogWarning(
            "{Workers} no longer beat: {Again} deliveries go again, {Parked} are parked",
            string.Join(", ", dead), dissolved.Count(of => of.State == DeliveryState.Pending), dissolved.Count(of => of.State != DeliveryState.Pending));
        return dissolved;
    }

    private static async Task<T> Ask<T>(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>What is done how often.</summary>
    private sealed class Rounds(PushOptions options)
    {
        public Turn Watch { get; } = new(TimeSpan.FromSeconds(1));

        public Turn Sweep { get; } = new(options.SweepEvery);

        public Turn Again { get; } = new(TimeSpan.FromSeconds(1));

        public Turn Discover { get; } = new(TimeSpan.FromSeconds(30));
    }

    private sealed class Turn(TimeSpan every)
    {
        private long next = Environment.TickCount64;
        private long began;

        public bool IsDue()
        {
            var now = Environment.TickCount64;
            if (now < next)
            {
                return false;
            }

            began = now;
            next = now + (long)every.TotalMilliseconds;
            return true;
        }

        /// <summary>Work that grows with the table gets at most a twentieth of the time.</summary>
        public void Took() => next = Math.Max(next, Environment.TickCount64 + ((Environment.TickCount64 - began) * 20));
    }
}
