using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatService.Kernel;

/// <summary>
/// Claims due jobs one at a time and runs them. The claim is a short lease, renewed while the work goes on, so that what a crash or an
/// outage interrupted is taken up again within half a minute, however long the job may take.
/// </summary>
public sealed class JobRunner(IServiceScopeFactory scopes, Doorbells bells, TimeProvider time, ILogger<JobRunner> log) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(170);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the lease of the running job is renewed; well below the lease.</summary>
    internal TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(8);

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
            deadline.CancelAfter(LongestRun);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var renewals = KeepLease(job, over.Token);
            try
            {
                await entry.Run(scope.ServiceProvider, job.Read(entry.Type), new JobRun(job.Id, job.Attempts), deadline.Token);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogError(e, "Job {Job} of kind {Kind} failed at attempt {Attempt}", job.Id, job.Kind, job.Attempts);
                failure = e;
            }
            finally
            {
                await over.CancelAsync();
                await renewals;
            }
        }

        await ConcludeOnceReachable(job, failure, ct);
        return true;
    }

    private async Task KeepLease(Job claimed, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(RenewEvery, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await using var scope = NewScope();
                var until = time.GetUtcNow() + Lease;
                await Mine(scope, claimed).ExecuteUpdateAsync(set => set.SetProperty(j => j.NextTryAt, until), over);
            }
            catch (Exception e) when (!over.IsCancellationRequested)
            {
                log.LogWarning("The lease of job {Job} is not renewed yet: {Reason}", claimed.Id, e.Message);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    /// <summary>An outage at the end of the work must not cost the work: the outcome is written as soon as the database answers.</summary>
    private async Task ConcludeOnceReachable(Job claimed, Exception? failure, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await Conclude(claimed, failure, ct);
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested && tries < Lease.TotalSeconds)
            {
                log.LogWarning("The outcome of job {Job} is not written yet: {Reason}", claimed.Id, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
        }
    }

    /// <summary>The job as long as nobody has claimed it since: who comes late concludes nothing.</summary>
    private static IQueryable<Job> Mine(AsyncServiceScope scope, Job claimed) => scope.ServiceProvider.GetRequiredService<AppDb>().Set<Job>()
        .Where(j => j.Id == claimed.Id && j.State == JobState.Running && j.Attempts == claimed.Attempts);

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
        if (await Mine(scope, claimed).FirstOrDefaultAsync(ct) is not { } job)
        {
            return;
        }

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
