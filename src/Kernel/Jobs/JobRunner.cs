using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatService.Kernel;

/// <summary>Claims due jobs one at a time and runs them; a crash leaves a lease that ends by itself.</summary>
public sealed class JobRunner(IServiceScopeFactory scopes, Doorbells bells, TimeProvider time, ILogger<JobRunner> log) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RunNext(stoppingToken))
                {
                }

                await bells.Jobs.Wait(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                log.LogWarning("Job runner pauses: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Runs the next due job; false if there is none.</summary>
    public async Task<bool> RunNext(CancellationToken ct)
    {
        if (await ClaimNext(ct) is not { } job)
        {
            return false;
        }

        Exception? failure = null;
        await using (var scope = NewScope())
        {
            var types = scope.ServiceProvider.GetRequiredService<JobTypes>();
            var entry = types.Get(job.Kind);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
            deadline.CancelAfter(Lease - TimeSpan.FromSeconds(10));
            try
            {
                await entry.Run(scope.ServiceProvider, job.Read(entry.Type), new JobRun(job.Id, job.Attempts), deadline.Token);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogError(e, "Job {Job} of kind {Kind} failed at attempt {Attempt}", job.Id, job.Kind, job.Attempts);
                failure = e;
            }
        }

        await Conclude(job, failure, ct);
        return true;
    }

    private async Task<Job?> ClaimNext(CancellationToken ct)
    {
        await using var scope = NewScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow();
        var due = await db.Set<Job>()
            .FromSql($"select * from job where state in ('Queued','Running') and next_try_at <= {now} order by next_try_at limit 1 for update skip locked")
            .ToListAsync(ct);
        if (due is not [var job])
        {
            return null;
        }

        job.Claim(now + Lease);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return job;
    }

    private async Task Conclude(Job claimed, Exception? failure, CancellationToken ct)
    {
        await using var scope = NewScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var job = await db.Set<Job>().FirstAsync(j => j.Id == claimed.Id, ct);
        if (failure is null)
        {
            job.Done();
        }
        else
        {
            job.Failed($"{failure.GetType().Name}: {failure.Message}", time.GetUtcNow());
            if (job.State == JobState.Dead)
            {
                var entry = scope.ServiceProvider.GetRequiredService<JobTypes>().Get(job.Kind);
                await entry.GaveUp(scope.ServiceProvider, job.Read(entry.Type), failure, ct);
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private AsyncServiceScope NewScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        return scope;
    }
}
