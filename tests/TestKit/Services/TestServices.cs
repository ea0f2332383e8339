using System.Diagnostics;
using Npgsql;

namespace WeChatService.TestKit;

/// <summary>
/// The real PostgreSQL and Redis of the tests. scripts/test names them in the environment; a plain
/// <c>dotnet test</c> starts them itself by scripts/services and leaves them running for the next one.
/// </summary>
public sealed class TestServices
{
    private static readonly Lazy<TestServices> Once = new(Find, LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly Dictionary<string, string> _settings;

    private TestServices(Dictionary<string, string> settings) => _settings = settings;

    /// <exception cref="InvalidOperationException">The services are not there and could not be started; says why.</exception>
    public static TestServices Ready => Once.Value;

    public string RedisHost => _settings["Redis__Host"];
    public string RedisPort => _settings["Redis__Port"];
    public string RedisPassword => _settings["Redis__Password"];

    /// <summary>The superuser's connection: creates and drops databases. Patient: a loaded machine is no reason for a test to fail.</summary>
    public string Admin => new NpgsqlConnectionStringBuilder(_settings["WCS_DATABASE_ADMIN"]) { Timeout = 120, CommandTimeout = 120 }.ConnectionString;

    /// <summary>Where this run keeps files (stored objects): .run/test of the checkout.</summary>
    public string Folder => _settings["WCS_TEST_FOLDER"];

    /// <summary>
    /// The application's connection to a database; few connections, for there are many databases, and without asking each of them for its types:
    /// there are none but PostgreSQL's own, and a Host asks half a dozen times as it starts.
    /// </summary>
    public string App(string database) => Frugal(AppAsDeployed(database), 30);

    /// <summary>The same with the pool that a deployment has: what is measured must not open connections all the time.</summary>
    public string AppAsDeployed(string database) => new NpgsqlConnectionStringBuilder(_settings["Database__App"]) { Database = database }.ConnectionString;

    /// <summary>The migrating role's connection, not pooled: a template must have nobody connected.</summary>
    public string Migration(string database) => new NpgsqlConnectionStringBuilder(_settings["Database__Migration"])
    {
        Database = database, Pooling = false,
    }.ConnectionString;

    /// <summary>The superuser's connection to one database, to look behind the application's rights; pooled, for a new one costs the server more than most looks.</summary>
    public string AdminOf(string database) => Frugal(new NpgsqlConnectionStringBuilder(Admin) { Database = database, Pooling = true }.ConnectionString, 20);

    /// <summary>The checkout: the folder that holds WeChatService.slnx.</summary>
    public static string Checkout { get; } = FindCheckout();

    private static string Frugal(string connection, int most) => new NpgsqlConnectionStringBuilder(connection)
    {
        MaxPoolSize = most, ConnectionIdleLifetime = 30, ["Server Compatibility Mode"] = "NoTypeLoading",
    }.ConnectionString;

    private static TestServices Find()
    {
        var folder = Environment.GetEnvironmentVariable("WCS_TEST_FOLDER") ?? Path.Combine(Checkout, ".run", "test");
        var settings = new Dictionary<string, string> { ["WCS_TEST_FOLDER"] = folder };
        if (Environment.GetEnvironmentVariable("WCS_DATABASE_ADMIN") is null)
        {
            Services("start", folder, "--for-tests");
            foreach (var line in Services("env", folder).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var (name, value) = (line[..line.IndexOf('=')], line[(line.IndexOf('=') + 1)..].Trim('\''));
                settings[name] = value;
            }
        }
        else
        {
            foreach (var name in new[] { "Database__App", "Database__Migration", "WCS_DATABASE_ADMIN", "Redis__Host", "Redis__Port", "Redis__Password" })
            {
                settings[name] = Environment.GetEnvironmentVariable(name)
                    ?? throw new InvalidOperationException($"{name} is not set beside WCS_DATABASE_ADMIN: run the tests by scripts/test");
            }
        }

        return new(settings);
    }

    private static string Services(string verb, string folder, params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout, "scripts", "services"), [verb, "--run", folder, .. more])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var run = Process.Start(start)!;
        // Only until the script ends: PostgreSQL and Redis live on and could keep an inherited pipe open.
        var output = verb == "env" ? run.StandardOutput.ReadToEnd() : "";
        run.WaitForExit();
        return run.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"scripts/services {verb} did not work: {run.StandardError.ReadToEnd()}");
    }

    private static string FindCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WeChatService.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no checkout above {AppContext.BaseDirectory}");
    }
}
