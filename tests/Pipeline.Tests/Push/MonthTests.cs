using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WeChatService.Kernel;
using WeChatService.Messaging;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Push;

/// <summary>Deliveries are kept in tables by month of Asia/Shanghai, made ahead and dropped in time, by the application's own role.</summary>
public sealed class MonthTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.Create();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task This_month_and_two_more_have_their_tables()
    {
        var expected = await database.Ask<string[]>("""
            select array_agg(to_char(now() at time zone 'Asia/Shanghai' + make_interval(months => i), '"delivery_"YYYY_MM') order by i) from generate_series(0, 2) i
            """);
        Assert.Equal(expected, await database.Ask<string[]>("""
            select array_agg(relname::text order by relname) from pg_inherits join pg_class on oid = inhrelid
            where inhparent = 'delivery'::regclass and relname <> 'delivery_default'
            """));
    }

    [Fact]
    public async Task A_row_from_a_clock_far_ahead_waits_in_the_default_table_and_moves_into_its_month()
    {
        await Insert("now() + interval '5 months'", "Pending");
        Assert.Equal("delivery_default", await database.Ask<string>("select tableoid::regclass::text from delivery"));

        await database.DoAsAdmin("select delivery_make_month((now() at time zone 'Asia/Shanghai' + interval '5 months')::date)");

        Assert.Equal(
            await database.Ask<string>("select to_char((now() + interval '5 months') at time zone 'Asia/Shanghai', '\"delivery_\"YYYY_MM')"),
            await database.Ask<string>("select tableoid::regclass::text from delivery"));
    }

    [Fact]
    public async Task The_month_turns_at_midnight_in_Shanghai()
    {
        await database.DoAsAdmin("select delivery_make_month('2024-01-01'), delivery_make_month('2024-02-01')");
        await Insert("timestamptz '2024-01-31 23:59:59.999+08'", "Sent");
        await Insert("timestamptz '2024-02-01 00:00:00.000+08'", "Sent");

        Assert.Equal(["delivery_2024_01", "delivery_2024_02"], await database.Ask<string[]>("select array_agg(tableoid::regclass::text order by id) from delivery"));
    }

    [Fact]
    public async Task Old_months_go_with_their_notices_unless_something_is_still_to_be_sent()
    {
        await database.DoAsAdmin("select delivery_make_month('2024-01-01'), delivery_make_month('2024-02-01')");
        await Insert("timestamptz '2024-01-15 12:00+08'", "Sent");
        await Insert("timestamptz '2024-02-15 12:00+08'", "Pending");
        await Insert("now()", "Sent");

        await Upkeep(keepMonths: 0).KeepMonths(CancellationToken.None);
        Assert.Equal((3L, 3L), (await Count("delivery"), await Count("notice")));
        await Upkeep(keepMonths: 24).KeepMonths(CancellationToken.None);

        Assert.Equal((2L, 1L), (await Count("delivery"), await Count("notice")));
        Assert.Equal(["false", "true"], await database.Ask<string[]>("""
            select array[(to_regclass('delivery_2024_01') is not null)::text, (to_regclass('delivery_2024_02') is not null)::text]
            """));
    }

    [Fact]
    public async Task Deliveries_of_an_existing_installation_survive_the_cut_into_months()
    {
        var name = $"wcs_t_{Environment.ProcessId}_before";
        await database.DoAsAdmin($"create database {name} template wechatservice");
        await using var migration = NpgsqlDataSource.Create(TestServices.Ready.Migration(name));
        var scripts = Migrator.Load(Host.House.Modules());
        await Migrator.Apply(migration, [.. scripts.Where(script => script.Module != "Messaging" || script.Number <= 2)]);
        await using var before = NpgsqlDataSource.Create(TestServices.Ready.AdminOf(name));
        await using (var rows = before.CreateCommand("""
            insert into notice (id, template, reader, receiver_id, agency_id, owner_id, project_id, about_id, title, fields, created_at)
            select id, template, 'AgencyPerson', id, '0197a000-0000-7000-8000-00000000000a', id, id, id, '', '[]', now()
            from (values ('0197a000-0000-7000-8000-000000000001'::uuid, 'task_submitted'), ('0197a000-0000-7000-8000-000000000002', 'consent_requested')) n (id, template);
            insert into delivery (id, notice_id, account, open_id, state, claims, failures, msg_id, reason, created_at, finished_at) values
              ('0197a000-0000-7000-8000-000000000011', '0197a000-0000-7000-8000-000000000001', 'Agency', 'o1', 'Blocked', 1, 0, 7, 'failed: system failed', now(), now()),
              ('0197a000-0000-7000-8000-000000000012', '0197a000-0000-7000-8000-000000000002', 'Agency', 'o2', 'Pending', 2, 1, null, null, now(), null)
            """))
        {
            await rows.ExecuteNonQueryAsync();
        }

        await Migrator.Apply(migration, scripts);

        await using var ask = before.CreateCommand("""
            select array_agg(concat_ws(' ', tableoid::regclass, lane, state, open_id, failures, msg_id, right(agency_id::text, 1), sent_at is not null) order by id) from delivery
            """);
        Assert.Equal(
            ["delivery_2025_06 Ordinary Failed o1 0 7 a t", "delivery_2025_06 Urgent Pending o2 1 a f"],
            (string[])(await ask.ExecuteScalarAsync())!);
    }

    private Upkeep Upkeep(int keepMonths)
    {
        return new Upkeep(PushDatabase.Open(PushRig.Configuration(database.App)), new PushOptions { KeepMonths = keepMonths }, NullLogger<Upkeep>.Instance);
    }

    private Task<long> Count(string table) => database.Ask<long>($"select count(*) from {table}");

    private Task<int> Insert(string at, string state) => database.Do($"""
        with made as (select (left(delivery_floor({at})::text, 13) || '-7000-8000-' || left(md5(random()::text), 12))::uuid id),
        told as (
          insert into notice (id, template, reader, receiver_id, agency_id, owner_id, project_id, about_id, title, fields, created_at)
          select id, 'task_submitted', 'AgencyPerson', id, id, id, id, id, '', '[]', {at} from made)
        insert into delivery (id, notice_id, agency_id, account, lane, open_id, state, crashes, failures, created_at)
        select id, id, id, '{ServiceAccountKind.Agency}', '{DeliveryLane.Ordinary}', 'o', '{state}', 0, 0, {at} from made
        """);
}
