using Npgsql;
using WeChatService.TestKit;

namespace WeChatService.Architecture.Tests.Data;

/// <summary>A database that a test leaves is as fresh for the next one as a clone, or is not used again.</summary>
public class WorldTests
{
    [Theory]
    [InlineData(World.Demo)]
    [InlineData(World.Empty)]
    public async Task What_a_test_wrote_into_any_table_is_gone(World world)
    {
        var expected = await Rows(await TemplateDatabase.Clone(world));
        var database = await WorldDatabase.Take(world);
        for (var time = 1; time <= 3; time++)
        {
            var (name, oid) = (database.Name, await Oid(database));
            await Do(database, Havoc);
            var written = (await Rows(name)).Except(expected).Count();
            Assert.True(written > expected.Count * 2 / 3, $"the havoc reached {written} of {expected.Count} tables only");

            Assert.True(await database.PutBack());

            Assert.Equal(oid, await Oid(database));
            Assert.NotEqual(name, database.Name);
            Assert.Equal(expected, await Rows(database.Name));
        }
    }

    [Theory]
    [InlineData("create table mine (id int)")]
    [InlineData("create schema mine")]
    [InlineData("create sequence mine")]
    [InlineData("create function mine() returns int language sql as 'select 1'")]
    [InlineData("alter table audit_entry disable trigger audit_entry_append_only; alter table audit_entry enable trigger audit_entry_append_only")]
    [InlineData("drop trigger audit_entry_append_only on audit_entry")]
    [InlineData("alter table job rename to job_out_of_reach; alter table job_out_of_reach rename to job")]
    [InlineData("alter table audit_entry alter column summary set default ''")]
    [InlineData("alter table project drop constraint xfk_project_agency")]
    [InlineData("drop index ix_delivery_later")]
    [InlineData("grant delete on audit_entry to wcs_app")]
    [InlineData("truncate audit_entry")]
    [InlineData("analyze account")]
    [InlineData("do $$ begin execute format('alter database %I set work_mem = ''1MB''', current_database()); end $$")]
    [InlineData("select pg_sleep(0.01), pg_stat_reset()")]
    public async Task Whose_schema_or_statistics_a_test_changed_is_not_used_again(string sql)
    {
        var database = await WorldDatabase.Take(World.Demo);
        await Do(database, sql);

        Assert.False(await database.PutBack());
    }

    [Fact]
    public async Task Who_still_held_the_last_world_reaches_nothing_any_more()
    {
        var database = await WorldDatabase.Take(World.Empty);
        await using var late = NpgsqlDataSource.Create(TestServices.Ready.App(database.Name));
        await using var open = await late.OpenConnectionAsync();
        await using var transaction = await open.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("lock table job; select pg_advisory_lock(7)", open);
        await hold.ExecuteNonQueryAsync();

        Assert.True(await database.PutBack());

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => hold.ExecuteNonQueryAsync());
        var gone = await Assert.ThrowsAsync<PostgresException>(async () => await late.OpenConnectionAsync());
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, gone.SqlState);
    }

    /// <summary>Takes away half of the rows, changes those that are left where it can, and puts a row into each table that takes one.</summary>
    private const string Havoc = """
        set session_replication_role = replica;
        do $$
        declare
          t record;
          c record;
        begin
          for t in select oid::regclass as name, oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace loop
            execute format('delete from %s where ctid in (select ctid from (select ctid, row_number() over () as n from %s) as numbered where n %% 2 = 0)', t.name, t.name);
            for c in select attname from pg_attribute where attrelid = t.oid and attnum > 0 and atttypid in ('text'::regtype, 'varchar'::regtype) loop
              begin
                execute format('update %s set %I = %I || ''x''', t.name, c.attname, c.attname);
              exception when others then
              end;
            end loop;
            begin
              execute (select format('insert into %s (%s) values (%s)', t.name, string_agg(quote_ident(attname), ', '), string_agg(case
                  when atttypid = 'uuid'::regtype then 'gen_random_uuid()'
                  when atttypid in ('timestamptz'::regtype, 'date'::regtype) then 'now()'
                  when atttypid in ('json'::regtype, 'jsonb'::regtype) then '''{}'''
                  when atttypid = 'bool'::regtype then 'true'
                  when typcategory = 'N' then '1'
                  when typcategory = 'A' then '''{}'''
                  else '''x''' end, ', '))
                from pg_attribute join pg_type on pg_type.oid = atttypid where attrelid = t.oid and attnum > 0 and attnotnull and not attisdropped);
            exception when others then
            end;
          end loop;
        end $$
        """;

    private static async Task Do(WorldDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(TestServices.Ready.AdminOf(database.Name));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<uint> Oid(WorldDatabase database)
    {
        await using var source = NpgsqlDataSource.Create(TestServices.Ready.AdminOf(database.Name));
        await using var command = source.CreateCommand("select oid from pg_database where datname = current_database()");
        return (uint)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Each table with a digest of its rows.</summary>
    private static async Task<List<string>> Rows(string database)
    {
        const string each = """
            select oid::regclass::text, md5(query_to_xml(format('select t::text from %s t order by 1', oid::regclass), false, false, '')::text)
            from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1
            """;
        await using var source = NpgsqlDataSource.Create(TestServices.Ready.AdminOf(database));
        await using var command = source.CreateCommand(each);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add($"{reader.GetString(0)} {reader.GetString(1)}");
        }

        return tables;
    }
}
