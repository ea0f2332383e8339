using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// Applies what the inbox holds: effects and "done" are one transaction, so each message has its effects once, whatever dies in between.
/// Only the oldest waiting message of a person is taken, so that one person's come in order; another's failure holds up nobody. Several
/// appliers may run: rows are taken with SKIP LOCKED.
/// </summary>
internal sealed partial class CallbackApplier(
    IServiceScopeFactory scopes, CallbackBell bell, Doorbells bells, TimeProvider time, IConfiguration configuration, ILogger<CallbackApplier> log) : BackgroundService
{
    private const int BatchSize = 50;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromHours(1);

    private readonly TimeSpan kept = TimeSpan.FromDays(configuration.GetValue("Callbacks:KeepDays", 30));

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var pruned = TimeSpan.MinValue;
        while (!stopping.IsCancellationRequested)
            try
            {
                while (await ApplyDue(stopping) > 0) { }
                if (TimeSpan.FromMilliseconds(Environment.TickCount64) is var now && now - BetweenPrunings > pruned)
                {
                    await Prune(stopping);
                    pruned = now;
                }
                await bell.Wait(Poll, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
            catch (Exception e)
            {
                Pauses(log, e.GetType().Name, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    /// <summary>Applies one batch; how many messages were taken.</summary>
    public async Task<int> ApplyDue(CancellationToken ct)
    {
        try { return await Apply(BatchSize, ct); }
        catch (BatchFailed) { return await Apply(1, ct); }
    }

    /// <summary>Deletes what is done and older than <c>Callbacks__KeepDays</c> (30). What waits or was set aside stays.</summary>
    public async Task<int> Prune(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        // Ids grow with time, so the oldest stand together in the primary key.
        var (before, deleted) = (IdRange.Floor(time.GetUtcNow() - kept), 0);
        for (var more = int.MaxValue; more > 0; deleted += more)
            more = await db.Database.ExecuteSqlAsync(
                $"delete from callback_message where id in (select id from callback_message where id < {before} and state = 'Done' order by id limit 5000)", ct);
        return deleted;
    }

    private async Task<int> Apply(int atMost, CancellationToken ct)
    {
        await using var scope = NewScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow();
        var due = await db.Set<CallbackMessage>().FromSql(
            $"""
            select m.* from callback_message m where m.state = 'Waiting' and m.next_try_at <= {now} and not exists (
              select from callback_message e where e.state = 'Waiting' and e.account = m.account and e.sender = m.sender and e.id < m.id)
            order by m.id limit {atMost} for update skip locked
            """).ToListAsync(ct);
        if (due.Count == 0) return 0;
        try
        {
            foreach (var message in due) await ApplyOne(message, scope.ServiceProvider, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await transaction.RollbackAsync(ct);
            if (due.Count > 1) throw new BatchFailed();
            await PutBack(due[0].Id, e, ct);
            return 1;
        }

        bells.Outbox.Ring();
        bells.Jobs.Ring();
        return due.Count;
    }

    private static async Task ApplyOne(CallbackMessage message, IServiceProvider services, CancellationToken ct)
    {
        var plain = services.GetRequiredService<FieldCipher>().OpenBytes(message.Body);
        var read = services.GetRequiredService<ICallbackReader>().Understand(message.Account, plain)
            ?? throw new InvalidDataException("what was understood when it came is not understood any more");
        await services.GetRequiredService<CallbackEffects>().Apply(message.Account, read, message.SentAt, ct);
        message.Applied();
    }

    private async Task PutBack(Guid id, Exception why, CancellationToken ct)
    {
        await using var scope = NewScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (await db.Set<CallbackMessage>().FindAsync([id], ct) is not { } message) return;
        message.Failed(string.Create(CultureInfo.InvariantCulture, $"{why.GetType().Name}: {why.Message}"), time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        if (message.State == CallbackState.SetAside) SetAside(log, why, id, message.Type);
        else NotApplied(log, why, id, message.Type, message.Attempts);
    }

    private AsyncServiceScope NewScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        return scope;
    }

    [LoggerMessage(LogLevel.Warning, "Callbacks are not applied for a second: {Kind}: {Why}")]
    private static partial void Pauses(ILogger log, string kind, string why);

    [LoggerMessage(LogLevel.Warning, "Callback {Id} of type {Type} could not be applied, attempt {Attempt}")]
    private static partial void NotApplied(ILogger log, Exception why, Guid id, string type, int attempt);

    [LoggerMessage(LogLevel.Error, "Callback {Id} of type {Type} is set aside: it failed too often")]
    private static partial void SetAside(ILogger log, Exception why, Guid id, string type);

    private sealed class BatchFailed : Exception;
}
