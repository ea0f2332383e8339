using WeChatService.Kernel;

namespace WeChatService.Host;

internal static class Pipeline
{
    // One for all: named by its type, the framework would compile a factory of it anew for every endpoint at every start.
    private static readonly WriteFilter Writes = new();

    public static void MapHouse(this WebApplication app, HouseModules modules)
    {
        foreach (var module in modules.All)
        {
            module.UseFirst(app);
        }

        app.UseExceptionHandler();
        app.UseStatusCodePages(context => ProblemHandler.Write(
            context.HttpContext, ProblemOf(context.HttpContext.Response.StatusCode), context.HttpContext.RequestAborted));
        app.UsePageHeaders();
        app.UseResponseCompression();
        app.UsePackedFiles();
        app.UseRouting();
        app.Use(static (http, next) =>
        {
            // The write filter compares bodies of repeated requests, after the handler has read them.
            if (!HttpMethods.IsGet(http.Request.Method) && http.Request.Path.StartsWithSegments("/api") && !http.Request.HasFormContentType)
            {
                http.Request.EnableBuffering();
            }

            return next(http);
        });
        app.UseAuthentication();
        app.Use(RateLimits.Guard);
        app.UseAuthorization();
        app.UseOutputCache();
        app.MapDoors(modules);
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapMetrics();
        app.MapOpenApi().AllowAnonymous();
        app.MapPages();
    }

    private static void MapDoors(this WebApplication app, HouseModules modules)
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

    private static RouteGroupBuilder MapDoor(this WebApplication app, Door door, string name) =>
        app.MapGroup($"/api/{name}").RequireAuthorization(Doors.PolicyOf(door)).AddEndpointFilter(Writes).WithTags(name);

    /// <summary>The pages, H5 and console: one entry page each, routes within are the page's own.</summary>
    private static void MapPages(this WebApplication app)
    {
        app.MapGet("/", () => Results.Redirect("/agency/")).AllowAnonymous().ExcludeFromDescription();
        app.MapFallbackToFile("/agency/{**path:nonfile}", "agency/index.html").AllowAnonymous();
        app.MapFallbackToFile("/owner/{**path:nonfile}", "owner/index.html").AllowAnonymous();
        app.MapFallbackToFile("/console/{**path:nonfile}", "console/index.html").AllowAnonymous();
        app.MapFallbackToFile("/scan/{**path}", "owner/index.html").AllowAnonymous();
        app.MapFallbackToFile("/verify/{**path}", "owner/index.html").AllowAnonymous();
    }

    private static Problem ProblemOf(int status) => status switch
    {
        401 => KernelProblems.SignInNeeded,
        403 => KernelProblems.NotYourRole,
        404 => KernelProblems.NotFound,
        413 => KernelProblems.TooLarge,
        429 => KernelProblems.TooMany,
        >= 500 => KernelProblems.Unexpected with { Status = status },
        _ => KernelProblems.BadRequest with { Status = status },
    };
}
