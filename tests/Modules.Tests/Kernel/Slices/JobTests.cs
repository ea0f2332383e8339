using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>Durable work: claimed by lease, tried again with back-off, dead after the last attempt.</summary>
public sealed class JobTests(House house) : IClassFixture<House>, IAsyncLifetime
{
    private sealed record Errand(string What);

    private sealed class Course
    {
        public List<int> Attempts { get; } = [];
        public List<string> GivenUp { get; } = [];
        public Func<JobRun, CancellationToken, Task> Act { get; set; } = (_, _) => Task.CompletedTask;
    }

    private sealed class Runner(Course course) : IRun<Errand>
    {
        public Task Run(Errand job, JobRun run, CancellationToken ct)
        {
            course.Attempts.Add(run.Attempt);
            return course.Act(run, ct);
        }

        public Task GaveUp(Errand job, Exception why, CancellationToken ct)
        {
            course.GivenUp.Add($"{job.What}: {why.Message}");
            return Task.CompletedTask;
        }
    }

    private readonly Course _course = new();

    public Task InitializeAsync() => house.Renew(World.Empty, role: "api");
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_job_runs_once_when_it_is_due_and_is_done()
    {
        await using var stage = Stage();
        await stage.Save(db => db.Enqueue(new Errand("one"), notBefore: house.Time.GetUtcNow().AddMinutes(5)));
        Assert.False(await Next(stage));

        house.Time.Advance(TimeSpan.FromMinutes(5.1));
        Assert.True(await Next(stage));
        Assert.False(await Next(stage));
        Assert.Equal([1], _course.Attempts);
        Assert.Equal("Done", await State());
    }

    [Fact]
    public async Task A_failing_job_is_tried_again_with_back_off_and_dies_after_the_last_attempt_saying_so()
    {
        await using var stage = Stage();
        _course.Act = (_, _) => throw new InvalidOperationException("no paper");
        await stage.Save(db => db.Enqueue(new Errand("print")));
        Assert.True(await Next(stage));
        Assert.False(await Next(stage));
        Assert.Equal("Queued", await State());

        for (var attempt = 2; attempt <= Job.MostAttempts; attempt++)
        {
            house.Time.Advance(TimeSpan.FromSeconds(121));
            Assert.Empty(_course.GivenUp);
            Assert.True(await Next(stage));
        }

        Assert.Equal(Enumerable.Range(1, Job.MostAttempts), _course.Attempts);
        Assert.Equal("Dead", await State());
        Assert.Equal(["print: no paper"], _course.GivenUp);
        Assert.Contains("no paper", await house.Value<string>("select last_error from job"), StringComparison.Ordinal);
        house.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(await Next(stage));
    }

    [Fact]
    public async Task While_one_worker_has_the_lease_no_other_runs_the_job_and_after_a_crash_one_does()
    {
        await using var stage = Stage();
        await using var other = Stage();
        await stage.Save(db => db.Enqueue(new Errand("long")));
        using var crash = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        _course.Act = async (run, ct) =>
        {
            if (run.Attempt == 1)
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, ct);
            }
        };

        var running = stage.Jobs.RunNext(crash.Token);
        await begun.Task;
        Assert.False(await Next(other));
        await crash.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("Running", await State());
        house.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(await Next(other));

        house.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(await Next(other));
        Assert.Equal([1, 2], _course.Attempts);
        Assert.Equal("Done", await State());
    }

    [Fact]
    public async Task While_a_long_job_runs_its_lease_is_renewed_so_that_nobody_runs_it_a_second_time()
    {
        await using var stage = Stage();
        await using var other = Stage();
        stage.Jobs.RenewEvery = TimeSpan.FromMilliseconds(50);
        await stage.Save(db => db.Enqueue(new Errand("long")));
        var (begun, enough) = (new TaskCompletionSource(), new TaskCompletionSource());
        _course.Act = (_, _) =>
        {
            begun.SetResult();
            return enough.Task;
        };

        var running = Next(stage);
        await begun.Task;
        for (var minute = 0; minute < 4; minute++)
        {
            house.Time.Advance(TimeSpan.FromSeconds(25));
            await Until(async () => await house.Value<DateTime>("select next_try_at from job") > house.Time.GetUtcNow().UtcDateTime.AddSeconds(20));
            Assert.False(await Next(other));
        }

        enough.SetResult();
        Assert.True(await running);
        Assert.Equal([1], _course.Attempts);
        Assert.Equal("Done", await State());
    }

    [Fact]
    public async Task An_outcome_that_an_outage_kept_from_being_written_is_written_afterwards_and_the_work_is_not_done_again()
    {
        await using var stage = Stage();
        await stage.Save(db => db.Enqueue(new Errand("one")));
        _course.Act = async (_, _) => await house.SqlAsAdmin("alter table job rename to job_out_of_reach");

        var running = Next(stage);
        await Until(async () => await house.Value<bool>("select to_regclass('job_out_of_reach') is not null"));
        await Task.Delay(300);
        Assert.False(running.IsCompleted);
        await house.SqlAsAdmin("alter table job_out_of_reach rename to job");

        Assert.True(await running);
        Assert.Equal([1], _course.Attempts);
        Assert.Equal("Done", await State());
    }

    [Fact]
    public async Task A_second_job_of_the_same_key_waits_for_nobody_it_is_refused_until_the_first_is_done()
    {
        await using var stage = Stage();
        await stage.Save(db => db.Enqueue(new Errand("report"), "report 7"));
        await Assert.ThrowsAsync<DbUpdateException>(() => stage.Save(db => db.Enqueue(new Errand("report"), "report 7")));
        Assert.True(await Next(stage));
        await stage.Save(db => db.Enqueue(new Errand("report"), "report 7"));
        Assert.True(await Next(stage));
        Assert.Equal([1, 1], _course.Attempts);
    }

    private Backstage Stage() => new(house, services => services.AddSingleton(_course).AddJob<Errand, Runner>("test.errand"));

    private static async Task Until(Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 1200, "It does not become so.");
            await Task.Delay(50);
        }
    }

    private static Task<bool> Next(Backstage stage) => stage.Jobs.RunNext(CancellationToken.None);

    private Task<string> State() => house.Value<string>("select state from job");
}
