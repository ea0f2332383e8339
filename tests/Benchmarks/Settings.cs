using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks;

/// <summary>The settings of one run: a database of its own with the demonstration world, and the private Redis.</summary>
internal sealed class Settings
{
    private static int made;
    private readonly ConfigurationManager configuration;

    private Settings(string database, ConfigurationManager configuration)
    {
        Database = TestServices.Ready.AppAsDeployed(database);
        DatabaseAsAdmin = TestServices.Ready.AdminOf(database);
        this.configuration = configuration;
        configuration["Database:App"] = Database;
    }

    /// <summary>The application's connection.</summary>
    public string Database { get; }

    public string DatabaseAsAdmin { get; }

    public IConfiguration Configuration => configuration;

    /// <summary>As environment variables, for a server in another process.</summary>
    public IReadOnlyDictionary<string, string?> Environment
    {
        get
        {
            var all = configuration.AsEnumerable()
                .Where(pair => pair.Value is not null && pair.Key.Contains(':', StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => pair.Value);
            all["Logging__LogLevel__Default"] = "Information";
            all["Logging__LogLevel__Microsoft"] = "Warning";
            all["Limits__RequestsPerMinute"] = "100000000";
            return all;
        }
    }

    /// <param name="sandbox">Where the vendors are; nowhere when nothing calls them.</param>
    public static async Task<Settings> Make(Uri? sandbox = null)
    {
        var database = await TemplateDatabase.Clone(World.Demo);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        TestKit.Settings.For(builder, database, sandbox ?? new Uri("http://127.0.0.1:9"), $"bench{System.Environment.ProcessId}-{Interlocked.Increment(ref made)}");
        return new Settings(database, builder.Configuration);
    }
}
