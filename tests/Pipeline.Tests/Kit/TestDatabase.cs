using Npgsql;
using WeChatService.Kernel;
using WeChatService.Messaging;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>A database of its own with the tables of the Kernel and of Messaging, made by their migrations.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    public static readonly HouseModules Modules = new([new MessagingModule()]);

    private readonly string name;
    private readonly string admin;

    private TestDatabase(string name, string admin, string app)
    {
        this.name = name;
        this.admin = admin;
        App = app;
        Source = NpgsqlDataSource.Create(app);
    }

    /// <summary>The connection of the application's role.</summary>
    public string App { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<TestDatabase> Create()
    {
        var admin = Setting("WCS_DATABASE_ADMIN");
        var name = $"pipeline_{Guid.NewGuid():N}"[..24];
        await Run(admin, $"create database {name} owner wcs_owner");
        await using (var migrator = NpgsqlDataSource.Create(In(name, admin)))
        {
            await Migrator.Apply(migrator, Migrator.Load(Modules));
        }

        return new TestDatabase(name, admin, In(name, Setting("Database__App")));
    }

    public async Task<T> Ask<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<int> Do(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>How many deliveries are in each state.</summary>
    public async Task<Dictionary<string, int>> States()
    {
        await using var command = Source.CreateCommand("select state, count(*)::int from delivery group by state");
        await using var reader = await command.ExecuteReaderAsync();
        var states = new Dictionary<string, int>();
        while (await reader.ReadAsync())
        {
            states[reader.GetString(0)] = reader.GetInt32(1);
        }

        return states;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Run(admin, $"drop database if exists {name} with (force)");
    }

    private static string In(string database, string connection)
    {
        return new NpgsqlConnectionStringBuilder(connection) { Database = database, IncludeErrorDetail = true }.ConnectionString;
    }

    private static async Task Run(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set: run the tests with scripts/test, or eval \"$(scripts/services env)\" first");
}
