using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.ObjectStore;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.TencentCloud;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Inspect;

/// <summary>Lets the faults happen to vendor requests before (or, for <c>lost</c> and <c>mangled</c>, after) they are served.</summary>
public sealed class FaultInjection(RequestDelegate next, FaultBoard board, AccessTokens tokens, DemoAccounts accounts)
{
    const string GatewayPage = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

    public async Task InvokeAsync(HttpContext context)
    {
        string target = Targets.Of(context.Request);
        Hit? hit = target is Targets.Drive or Targets.Page ? null
            : board.Take(target, context.Request.Path, board.AsksAccount ? await AccountOf(context.Request) : null, withToken: context.Request.Query.ContainsKey("access_token"));
        if (hit is null)
        {
            await next(context);
            return;
        }
        RequestLogging.Note(context, "fault:" + hit.Mode);
        await Happen(context, target, hit);
    }

    async Task Happen(HttpContext context, string target, Hit hit)
    {
        switch (hit.Mode)
        {
            case "down":
                context.Abort();
                return;
            case "hang":
                await Task.Delay(hit.Fault.Seconds is null ? Timeout.InfiniteTimeSpan : hit.Delay, context.RequestAborted);
                context.Abort();
                return;
            case "slow":
                await Task.Delay(hit.Delay, context.RequestAborted);
                await next(context);
                return;
            case "lost":
                // The vendor did the work and the answer never arrived: the case that makes blind retries dangerous.
                await Served(context);
                context.Abort();
                return;
            case "mangled":
                await Mangle(context, await Served(context));
                return;
            case "garbage":
                context.Response.ContentType = "application/json; encoding=utf-8";
                await context.Response.WriteAsync("{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":");
                return;
            default:
                await Refuse(context, target, hit.Fault);
                return;
        }
    }

    /// <summary>Lets the request be served into memory.</summary>
    async Task<byte[]> Served(HttpContext context)
    {
        Stream wire = context.Response.Body;
        using MemoryStream kept = new();
        context.Response.Body = kept;
        await next(context);
        context.Response.Body = wire;
        return kept.ToArray();
    }

    /// <summary>Promises the whole answer, sends half of it and closes.</summary>
    static async Task Mangle(HttpContext context, byte[] answer)
    {
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    async Task Refuse(HttpContext context, string target, Fault fault)
    {
        if (fault.Status is { } status)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(string.Format(GatewayPage, status switch { 502 => "502 Bad Gateway", 503 => "503 Service Temporarily Unavailable", 504 => "504 Gateway Time-out", _ => status + " Error" }));
        }
        else if (fault.StormEvery is not null)
        {
            if (tokens.OwnerOf(context.Request.Query["access_token"]) is { } owner) tokens.Spoil(owner, expire: false);
            await next(context);
        }
        else if (target == Targets.WeChat)
        {
            VendorRefusal refusal = fault is { ErrCode: 40164, ErrMsg: null } ? AccessTokens.NotListed("203.0.113.77") : new VendorRefusal(fault.ErrCode!.Value, fault.ErrMsg);
            DemoAccount? asker = tokens.OwnerOf(context.Request.Query["access_token"]) is { } owner ? accounts[owner] : null;
            await VendorAnswers.Refuse(context, refusal, asker);
        }
        else if (target == Targets.Face) await IaiEndpoint.Refuse(context, new CloudRefusal(fault.Code!, "sandbox fault"));
        else await ObjectStoreEndpoint.Refuse(context, new StoreRefusal(500, fault.Code!, "sandbox fault"));
    }

    /// <summary>Whose call it is: by token, by appid in the query, or by appid in a JSON body.</summary>
    async Task<string?> AccountOf(HttpRequest request)
    {
        if (tokens.OwnerOf(request.Query["access_token"]) is { } owner) return accounts[owner].PathName;
        if (accounts.ByAppId(request.Query["appid"]) is { } asked) return asked.PathName;
        if (!HttpMethods.IsPost(request.Method)) return null;
        request.EnableBuffering();
        using StreamReader reader = new(request.Body, Encoding.UTF8, leaveOpen: true);
        string body = await reader.ReadToEndAsync();
        request.Body.Position = 0;
        try
        {
            return accounts.ByAppId((string?)(JsonNode.Parse(body) as JsonObject)?["appid"])?.PathName;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>An object-store request may name its bucket in the Host header (<c>bucket.s3.oss-…</c>), as the vendor
/// demands; such a request is moved to <c>/__s3/{bucket}/…</c> so that one endpoint serves both.</summary>
public sealed class VirtualHosts(RequestDelegate next, DemoAccounts accounts, SandboxClock clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (BucketOf(context.Request, accounts) is { } bucket) context.Request.Path = "/__s3/" + bucket + context.Request.Path;
        // Clients join a base address that ends in a slash with a path that begins with one; the platform's front merges them.
        else if (context.Request.Path.Value is ['/', '/', ..] path && !context.Request.Path.StartsWithSegments("/__s3")) context.Request.Path = "/" + path.TrimStart('/');
        if (clock.DateSkew != 0) context.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddSeconds(clock.DateSkew).ToString("R");
        return next(context);
    }

    /// <summary>The demonstration bucket when the host name begins with it and the request is not one of the sandbox's own paths.</summary>
    public static string? BucketOf(HttpRequest request, DemoAccounts accounts) =>
        request.Host.Host.StartsWith(accounts.ObjectStore.Bucket + ".", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/__sandbox") && !request.Path.StartsWithSegments("/__s3") ? accounts.ObjectStore.Bucket : null;
}
