using Npgsql;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>A freshly migrated database of the test's own.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly WorldDatabase held;

    private TestDatabase(WorldDatabase world)
    {
        held = world;
        App = TestServices.Ready.App(world.Name);
        Admin = TestServices.Ready.AdminOf(world.Name);
        Source = NpgsqlDataSource.Create(App);
    }

    /// <summary>The superuser's connection, for what the application may not do.</summary>
    public string Admin { get; }

    /// <summary>The connection of the application's role.</summary>
    public string App { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<TestDatabase> Create() => new(await WorldDatabase.Take(World.Empty));

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

    public async Task DoAsAdmin(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Admin);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
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
        held.GiveBack();
    }
}
