using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Architecture.Tests.Data;

/// <summary>The numbered SQL files and the entity model say the same.</summary>
public class SchemaTests
{
    [Fact]
    public async Task The_migrations_make_the_schema_that_the_model_describes()
    {
        var migrated = await Snapshot.Of(TestServices.Ready.AdminOf(await TemplateDatabase.Clone(World.Empty)));
        var described = await Snapshot.Of(TestServices.Ready.AdminOf(await FromModel()));

        Assert.Empty(described.Except(migrated).Select(l => $"only in the model: {l}"));
        Assert.Empty(migrated.Except(described).Where(l => !IsSqlOnly(l)).Select(l => $"only in the migrations: {l}"));
    }

    [Theory]
    [InlineData("constraint plan xfk_plan_project FOREIGN KEY (project_id) REFERENCES project(id)", true)]
    [InlineData("constraint plan fk_plan_project FOREIGN KEY (project_id) REFERENCES project(id)", false)]
    [InlineData("index CREATE INDEX xix_project_search ON public.project USING gin (search_pairs(name))", true)]
    [InlineData("index CREATE INDEX ix_project_search ON public.project USING gin (search_pairs(name))", false)]
    [InlineData("column plan.forgotten text null=YES default= identity=", false)]
    public void Only_named_extras_may_stand_in_SQL_alone(string line, bool may) => Assert.Equal(may, IsSqlOnly(line));

    /// <summary>The model knows no order between rows of different modules, so that the check has to wait for the commit.</summary>
    [Fact]
    public async Task Foreign_keys_across_modules_are_checked_at_commit()
    {
        var database = await TemplateDatabase.Clone(World.Empty);
        await using var source = NpgsqlDataSource.Create(TestServices.Ready.AdminOf(database));
        await using var command = source.CreateCommand("select coalesce(string_agg(conname, ', '), '') from pg_constraint where conname like 'xfk\\_%' and not condeferred");

        Assert.Equal("", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task All_tables_belong_to_the_owner_role_who_cannot_sign_in()
    {
        var database = await TemplateDatabase.Clone(World.Empty);
        await using var source = NpgsqlDataSource.Create(TestServices.Ready.AdminOf(database));
        await using var command = source.CreateCommand("select count(*) from pg_tables where schemaname = 'public' and tableowner <> 'wcs_owner'");
        await using var sign = source.CreateCommand("select rolcanlogin from pg_roles where rolname = 'wcs_owner'");

        Assert.Equal(0L, await command.ExecuteScalarAsync());
        Assert.Equal(false, await sign.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("create table mine (id int)")]
    [InlineData("alter table audit_entry add column more text")]
    [InlineData("drop table audit_entry")]
    [InlineData("update audit_entry set summary = ''")]
    [InlineData("delete from audit_entry")]
    [InlineData("truncate audit_entry")]
    [InlineData("delete from schema_version")]
    public async Task The_applications_role_can_neither_change_the_schema_nor_the_audit_trail(string sql)
    {
        var database = await TemplateDatabase.Clone(World.Empty);
        await using var source = NpgsqlDataSource.Create(TestServices.Ready.App(database));
        await using var command = source.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    /// <summary>Foreign keys across modules (xfk_), checks (xck_, ck_) and indexes of expressions (xix_) that no entity can express.</summary>
    private static bool IsSqlOnly(string line) =>
        line.StartsWith("index CREATE INDEX xix_", StringComparison.Ordinal)
        || line.Split(' ') is ["constraint", _, var name, ..] && (name.StartsWith("xfk_", StringComparison.Ordinal) || name.StartsWith("xck_", StringComparison.Ordinal) || name.StartsWith("ck_", StringComparison.Ordinal));

    private static async Task<string> FromModel()
    {
        var name = $"wcs_t_{Environment.ProcessId}_model";
        await using (var admin = NpgsqlDataSource.Create(TestServices.Ready.Admin))
        await using (var create = admin.CreateCommand($"create database {name} template wechatservice"))
        {
            await create.ExecuteNonQueryAsync();
        }

        await using var host = Product.BuiltHost();
        await using var scope = host.Services.CreateAsyncScope();
        var script = scope.ServiceProvider.GetRequiredService<AppDb>().Database.GenerateCreateScript();
        await using var source = NpgsqlDataSource.Create(TestServices.Ready.Migration(name));
        await using var command = source.CreateCommand(script);
        await command.ExecuteNonQueryAsync();
        return name;
    }
}
