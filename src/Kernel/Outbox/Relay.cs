using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatService.Kernel;

/// <summary>
/// Tells committed events to their handlers. Several relays may run: rows are taken with SKIP LOCKED. A batch
/// shares a transaction; if one of its events fails, the batch is told again one by one, so that only the bad one waits.
/// </summary>
public sealed class Relay(IServiceScopeFactory scopes, Doorbells bells, TimeProvider time, ILogger<Relay> log) : BackgroundService
{
    private const int BatchSize = 50;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await TellDue(stoppingToken) > 0)
                {
                }

                await bells.Outbox.Wait(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                log.LogWarning("Relay pauses: {Reason}", e.Message);
                await Pause(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    /// <summary>Tells one batch of due events; how many were taken.</summary>
    public async Task<int> TellDue(CancellationToken ct)
    {
        try
        {
            return await Tell(BatchSize, ct);
        }
        catch (HandlerFailed)
        {
            return await Tell(1, ct);
        }
    }

    private async Task<int> Tell(int atMost, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow();
        var due = await db.Set<OutboxEvent>()
            .FromSql($"select * from outbox_event where next_try_at <= {now} order by next_try_at, id limit {atMost} for update skip locked")
            .ToListAsync(ct);
        if (due.Count == 0)
        {
            return 0;
        }

        var companions = scope.ServiceProvider.GetServices<IBesideRelay>().ToList();
        var committed = false;
        try
        {
            var types = scope.ServiceProvider.GetRequiredService<EventTypes>();
            foreach (var row in due)
            {
                var type = types.Find(row.Type) ?? throw new InvalidOperationException($"unknown event {row.Type}");
                await EventDispatch.Call(typeof(IHandle<>), row.Read(type), scope.ServiceProvider, ct);
                db.Remove(row);
            }

            foreach (var beside in companions)
            {
                await beside.Committing(ct);
            }

            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            committed = true;
            db.Ring();
            foreach (var beside in companions)
            {
                await beside.Committed();
            }

            return due.Count;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await transaction.RollbackAsync(ct);
            if (atMost > 1)
            {
                throw new HandlerFailed();
            }

            await PutBack(due[0], e, ct);
            return 1;
        }
        finally
        {
            // Whatever it was: a handler, the database, the end of the process.
            foreach (var beside in committed ? [] : companions)
            {
                await beside.NotCommitted();
            }
        }
    }

    private async Task PutBack(OutboxEvent failed, Exception why, CancellationToken ct)
    {
        log.LogError(why, "Event {Event} of type {Type} could not be told", failed.Id, failed.Type);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (await db.Set<OutboxEvent>().FindAsync([failed.Id], ct) is { } row)
        {
            row.Failed($"{why.GetType().Name}: {why.Message}", time.GetUtcNow());
            await db.SaveChangesAsync(ct);
        }
    }

    private static async Task Pause(TimeSpan time, CancellationToken ct) =>
        await Task.Delay(time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private sealed class HandlerFailed : Exception;
}

/// <summary>Goes along with a batch of the relay: the push pipeline claims with its commit what it may send at once.</summary>
public interface IBesideRelay
{
    /// <summary>All handlers have run; what is added to the unit of work now is committed with it.</summary>
    Task Committing(CancellationToken ct);

    Task Committed();

    /// <summary>The batch failed, or nobody knows whether its commit arrived.</summary>
    Task NotCommitted();
}
