using Npgsql;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.WeChat.Setup;

namespace WeChatService.Host;

/// <summary>What the Host does instead of serving: migrate, seed, set up and examine the WeChat accounts, verify the audit, take in the national records, print a schema.</summary>
internal static class Errands
{
    /// <returns>The exit code, or null if the Host is to serve.</returns>
    public static async Task<int?> Run(WebApplication app, string[] args)
    {
        if (args.Contains("--migrate"))
        {
            await Migrate(app);
            return 0;
        }

        if (ValueOf(args, "--seed") is { } seed)
        {
            await Seed(app, seed);
            return 0;
        }

        if (args.Contains("--put-menus"))
        {
            await PutMenus(app.Services);
            return 0;
        }

        if (args.Contains("--wechat"))
        {
            var code = await WeChatErrands.Run(app.Services, ValueOf(args, "--wechat") ?? "", args, Console.Out);
            if (code == 2)
            {
                await Console.Error.WriteLineAsync("--wechat doctor|menus|templates|quota|clear-quota|followers [--account agency|owner|miniprogram] [--dry-run|--apply]");
            }

            return code;
        }

        if (args.Contains("--audit"))
        {
            return await AuditErrands.Run(app.Services, ValueOf(args, "--audit") ?? "", args, Console.Out);
        }

        if (args.Contains("--import-national"))
        {
            return await ImportErrands.Run(app.Services, ValueOf(args, "--import-national") ?? "", ValueOf(args, "--region") ?? "", Console.Out);
        }

        if (ValueOf(args, "--print-schema") is { } module)
        {
            PrintSchema(app, module);
            return 0;
        }

        return null;
    }

    private static async Task Migrate(WebApplication app)
    {
        var connection = app.Configuration["Database:Migration"]
            ?? throw new InvalidOperationException("Database__Migration is not set: the connection of the migrating role");
        await using var database = new NpgsqlDataSourceBuilder(connection + ";Pooling=false").Build();
        var applied = await Migrator.Apply(database, Migrator.Load(app.Services.GetRequiredService<HouseModules>()));
        Console.WriteLine($"{applied} migrations applied");
    }

    private static async Task Seed(WebApplication app, string what)
    {
        if (what != "demo")
        {
            throw new InvalidOperationException($"--seed {what}: only demo is known");
        }

        var folder = app.Configuration["Demo:Folder"] ?? Path.Combine(AppContext.BaseDirectory, "config", "demo");
        await SeedDemo(app.Services, new DemoWorld(folder, WithPast: true));
        Console.WriteLine("demonstration data are in place");
    }

    internal static async Task SeedDemo(IServiceProvider services, DemoWorld world)
    {
        var orders = 0;
        using (var scope = services.CreateScope())
        {
            orders = scope.ServiceProvider.GetServices<IDemoSeed>().Count();
        }

        for (var i = 0; i < orders; i++)
        {
            // A scope each: one seed's tracked entities are no business of the next.
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
            var seed = scope.ServiceProvider.GetServices<IDemoSeed>().OrderBy(s => s.Order).ElementAt(i);
            await seed.Seed(world, CancellationToken.None);
        }
    }

    /// <summary>Gives both service accounts the menus of config/wechat, whose links lead to this Host's pages.</summary>
    private static async Task PutMenus(IServiceProvider services)
    {
        foreach (var account in (ServiceAccountKind[])[ServiceAccountKind.Agency, ServiceAccountKind.Owner])
        {
            await services.GetRequiredService<Menus>().Put(account, CancellationToken.None);
        }

        Console.WriteLine("both accounts have their menus");
    }

    private static void PrintSchema(WebApplication app, string name)
    {
        using var scope = app.Services.CreateScope();
        var modules = scope.ServiceProvider.GetRequiredService<HouseModules>();
        var assembly = name == "Kernel"
            ? typeof(AppDb).Assembly
            : modules.All.FirstOrDefault(m => m.Name == name)?.GetType().Assembly
                ?? throw new InvalidOperationException($"no module {name}");
        Console.Write(SchemaScript.Of(scope.ServiceProvider.GetRequiredService<AppDb>(), assembly));
    }

    private static string? ValueOf(string[] args, string flag)
    {
        var at = Array.IndexOf(args, flag);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
