using WeChatService.Kernel;

namespace WeChatService.Host;

/// <summary>
/// The routes of every door. They are made once in a process: a handler takes what it needs from its request, never from the Host that mapped
/// it, and making six hundred of them takes longer than all the rest of a start. A service starts once; tests start a Host for each world.
/// </summary>
internal static class DoorRoutes
{
    // One for all: named by its type, the framework would compile a factory of it anew for every endpoint.
    private static readonly WriteFilter Writes = new();
    private static readonly Lock Making = new();
    private static EndpointDataSource? _made;

    public static void Add(IEndpointRouteBuilder app, HouseModules modules)
    {
        lock (Making)
        {
            _made ??= Make(app, modules);
        }

        app.DataSources.Add(_made);
    }

    private static DefaultEndpointDataSource Make(IEndpointRouteBuilder app, HouseModules modules)
    {
        var routes = new Apart(app);
        Map(routes, modules);
        return new DefaultEndpointDataSource(routes.DataSources.SelectMany(source => source.Endpoints));
    }

    private static void Map(Apart app, HouseModules modules)
    {
        var agency = app.MapDoor(Door.Agency, "agency");
        var owner = app.MapDoor(Door.Owner, "owner");
        var miniProgram = app.MapDoor(Door.MiniProgram, "miniprogram");
        var console = app.MapDoor(Door.Console, "console");
        var authority = app.MapDoor(Door.Authority, "authority");
        var open = app.MapGroup("/api/public").AllowAnonymous().AddEndpointFilter(Writes).WithTags("public");
        PhotoRoutes.MapUpload(agency);
        PhotoRoutes.MapUpload(owner);
        PhotoRoutes.MapUpload(miniProgram);
        PhotoRoutes.MapVideo(miniProgram);
        // Where one files at the desk the face is taken there too (FIL-02, FIL-08).
        PhotoRoutes.MapUpload(console);
        PhotoRoutes.MapLink(open);
        foreach (var module in modules.All)
        {
            module.MapForAgency(agency);
            module.MapForOwner(owner);
            module.MapForMiniProgram(miniProgram);
            module.MapForConsole(console);
            module.MapForAuthority(authority);
            module.MapForPublic(open);
            module.MapWire(app);
        }
    }

    private static RouteGroupBuilder MapDoor(this IEndpointRouteBuilder app, Door door, string name) =>
        app.MapGroup($"/api/{name}").RequireAuthorization(Doors.PolicyOf(door)).AddEndpointFilter(Writes).WithTags(name);

    /// <summary>Routes that do not end in the app at whose services they are made.</summary>
    private sealed class Apart(IEndpointRouteBuilder app) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider { get; } = app.ServiceProvider;
        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(ServiceProvider);
    }
}
