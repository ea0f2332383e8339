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

        try
        {
            var types = scope.ServiceProvider.GetRequiredService<EventTypes>();
            foreach (var row in due)
            {
                var type = types.Find(row.Type) ?? throw new InvalidOperationException($"unknown event {row.Type}");
                await EventDispatch.Call(typeof(IHandle<>), row.Read(type), scope.ServiceProvider, ct);
                db.Remove(row);
            }

            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            db.Ring();
            foreach (var told in scope.ServiceProvider.GetServices<IAfterRelay>())
            {
                told.Committed();
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

/// <summary>Called after the relay committed a batch: the push publisher rings its stream then.</summary>
public interface IAfterRelay
{
    void Committed();
}
