using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>Sign-in codes, phone codes and session keys of the mini program.</summary>
public sealed class MiniProgramSessions(SandboxClock clock)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, string> _sessionKeys = [];

    public SingleUseCodes<Person> SignInCodes { get; } = new(clock, 32);

    /// <summary>A separate kind: a sign-in code gives no phone number.</summary>
    public SingleUseCodes<Person> PhoneCodes { get; } = new(clock, 64);

    /// <summary>A new session key for the person; the one before is void.</summary>
    public string NewKey(string openId)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        lock (_lock) _sessionKeys[openId] = key;
        return key;
    }

    /// <summary>True when the signature is HMAC-SHA256 of the empty text under the base64 <em>text</em> of the valid key.</summary>
    public bool Holds(string openId, string signature)
    {
        string? key;
        lock (_lock) key = _sessionKeys.GetValueOrDefault(openId);
        return key is not null && Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Array.Empty<byte>())) == signature;
    }

    public void Reset()
    {
        SignInCodes.Reset();
        PhoneCodes.Reset();
        lock (_lock) _sessionKeys.Clear();
    }
}

/// <summary>/sns/jscode2session and /wxa/*.</summary>
static class MiniProgramEndpoints
{
    const string SceneCharacters = "!#$&'()*+,/:;=?@-._~";

    public static void MapMiniProgram(this IEndpointRouteBuilder app)
    {
        app.VendorGet("/sns/jscode2session", call =>
        {
            IServiceProvider services = call.Context.RequestServices;
            DemoAccount account = services.GetRequiredService<AccessTokens>().Authenticate(call.Query("appid"), call.Query("secret"), WeChatEndpoints.Address(call));
            WeChatEndpoints.GrantType(call.Query("grant_type"), "authorization_code");
            string code = call.Query("js_code") ?? throw new VendorRefusal(41008, "missing code");
            MiniProgramSessions sessions = services.GetRequiredService<MiniProgramSessions>();
            Person person = sessions.SignInCodes.Spend(code, _ => account.Kind == AccountKind.MiniProgram, timedOut: 40029);
            People people = services.GetRequiredService<People>();
            RequestLogging.NotePerson(call.Context, person);
            string openId = people.OpenId(person, account.Kind);
            return new JsonObject { ["session_key"] = sessions.NewKey(openId), ["openid"] = openId, ["unionid"] = people.UnionId(person) };
        }, open: true);

        app.VendorGet("/wxa/checksession", call =>
        {
            RequireMiniProgram(call);
            if (call.Query("sig_method") != "hmac_sha256") throw new VendorRefusal(87007, "invalid sig_method");
            return call.Context.RequestServices.GetRequiredService<MiniProgramSessions>().Holds(call.Query("openid") ?? "", call.Query("signature") ?? "")
                ? VendorAnswers.Ok()
                : throw new VendorRefusal(87009, "invalid signature");
        });

        app.VendorPost("/wxa/business/getuserphonenumber", call =>
        {
            RequireMiniProgram(call);
            string code = call.Text("code") ?? throw new VendorRefusal(40029, "invalid code");
            Person person = call.Context.RequestServices.GetRequiredService<MiniProgramSessions>().PhoneCodes.Spend(code, _ => true, timedOut: 40029);
            RequestLogging.NotePerson(call.Context, person);
            string phone = person.Phone ?? "13800000000";
            JsonObject answer = VendorAnswers.Ok();
            answer["phone_info"] = new JsonObject
            {
                ["phoneNumber"] = phone,
                ["purePhoneNumber"] = phone,
                // The documents say string, the platform has been seen to answer a number.
                ["countryCode"] = 86,
                ["watermark"] = new JsonObject { ["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), ["appid"] = call.Account.AppId },
            };
            return answer;
        });

        app.VendorPost("/wxa/getwxacodeunlimit", async call =>
        {
            RequireMiniProgram(call);
            string scene = call.Text("scene") ?? throw new VendorRefusal(40169, "invalid length for scene");
            if (scene.Length is 0 or > 32) throw new VendorRefusal(40169, "invalid length for scene");
            if (!scene.All(c => char.IsAsciiLetterOrDigit(c) || SceneCharacters.Contains(c))) throw new VendorRefusal(40129, "invalid scene");
            string page = call.Text("page") ?? "";
            if (page.StartsWith('/') || page.Contains('?')) throw new VendorRefusal(41030, "invalid page");
            if (call.Text("env_version") is not (null or "release" or "trial" or "develop")) throw new VendorRefusal(40097, "invalid args");
            if (WeChatCall.NumberOf(call.Body, "width") is < 280 or > 1280) throw new VendorRefusal(40097, "invalid args");
            IReadOnlyList<string> pages = call.Account.Pages;
            if (page.Length > 0 && pages.Count > 0 && (WeChatCall.FlagOf(call.Body, "check_path") ?? true) && !pages.Contains(page))
                throw new VendorRefusal(41030, "invalid page");
            // WeChat answers its own round code as an image; ours is a QR code that the sandbox's scanner understands.
            call.Context.Response.ContentType = "image/png";
            await call.Context.Response.Body.WriteAsync(QrCodes.Picture($"https://wxaurl.cn/{call.Account.AppId}?page={Uri.EscapeDataString(page)}&scene={Uri.EscapeDataString(scene)}"));
            return null;
        });
    }

    static void RequireMiniProgram(WeChatCall call)
    {
        if (call.Account.Kind != AccountKind.MiniProgram) throw new VendorRefusal(48001, "api unauthorized");
    }
}
