using WeChatService.Kernel;

namespace WeChatService.Host;

internal static class Pipeline
{
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
        DoorRoutes.Add(app, modules);
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapMetrics();
        app.MapOpenApi().AllowAnonymous();
        app.MapPages();
    }

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
