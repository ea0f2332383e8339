using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>The paths of api.weixin.qq.com, mp.weixin.qq.com and open.weixin.qq.com that the sandbox serves.</summary>
public static class WeChatEndpoints
{
    /// <summary>Maps all of them; an unknown path under their prefixes is refused the vendor's way.</summary>
    public static void MapWeChat(this IEndpointRouteBuilder app)
    {
        app.MapTokens();
        app.MapTemplates();
        app.MapSubscribeMessages();
        app.MapQrCodes();
        app.MapMenus();
        app.MapFollowers();
        app.MapJsTickets();
        app.MapOAuth();
        app.MapMiniProgram();
        foreach (string prefix in new[] { "/cgi-bin", "/sns", "/wxa", "/wxaapi", "/connect", "/cityservice" })
            app.Map(prefix + "/{**rest}", context => VendorAnswers.Refuse(context, new VendorRefusal(40066, "invalid url")));
    }

    /// <summary>A GET call of the server API: 43001 with another method, token checked unless <paramref name="open"/>.</summary>
    public static void VendorGet(this IEndpointRouteBuilder app, string path, Func<WeChatCall, Task<JsonNode?>> handler, bool open = false) =>
        app.Map(path, context => Serve(context, HttpMethods.Get, 43001, "require GET method", open, handler));

    /// <summary>A POST call of the server API: 43002 with another method, token checked unless <paramref name="open"/>.</summary>
    public static void VendorPost(this IEndpointRouteBuilder app, string path, Func<WeChatCall, Task<JsonNode?>> handler, bool open = false) =>
        app.Map(path, context => Serve(context, HttpMethods.Post, 43002, "require POST method", open, handler));

    public static void VendorGet(this IEndpointRouteBuilder app, string path, Func<WeChatCall, JsonNode?> handler, bool open = false) =>
        app.VendorGet(path, call => Task.FromResult(handler(call)), open);

    public static void VendorPost(this IEndpointRouteBuilder app, string path, Func<WeChatCall, JsonNode?> handler, bool open = false) =>
        app.VendorPost(path, call => Task.FromResult(handler(call)), open);

    /// <summary>Handlers answer JSON, or null when they have written the answer (an image) themselves.</summary>
    static async Task Serve(HttpContext context, string method, int wrongMethod, string wrongMethodText, bool open, Func<WeChatCall, Task<JsonNode?>> handler)
    {
        try
        {
            if (!HttpMethods.Equals(context.Request.Method, method)) throw new VendorRefusal(wrongMethod, wrongMethodText);
            DemoAccount? account = open ? null
                : context.RequestServices.GetRequiredService<AccessTokens>().Check(context.Request.Query["access_token"]);
            using StreamReader reader = new(context.Request.Body, new UTF8Encoding(false));
            string body = await reader.ReadToEndAsync(context.RequestAborted);
            JsonNode? answer = await handler(new WeChatCall(context, account, body));
            if (answer is not null) await VendorAnswers.Write(context, answer);
        }
        catch (VendorRefusal refusal)
        {
            await VendorAnswers.Refuse(context, refusal);
        }
    }

    static void MapTokens(this IEndpointRouteBuilder app)
    {
        app.VendorGet("/cgi-bin/token", call =>
        {
            GrantType(call.Query("grant_type"), "client_credential");
            AccessTokens tokens = call.Context.RequestServices.GetRequiredService<AccessTokens>();
            DemoAccount account = tokens.Authenticate(call.Query("appid"), call.Query("secret"), Address(call));
            return TokenAnswer(tokens.IssueClassic(account.Kind));
        }, open: true);

        app.VendorPost("/cgi-bin/stable_token", call =>
        {
            GrantType(call.Text("grant_type"), "client_credential");
            AccessTokens tokens = call.Context.RequestServices.GetRequiredService<AccessTokens>();
            DemoAccount account = tokens.Authenticate(call.Text("appid"), call.Text("secret"), Address(call));
            return TokenAnswer(tokens.IssueStable(account.Kind, WeChatCall.FlagOf(call.Body, "force_refresh") ?? false));
        }, open: true);

        app.VendorGet("/cgi-bin/get_api_domain_ip", _ => new JsonObject { ["ip_list"] = new JsonArray("127.0.0.1") });
        app.VendorGet("/cgi-bin/getcallbackip", _ => new JsonObject { ["ip_list"] = new JsonArray("127.0.0.1") });
        app.VendorPost("/cgi-bin/clear_quota", call =>
        {
            if (call.Text("appid") != call.Account.AppId) throw new VendorRefusal(40013, "invalid appid");
            call.Context.RequestServices.GetRequiredService<TemplateSending>().ClearQuota(call.Account.Kind);
            return VendorAnswers.Ok();
        });
    }

    internal static void GrantType(string? given, string wanted)
    {
        if (given != wanted) throw new VendorRefusal(40002, "invalid grant_type");
    }

    internal static string? Address(WeChatCall call) => call.Context.Connection.RemoteIpAddress?.ToString();

    static JsonObject TokenAnswer((string Token, int ExpiresIn) issued) =>
        new() { ["access_token"] = issued.Token, ["expires_in"] = issued.ExpiresIn };
}
