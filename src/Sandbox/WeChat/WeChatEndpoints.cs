using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>Which accounts a path of the server API is open to; the others get 48001.</summary>
public enum Audience { Everybody, ServiceAccounts, MiniPrograms }

/// <summary>The paths of api.weixin.qq.com, mp.weixin.qq.com and open.weixin.qq.com that the sandbox serves.</summary>
public static class WeChatEndpoints
{
    /// <summary>Maps all of them; an unknown path under their prefixes is refused the vendor's way.</summary>
    public static void MapWeChat(this IEndpointRouteBuilder app)
    {
        app.MapTokens();
        app.MapApiManagement();
        app.MapTemplates();
        app.MapSubscribeMessages();
        app.MapSubscribeTemplates();
        app.MapCustomMessages();
        app.MapQrCodes();
        app.MapMenus();
        app.MapConditionalMenus();
        app.MapFollowers();
        app.MapTags();
        app.MapJsTickets();
        app.MapOAuth();
        app.MapMiniProgram();
        app.MapMiniProgramCodes();
        app.MapMiniProgramLinks();
        app.MapContentChecks();
        foreach (string prefix in new[] { "/cgi-bin", "/sns", "/wxa", "/wxaapi", "/connect", "/cityservice", "/datacube", "/customservice" })
            app.Map(prefix + "/{**rest}", context => VendorAnswers.Refuse(context, new VendorRefusal(40066)));
    }

    /// <summary>A GET call of the server API, token checked unless <paramref name="open"/>. The platform takes a POST as well
    /// when it carries the parameters in its query or form; one with neither is 43001.</summary>
    public static void VendorGet(this IEndpointRouteBuilder app, string path, Func<WeChatCall, Task<JsonNode?>> handler, bool open = false, Audience audience = Audience.Everybody) =>
        app.Map(path, context => Serve(context, path, HttpMethods.Get, open, audience, handler));

    /// <summary>A POST call of the server API: 43002 with another method, token checked unless <paramref name="open"/>.</summary>
    public static void VendorPost(this IEndpointRouteBuilder app, string path, Func<WeChatCall, Task<JsonNode?>> handler, bool open = false, Audience audience = Audience.Everybody) =>
        app.Map(path, context => Serve(context, path, HttpMethods.Post, open, audience, handler));

    public static void VendorGet(this IEndpointRouteBuilder app, string path, Func<WeChatCall, JsonNode?> handler, bool open = false, Audience audience = Audience.Everybody) =>
        app.VendorGet(path, call => Task.FromResult(handler(call)), open, audience);

    public static void VendorPost(this IEndpointRouteBuilder app, string path, Func<WeChatCall, JsonNode?> handler, bool open = false, Audience audience = Audience.Everybody) =>
        app.VendorPost(path, call => Task.FromResult(handler(call)), open, audience);

    /// <summary>The platform's order: token, method, right of the account, quota, then the call itself. Handlers answer JSON,
    /// or null when they have written the answer (an image) themselves.</summary>
    static async Task Serve(HttpContext context, string path, string method, bool open, Audience audience, Func<WeChatCall, Task<JsonNode?>> handler)
    {
        DemoAccount? account = null;
        try
        {
            if (!open) account = context.RequestServices.GetRequiredService<AccessTokens>().Check(context.Request.Query["access_token"] is [{ } token, ..] ? token : null);
            byte[] sent = await Read(context.Request.BodyReader, context.RequestAborted);
            CheckMethod(context.Request, method, sent.Length);
            if (account is not null)
            {
                bool entitled = audience switch
                {
                    Audience.ServiceAccounts => account.Kind != AccountKind.MiniProgram,
                    Audience.MiniPrograms => account.Kind == AccountKind.MiniProgram,
                    _ => true,
                };
                if (!entitled) throw new VendorRefusal(48001);
                // The send counts by itself: a repeated client_msg_id costs nothing.
                if (path != Quotas.TemplateSend) context.RequestServices.GetRequiredService<Quotas>().Take(account.Kind, path);
            }
            JsonNode? answer = await handler(new WeChatCall(context, account, sent));
            if (answer is not null) await VendorAnswers.Write(context, answer);
        }
        catch (VendorRefusal refusal)
        {
            await VendorAnswers.Refuse(context, refusal, account);
        }
    }

    static void CheckMethod(HttpRequest request, string method, int sent)
    {
        if (HttpMethods.Equals(request.Method, method)) return;
        if (method == HttpMethods.Post) throw new VendorRefusal(43002);
        bool carried = request.Query.Count > 0 || (sent > 0 && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true);
        if (!HttpMethods.IsPost(request.Method) || !carried) throw new VendorRefusal(43001);
    }

    static async Task<byte[]> Read(PipeReader body, CancellationToken ct)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(ct);
            if (read.IsCompleted)
            {
                byte[] all = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return all;
            }
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    static void MapTokens(this IEndpointRouteBuilder app)
    {
        app.VendorGet("/cgi-bin/token", call =>
        {
            GrantType(call.Query("grant_type"), "client_credential");
            DemoAccount account = Authenticate(call, call.Query("appid"), call.Query("secret"), "/cgi-bin/token");
            return TokenAnswer(call.Service<AccessTokens>().IssueClassic(account.Kind));
        }, open: true);

        app.VendorPost("/cgi-bin/stable_token", call =>
        {
            GrantType(call.Text("grant_type"), "client_credential");
            DemoAccount account = Authenticate(call, call.Text("appid"), call.Text("secret"), "/cgi-bin/stable_token");
            return TokenAnswer(call.Service<AccessTokens>().IssueStable(account.Kind, WeChatCall.FlagOf(call.Body, "force_refresh") ?? false));
        }, open: true);
    }

    /// <summary>The account behind appid and secret, its call counted.</summary>
    internal static DemoAccount Authenticate(WeChatCall call, string? appId, string? secret, string path)
    {
        DemoAccount account = call.Service<AccessTokens>().Authenticate(appId, secret, Address(call));
        call.Service<Quotas>().Take(account.Kind, path);
        return account;
    }

    internal static void GrantType(string? given, string wanted)
    {
        if (given != wanted) throw new VendorRefusal(40002);
    }

    internal static string? Address(WeChatCall call) => call.Context.Connection.RemoteIpAddress?.ToString();

    static JsonObject TokenAnswer((string Token, int ExpiresIn) issued) =>
        new() { ["access_token"] = issued.Token, ["expires_in"] = issued.ExpiresIn };
}
