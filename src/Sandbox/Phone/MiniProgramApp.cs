using System.Net.Http.Headers;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Phone;

/// <summary>
/// The mini program itself, as built for a browser (miniprogram/dist/web), for the phone's frame; and the way to the Host that a mini program
/// takes: its requests carry a token of their own and no cookie, and go out from the address that served it.
/// </summary>
static class MiniProgramApp
{
    const string Folder = "/miniprogram/";
    static readonly Dictionary<string, string> s_files = new() { ["index.html"] = "text/html; charset=utf-8", ["app.js"] = "text/javascript; charset=utf-8", ["runtime.js"] = "text/javascript; charset=utf-8" };

    /// <summary>What the phone answers instead of a browser (camera, position, codes, storage) must stand before the app's first script.</summary>
    const string Before = "<script>parent.miniProgramFrame?.(window)</script>";

    static readonly string[] s_asked = ["Authorization", "Idempotency-Key"];

    public static void MapMiniProgramApp(this IEndpointRouteBuilder app)
    {
        app.MapGet(Folder + "{file}", Serve);
        app.Map("/api/miniprogram/{**path}", Forward);
        app.Map("/api/public/{**path}", Forward);
    }

    static async Task<IResult> Serve(string file, SandboxOptions options, CancellationToken ct)
    {
        if (!s_files.TryGetValue(file, out string? type)) return Results.NotFound();
        if (options.MiniProgramRoot is not { } root)
            return Results.Text("小程序还没有构建。在 miniprogram 里运行 npm ci 和 npm run build，再打开。", "text/plain; charset=utf-8", statusCode: 404);
        string path = Path.Combine(root, file);
        if (file != "index.html") return Results.File(path, type);
        string page = await File.ReadAllTextAsync(path, ct);
        return Results.Text(page.Replace("<body>", "<body>" + Before, StringComparison.Ordinal), type);
    }

    static async Task Forward(HttpContext context, CallbackDriver host)
    {
        if (host.HostBase is not { } hostBase)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        HttpRequest asked = context.Request;
        using HttpRequestMessage request = new(new HttpMethod(asked.Method), hostBase + asked.Path + asked.QueryString);
        foreach (string name in s_asked)
            if (asked.Headers.TryGetValue(name, out var value)) request.Headers.TryAddWithoutValidation(name, value.ToString());
        if (asked.ContentLength is > 0 || asked.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(asked.Body);
            if (asked.ContentType is { } type) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            request.Content.Headers.ContentLength = asked.ContentLength;
        }

        using HttpResponseMessage answer = await host.Ask(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
