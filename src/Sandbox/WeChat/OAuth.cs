using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <param name="Snapshot">The person only looked in ("quick look"): the openid is a made-up one.</param>
public sealed record OAuthGrant(AccountKind Account, Person Person, string Scope, bool Snapshot = false);

/// <summary>What a person does on the sign-in page: goes on, refuses, or only looks in.</summary>
public enum SignInManner { Consent, Refuse, Snapshot }

/// <summary>Codes and user tokens of web sign-in.</summary>
public sealed class OAuthCodes(SandboxClock clock)
{
    readonly Lock _lock = new();
    const int Kept = 20_000;
    readonly Dictionary<string, (OAuthGrant Grant, DateTimeOffset Until, bool Refresh)> _tokens = [];
    readonly Queue<string> _order = [];

    readonly Dictionary<string, SignInManner> _manners = [];

    public SingleUseCodes<OAuthGrant> Codes { get; } = new(clock, 32);

    public SignInManner MannerOf(Person person)
    {
        lock (_lock) return _manners.GetValueOrDefault(person.Key);
    }

    public void SetManner(Person person, SignInManner manner)
    {
        lock (_lock) _manners[person.Key] = manner;
    }

    public string Issue(OAuthGrant grant, bool refresh)
    {
        string token = (refresh ? "r" : "a") + AccessTokens.RandomText(110);
        lock (_lock)
        {
            _tokens[token] = (grant, clock.GetUtcNow() + (refresh ? TimeSpan.FromDays(30) : TimeSpan.FromSeconds(7200)), refresh);
            _order.Enqueue(token);
            if (_order.Count > Kept) _tokens.Remove(_order.Dequeue());
        }
        return token;
    }

    /// <summary>What the token grants. Missing 41001 (refresh 41003), unknown 40001 (40030), too old 42001 (42002).</summary>
    public OAuthGrant Find(string? token, bool refresh)
    {
        if (token is null) throw new VendorRefusal(refresh ? 41003 : 41001);
        lock (_lock)
        {
            if (!_tokens.TryGetValue(token, out (OAuthGrant Grant, DateTimeOffset Until, bool Refresh) t) || t.Refresh != refresh) throw new VendorRefusal(refresh ? 40030 : 40001);
            return t.Until > clock.GetUtcNow() ? t.Grant : throw new VendorRefusal(refresh ? 42002 : 42001);
        }
    }

    public void Reset()
    {
        Codes.Reset();
        lock (_lock)
        {
            _tokens.Clear();
            _order.Clear();
            _manners.Clear();
        }
    }
}

