using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatService.Kernel;

namespace WeChatService.TestKit;

/// <summary>
/// The whole service in this process, over real HTTP: Host (API and workers) and Sandbox on free ports, a database
/// cloned from the demonstration world, Redis under a prefix of its own. Use it as a class fixture; each class gets
/// a fresh world, and <see cref="Renew"/> gives another one in between.
/// </summary>
/// <remarks>Starting costs about a second, so that the running houses are kept and handed on from class to class.</remarks>
public sealed class House : Xunit.IAsyncLifetime
{
    private static readonly Stack<RunningHouse> Free = new();
    private RunningHouse? _running;
    private bool _untouched;

    private RunningHouse Running
    {
        get
        {
            _untouched = false;
            return _running ?? throw new InvalidOperationException("the fixture is not initialised");
        }
    }

    public RunningSystem System => Running.System;
    public SandboxDriver Sandbox => Running.Sandbox;
    public Given Given => new(this);

    /// <summary>The Host's clock.</summary>
    public ManualTime Time => Running.Time;

    /// <summary>The Host's services, for what HTTP does not show.</summary>
    public IServiceProvider Services => Running.Services;

    /// <summary>The name of this world's database.</summary>
    public string Database => Running.Database;

    public async Task InitializeAsync()
    {
        lock (Free)
        {
            Free.TryPop(out _running);
        }

        _running ??= await RunningHouse.Open();
        await _running.Renew(World.Demo);
        _untouched = true;
    }

    public Task DisposeAsync()
    {
        lock (Free)
        {
            Free.Push(Running);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// A fresh world: new database, nobody follows, no chats, machine time, no faults. One that nobody has touched is fresh already: a class's
    /// first test, and one after a test that asked the house nothing.
    /// </summary>
    /// <param name="world">Demonstration data, or only the schema.</param>
    /// <param name="settings">Settings that differ, <c>Section:Key</c>.</param>
    /// <param name="role">api, worker or all.</param>
    public async Task Renew(World world = World.Demo, IReadOnlyDictionary<string, string?>? settings = null, string role = "all")
    {
        var asEver = world == World.Demo && settings is null && role == "all";
        if (!asEver || !_untouched)
        {
            await Running.Renew(world, settings, role);
            _untouched = asEver;
        }
    }

    /// <summary>Stops the Host and starts it again on the same database, as after a crash or a release.</summary>
    public Task Restart(IReadOnlyDictionary<string, string?>? settings = null, string role = "all") => Running.Restart(settings, role);

    /// <summary>From now on the Host believes that it is this instant (ISO 8601).</summary>
    public void At(string instant) => Time.At(DateTimeOffset.Parse(instant, global::System.Globalization.CultureInfo.InvariantCulture));

    public Phone Phone(string personKey) => System.Phone(personKey);
    public Task<AgencyClient> Agency(string personKey) => System.Agency(personKey);
    public Task<OwnerClient> Owner(string personKey) => System.Owner(personKey);
    public Task<MiniProgramClient> MiniProgram(string personKey) => System.MiniProgram(personKey);
    public Task<ConsoleClient> Console(string personKey) => System.Console(personKey);
    public Task<AuthorityClient> Authority(string personKey) => System.Authority(personKey);
    public Caller Anonymous(string door = "public") => System.Anonymous(door);

    /// <summary>Reads or writes past HTTP, as the system or as somebody.</summary>
    public async Task<T> InDatabase<T>(Func<AppDb, Task<T>> act, Actor? actor = null)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(actor ?? Actor.System);
        return await act(scope.ServiceProvider.GetRequiredService<AppDb>());
    }

    /// <summary>Runs plain SQL with the application's own rights: what the database itself refuses shows here.</summary>
    /// <returns>The rows that changed.</returns>
    /// <exception cref="PostgresException">Refused.</exception>
    public Task<int> SqlAsApplication(string sql) => Sql(TestServices.Ready.App(Database), sql);

    /// <summary>Plain SQL as the superuser, to arrange what no door allows.</summary>
    public Task<int> SqlAsAdmin(string sql) => Sql(TestServices.Ready.AdminOf(Database), sql);

    /// <summary>One value by plain SQL.</summary>
    public async Task<T> Value<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(TestServices.Ready.AdminOf(Database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until no due event and no job is left, so that what follows by itself has followed.</summary>
    /// <exception cref="TimeoutException">Something keeps failing; says what.</exception>
    public async Task Settled(TimeSpan? within = null)
    {
        // What is scheduled for hours later is no work left; what waits for its next try is.
        var soon = Time.GetUtcNow().AddMinutes(3).UtcDateTime.ToString("O");
        var left = $"""
            select coalesce(string_agg(what, '; '), '') from (
              select 'event ' || type || coalesce(': ' || last_error, '') as what from outbox_event
              union all select 'callback ' || type || coalesce(': ' || last_error, '') from callback_message where state = 'Waiting'
              union all select 'job ' || kind || coalesce(': ' || last_error, '') from job
                where state = 'Running' or (state = 'Queued' and next_try_at <= '{soon}')) as waiting
            """;
        var until = DateTimeOffset.UtcNow + (within ?? TimeSpan.FromSeconds(120));
        // One connection for all looks: making one costs the server more than looking.
        await using var connection = new NpgsqlConnection(TestServices.Ready.AdminOf(Database));
        await connection.OpenAsync();
        await using var look = new NpgsqlCommand(left, connection);
        while (await look.ExecuteScalarAsync() is string { Length: > 0 } waiting)
        {
            if (DateTimeOffset.UtcNow > until)
            {
                throw new TimeoutException($"still waiting: {waiting}");
            }

            await Task.Delay(100);
        }
    }

    private static async Task<int> Sql(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
