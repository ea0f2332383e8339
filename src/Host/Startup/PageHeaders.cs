namespace WeChatService.Host;

/// <summary>
/// What every page tells the browser: nobody may frame it (a clicked-away confirmation would be a signature), and
/// the entry page is asked for again while its hashed parts are kept. Only where WeChat itself is the sandbox on
/// this machine, the sandbox's phone may hold the page.
/// </summary>
internal static class PageHeaders
{
    /// <summary>What a page reads first: asked for beside the page's own parts, not after them. On a slow line that is one way there and back less.</summary>
    private static readonly Dictionary<string, string> FirstReads = new(StringComparer.Ordinal) { ["/owner"] = "/api/owner/home" };

    private static readonly TimeSpan Hashed = TimeSpan.FromDays(365);

    public static void UsePageHeaders(this WebApplication app)
    {
        var policy = $"frame-ancestors {FramedBy(app.Configuration["WeChat:OpenBase"])}; object-src 'none'; base-uri 'self'";
        app.Use((http, next) =>
        {
            // Kept now: the way to the entry page rewrites it.
            var asked = http.Request.Path.Value ?? "";
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                if (http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                {
                    headers.ContentSecurityPolicy = policy;
                    if (FirstReads.TryGetValue(asked.TrimEnd('/'), out var read))
                    {
                        headers.Link = $"<{read}>; rel=preload; as=fetch; crossorigin";
                    }

                    if (headers.CacheControl.Count == 0)
                    {
                        headers.CacheControl = "no-cache";
                    }
                }
                else if (http.Response.StatusCode is 200 or 304 && http.Request.Path.Value?.Contains("/assets/", StringComparison.Ordinal) == true)
                {
                    headers.CacheControl = $"public, max-age={(int)Hashed.TotalSeconds}, immutable";
                }

                return Task.CompletedTask;
            });
            return next(http);
        });
    }

    /// <summary>WeChat shows pages in its own browser, never in a frame; the sandbox's phone is a frame.</summary>
    internal static string FramedBy(string? openBase) =>
        Uri.TryCreate(openBase, UriKind.Absolute, out var weChat) && weChat.IsLoopback ? weChat.GetLeftPart(UriPartial.Authority) : "'none'";
}
