using WeChatService.Kernel;

namespace WeChatService.Host;

/// <summary>
/// Builds and runs the service. <c>--role api|worker|all</c> (default all) serves; <c>--migrate</c>,
/// <c>--seed demo</c>, <c>--put-menus</c>, <c>--wechat VERB</c>, <c>--audit VERB</c> and <c>--print-schema MODULE</c> do one thing and exit.
/// </summary>
public static class HostApp
{
    public static async Task<int> Run(string[] args)
    {
        try
        {
            await using var app = Build(args);
            if (await Errands.Run(app, args) is { } exitCode)
            {
                return exitCode;
            }

            if (app.Services.GetRequiredService<WorkingDays>().Gaps(app.Services.GetRequiredService<TimeProvider>().Today()) is { } gaps)
            {
                app.Logger.LogWarning("{Gaps}", gaps);
            }

            await app.RunAsync();
            return 0;
        }
        catch (InvalidOperationException e) when (!IsDescribing)
        {
            // A wrong setting stops the start with one sentence that names it, not with a stack trace.
            await Console.Error.WriteLineAsync($"cannot start: {e.Message}");
            return 2;
        }
    }

    /// <param name="args">The command line.</param>
    /// <param name="more">What a test replaces: the clock, settings.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, WebRootPath = Pages() });
        more?.Invoke(builder);
        var modules = House.Modules();
        builder.AddHouse(modules, RoleOf(builder.Configuration));
        var app = builder.Build();
        app.MapHouse(modules);
        return app;
    }

    /// <summary>The built web pages: beside a published program; in the source tree when run from its build folder. Null lets the settings say.</summary>
    private static string? Pages() => new[] { "wwwroot", "../../../wwwroot" }
        .Select(place => Path.GetFullPath(place, AppContext.BaseDirectory)).FirstOrDefault(Directory.Exists);

    /// <summary>True while the build generates the OpenAPI document: nothing may be connected to.</summary>
    internal static bool IsDescribing =>
        System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    private static HostRole RoleOf(IConfiguration configuration) => configuration["role"] switch
    {
        null or "all" => HostRole.Api | HostRole.Worker,
        "api" => HostRole.Api,
        "worker" => HostRole.Worker,
        var other => throw new InvalidOperationException($"--role {other}: api, worker or all"),
    };
}

[Flags]
public enum HostRole { Api = 1, Worker = 2 }
