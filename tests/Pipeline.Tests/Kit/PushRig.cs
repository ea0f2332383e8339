using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Messaging;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>PostgreSQL, a Redis and a far side of one test, and as many workers as it wants.</summary>
public sealed class PushRig : IAsyncLifetime
{
    /// <summary>Patience cut to a fraction, so that a test takes a fraction of the time.</summary>
    internal static readonly PushOptions Impatient = new()
    {
        PerSecond = 20_000,
        Burst = 2_000,
        SendDeadline = TimeSpan.FromSeconds(1),
        TakeOverAfter = TimeSpan.FromSeconds(1),
        SweepEvery = TimeSpan.FromMilliseconds(300),
        MisconfiguredRest = TimeSpan.FromMilliseconds(300),
        TooFastRest = TimeSpan.FromMilliseconds(1_500),
        Plan = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)],
    };

    /// <summary>Far above what a quiet machine needs: the claims are about what happens, not how fast.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<PushWorker> workers = [];

    internal RedisServer Redis { get; } = new();

    internal TestDatabase Database { get; private set; } = null!;

    internal Sink Sink { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.Create();
        Sink = await Sink.Start();
    }

    public async Task DisposeAsync()
    {
        foreach (var worker in workers)
        {
            await worker.Stop();
        }

        await Sink.DisposeAsync();
        await Database.DisposeAsync();
        Redis.Dispose();
    }

    /// <param name="database">Another way to PostgreSQL than the direct one.</param>
    internal async Task<PushWorker> Worker(
        PushOptions? options = null,
        string name = "worker-1",
        Func<KillPoint, Task>? dies = null,
        string? database = null)
    {
        var worker = new PushWorker(this, options ?? Impatient, name, dies, database ?? Database.App);
        workers.Add(worker);
        await worker.Start();
        return worker;
    }

    /// <summary>Commits so many notices, each to one follower, as a handler of the relay does.</summary>
    /// <param name="by">Whose relay it is; without one there is no claim and no bell, as if the relay's process had died then.</param>
    /// <param name="committing">Happens between its claim and its commit.</param>
    internal async Task<List<Guid>> Announce(
        int count, ServiceAccountKind account = ServiceAccountKind.Agency, string template = "task_submitted", Guid? agency = null,
        PushWorker? by = null, Func<Task>? committing = null)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddKernel(Configuration(Database.App), Host.House.Modules()) // all of them: EF keeps one model for a process
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var ids = scope.ServiceProvider.GetRequiredService<Ids>();
        var form = scope.ServiceProvider.GetRequiredService<NoticeTemplates>().For(NoticeReader.AgencyPerson, template);
        var receiver = new NoticeReceiver(NoticeReader.AgencyPerson, ids.Next(), ids.Next());
        var written = new List<(Delivery Delivery, Notice Notice)>();
        for (var i = 0; i < count; i++)
        {
            var about = new NoticeAbout(
                ids.Next(), ids.Next(), agency ?? Agencies[i % Agencies.Length], ids.Next(), "/agency/reviews/1", ["澄湖商务中心", "11月维保", "韩柏川", "没有不符合"]);
            var notice = Notice.For(ids.Next(), receiver, form, about, DateTimeOffset.UtcNow);
            var follower = new FollowerRecord(ids.Next(), account, $"o{i}", null, Subscribed: true, receiver.SubjectId);
            var delivery = Delivery.To(ids.Next(), notice, form, follower);
            written.Add((delivery, notice));
            db.Add(notice);
            db.Add(delivery);
        }

        await (by?.Commit(db, written, committing) ?? db.SaveChangesAsync());
        return written.ConvertAll(of => of.Delivery.Id);
    }

    /// <summary>Many at once, by SQL: all of one agency.</summary>
    internal Task<int> Pile(int count, Guid agency, ServiceAccountKind account = ServiceAccountKind.Agency) => Database.Do($"""
        with made as (
          select (left(delivery_floor(now())::text, 13) || '-7' || lpad(to_hex(i / 4096), 3, '0') || '-8' || lpad(to_hex(i % 4096), 3, '0')
            || '-' || left(md5(i || '{agency}'), 12))::uuid id, i from generate_series(1, {count}) i),
        told as (
          insert into notice (id, template, reader, receiver_id, agency_id, owner_id, project_id, about_id, title, fields, created_at)
          select id, 'task_submitted', 'AgencyPerson', id, '{agency}', id, id, id, '', '[]', now() from made)
        insert into delivery (id, notice_id, agency_id, account, lane, open_id, state, crashes, failures, created_at)
        select id, id, '{agency}', '{account}', 'Ordinary', 'p' || i, 'Pending', 0, 0, now() from made
        """);

    private static readonly Guid[] Agencies = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

    internal static IConfiguration Configuration(string database) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:App"] = database,
        })
        .Build();

    /// <summary>Waits until all deliveries are in the given states, and says what they were if that never comes.</summary>
    internal async Task Until(params (DeliveryState State, int Count)[] expected)
    {
        var wanted = expected.ToDictionary(of => of.State.ToString(), of => of.Count);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var states = await Database.States();
            if (states.Count == wanted.Count && states.All(of => wanted.GetValueOrDefault(of.Key) == of.Value))
            {
                return;
            }

            if (clock.Elapsed > Patience)
            {
                Assert.Fail($"after {Patience.TotalSeconds} s: {string.Join(", ", states)}; wanted {string.Join(", ", wanted)}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>True as soon as the question has that answer.</summary>
    internal async Task<bool> Becomes<T>(Func<Task<T>> question, T answer)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience)
        {
            if (EqualityComparer<T>.Default.Equals(await question(), answer))
            {
                return true;
            }

            await Task.Delay(20);
        }

        return false;
    }
}