/// <summary>open.weixin.qq.com/connect/oauth2/authorize and api.weixin.qq.com/sns/*.</summary>
static partial class OAuthEndpoints
{
    public const string PersonCookie = "sandbox_person";

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/connect/oauth2/authorize", Authorize);
        app.VendorGet("/sns/oauth2/access_token", Exchange, open: true);
        app.VendorGet("/sns/oauth2/refresh_token", call =>
        {
            WeChatEndpoints.GrantType(call.Query("grant_type"), "refresh_token");
            OAuthCodes codes = call.Context.RequestServices.GetRequiredService<OAuthCodes>();
            OAuthGrant grant = codes.Find(call.Query("refresh_token"), refresh: true);
            if (call.Service<DemoAccounts>().ByAppId(call.Query("appid")) is { } asker && asker.Kind != grant.Account) throw new VendorRefusal(40030);
            return Tokens(call, grant, withUnionId: false);
        }, open: true);
        app.VendorGet("/sns/auth", call =>
        {
            (OAuthGrant grant, People people) = Granted(call);
            return call.Query("openid") == OpenIdOf(people, grant) ? VendorAnswers.Ok() : throw new VendorRefusal(40003);
        }, open: true);
        app.VendorGet("/sns/userinfo", call =>
        {
            (OAuthGrant grant, People people) = Granted(call);
            if (grant.Scope != "snsapi_userinfo") throw new VendorRefusal(48001);
            if (call.Query("openid") != OpenIdOf(people, grant)) throw new VendorRefusal(40003);
            JsonObject profile = new()
            {
                ["openid"] = call.Query("openid"),
                ["nickname"] = grant.Person.Name,
                ["sex"] = 0,
                ["province"] = "",
                ["city"] = "",
                ["country"] = "",
                ["headimgurl"] = "",
                ["privilege"] = new JsonArray(),
            };
            if (people.LinkedUnionId(grant.Person) is { } unionId) profile["unionid"] = unionId;
            return profile;
        }, open: true);
    }

    /// <summary>The page WeChat's browser opens. Who holds the phone stands in the cookie <c>sandbox_person</c> or the
    /// query of the same name; errors are pages for people, as WeChat's are.</summary>
    static IResult Authorize(HttpContext context, DemoAccounts accounts, People people, OAuthCodes codes, CallbackDriver driver)
    {
        IQueryCollection query = context.Request.Query;
        DemoAccount? account = accounts.ByAppId(query["appid"]);
        if (account is null or { Kind: AccountKind.MiniProgram }) return Page(10013, "AppID 参数错误");
        if (!Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out Uri? back) || back.Scheme is not ("http" or "https")) return Page(10003, "redirect_uri 参数错误");
        // The authorisation domain is a host without scheme and port; here the host that also gets the callbacks.
        if (driver.HostBase is { } host && new Uri(host).Host != back.Host) return Page(10003, $"redirect_uri 域名与后台配置不一致：{back.Host}");
        if (query["response_type"] != "code") return Page(10004, "response_type 参数错误");
        string scope = query["scope"].ToString();
        if (scope is not ("snsapi_base" or "snsapi_userinfo")) return Page(10005, "Scope 参数错误或没有 Scope 权限");
        string state = query["state"].ToString();
        if (!State().IsMatch(state)) return Page(10016, "state 参数错误：只能用字母和数字，最多 128 个字节");
        string? key = query[PersonCookie].ToString() is { Length: > 0 } given ? given : context.Request.Cookies[PersonCookie];
        if (people.Find(key) is not { } person) return Page(10006, "沙盒不知道现在是谁：先在手机页面选一个人");
        RequestLogging.NotePerson(context, person);
        SignInManner manner = codes.MannerOf(person);
        string separator = back.Query.Length == 0 ? "?" : "&";
        string code = manner == SignInManner.Refuse ? "" : $"code={codes.Codes.Issue(new OAuthGrant(account.Kind, person, scope, manner == SignInManner.Snapshot))}&";
        return Results.Redirect($"{back.GetLeftPart(UriPartial.Query)}{separator}{code}state={state}");
    }

    static JsonObject Exchange(WeChatCall call)
    {
        IServiceProvider services = call.Context.RequestServices;
        DemoAccount account = WeChatEndpoints.Authenticate(call, call.Query("appid"), call.Query("secret"), "/sns/oauth2/access_token");
        string code = call.Query("code") ?? throw new VendorRefusal(41008);
        WeChatEndpoints.GrantType(call.Query("grant_type"), "authorization_code");
        OAuthGrant grant = services.GetRequiredService<OAuthCodes>().Codes.Spend(code, g => g.Account == account.Kind, timedOut: 42003);
        return Tokens(call, grant, withUnionId: grant.Scope == "snsapi_userinfo");
    }

    static JsonObject Tokens(WeChatCall call, OAuthGrant grant, bool withUnionId)
    {
        OAuthCodes codes = call.Context.RequestServices.GetRequiredService<OAuthCodes>();
        People people = call.Context.RequestServices.GetRequiredService<People>();
        RequestLogging.NotePerson(call.Context, grant.Person);
        JsonObject answer = new()
        {
            ["access_token"] = codes.Issue(grant, refresh: false),
            ["expires_in"] = 7200,
            ["refresh_token"] = codes.Issue(grant, refresh: true),
            ["openid"] = OpenIdOf(people, grant),
            ["scope"] = grant.Scope,
        };
        if (grant.Snapshot) answer["is_snapshotuser"] = 1;
        if (withUnionId && people.LinkedUnionId(grant.Person) is { } unionId) answer["unionid"] = unionId;
        return answer;
    }

    /// <summary>Of a quick look the openid is one that nobody has.</summary>
    static string OpenIdOf(People people, OAuthGrant grant) => grant.Snapshot
        ? "oSNAP" + people.OpenId(grant.Person, grant.Account)[5..]
        : people.OpenId(grant.Person, grant.Account);

    static (OAuthGrant, People) Granted(WeChatCall call) =>
        (call.Service<OAuthCodes>().Find(call.Query("access_token"), refresh: false), call.Service<People>());

    static IResult Page(int code, string text) => Results.Content(
        $"<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>微信</title><p>{WebUtility.HtmlEncode(text)}</p><p>错误码 {code}</p></html>",
        "text/html; charset=utf-8", statusCode: 400);

    [GeneratedRegex("^[a-zA-Z0-9]{0,128}$")]
    private static partial Regex State();
}
