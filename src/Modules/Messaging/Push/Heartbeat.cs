using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Says each second that this process lives, reports what it sent, and learns how the accounts stand and what time it
/// is. On a connection of its own: one that waits for a lane's turn would be taken for dead.
/// </summary>
internal sealed class Heartbeat(
    PushDatabase database,
    AccountTable table,
    PushAccounts accounts,
    DatabaseClock clock,
    Pulse pulse,
    WorkerName worker,
    KillPoints killPoints,
    ILogger<Heartbeat> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private bool isAway;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && !killPoints.Died)
        {
            try
            {
                await BeatOn(stopping);
            }
            catch (Exception failed) when (!stopping.IsCancellationRequested)
            {
                if (!isAway)
                {
                    log.LogWarning("No beat: {Reason}", failed.Message);
                }

                isAway = true;
                await Task.Delay(Every, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The other services have stopped by now: nothing of this process is under way any more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (killPoints.Died)
        {
            return;
        }

        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await table.Report(connection, worker.Value, accounts.TakeSent(), cancellationToken);
            await using var leave = new NpgsqlCommand(
                "DELETE FROM push_worker WHERE name = $1 AND NOT EXISTS (SELECT FROM push_attempt WHERE worker = $1)", connection);
            leave.Parameters.With(worker.Value);
            await leave.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is NpgsqlException or OperationCanceledException)
        {
            log.LogInformation("Left without saying so: {Reason}", failed.Message);
        }
    }

    private async Task BeatOn(CancellationToken stopping)
    {
        await using var connection = await database.Alone.OpenConnectionAsync(stopping);

        // A lost beat or count is nothing; a write to the disk each second for it would be a waste.
        await using (var lazy = new NpgsqlCommand("SET synchronous_commit = off", connection))
        {
            await lazy.ExecuteNonQueryAsync(stopping);
        }

        while (!stopping.IsCancellationRequested && !killPoints.Died)
        {
            await BeatOnce(connection, stopping);
            await Task.Delay(Every, stopping);
        }
    }

    private async Task BeatOnce(NpgsqlConnection connection, CancellationToken stopping)
    {
        var sent = accounts.TakeSent();
        var askedAt = Environment.TickCount64;
        try
        {
            var standings = await table.Report(connection, worker.Value, sent, stopping);
            pulse.Beat(askedAt);
            accounts.Know(standings, askedAt);
            clock.Set(standings[0].Now);
            isAway = false;
        }
        catch
        {
            foreach (var (account, count) in sent)
            {
                accounts.CountSent(account, count);
            }

            throw;
        }
    }
}
