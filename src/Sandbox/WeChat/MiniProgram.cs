using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>Sign-in codes, phone codes and session keys of the mini program.</summary>
public sealed class MiniProgramSessions(SandboxClock clock)
{
    const int MostPerMinute = 100;

    readonly Lock _lock = new();
    readonly Dictionary<string, string> _sessionKeys = [];
    readonly Dictionary<string, (long Minute, int Count)> _signIns = [];

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

    /// <summary>45011 from the 101st sign-in of one user within a minute.</summary>
    public void CountSignIn(string openId)
    {
        long minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        lock (_lock)
        {
            (long at, int count) = _signIns.GetValueOrDefault(openId);
            if (at != minute) count = 0;
            if (count >= MostPerMinute) throw new VendorRefusal(45011);
            _signIns[openId] = (minute, count + 1);
        }
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
        lock (_lock)
        {
            _sessionKeys.Clear();
            _signIns.Clear();
        }
    }
}

/// <summary>/sns/jscode2session, session keys and phone numbers
/// (developers.weixin.qq.com/miniprogram/dev/server/API/user-login).</summary>
static class MiniProgramEndpoints
{
    public static void MapMiniProgram(this IEndpointRouteBuilder app)
    {
        app.VendorGet("/sns/jscode2session", call =>
        {
            DemoAccount account = WeChatEndpoints.Authenticate(call, call.Query("appid"), call.Query("secret"), "/sns/jscode2session");
            // The grant type is optional in old clients; a wrong one is refused.
            if (call.Query("grant_type") is { } grant) WeChatEndpoints.GrantType(grant, "authorization_code");
            string code = call.Query("js_code") ?? throw new VendorRefusal(41008);
            MiniProgramSessions sessions = call.Service<MiniProgramSessions>();
            Person person = sessions.SignInCodes.Spend(code, _ => account.Kind == AccountKind.MiniProgram, timedOut: 40029);
            People people = call.Service<People>();
            RequestLogging.NotePerson(call.Context, person);
            string openId = people.OpenId(person, account.Kind);
            sessions.CountSignIn(openId);
            JsonObject answer = new() { ["session_key"] = sessions.NewKey(openId), ["openid"] = openId };
            if (people.LinkedUnionId(person) is { } unionId) answer["unionid"] = unionId;
            return answer;
        }, open: true);

        app.VendorGet("/wxa/checksession", call =>
        {
            CheckSession(call);
            return VendorAnswers.Ok();
        }, audience: Audience.MiniPrograms);

        app.VendorGet("/wxa/resetusersessionkey", call =>
        {
            string openId = CheckSession(call);
            JsonObject answer = VendorAnswers.Ok();
            answer["openid"] = openId;
            answer["session_key"] = call.Service<MiniProgramSessions>().NewKey(openId);
            return answer;
        }, audience: Audience.MiniPrograms);

        app.VendorPost("/wxa/business/getuserphonenumber", PhoneNumber, audience: Audience.MiniPrograms);
    }

    /// <summary>The openid whose session the caller holds: 40003, 87008, 87009.</summary>
    static string CheckSession(WeChatCall call)
    {
        string openId = call.Service<Receivers>().Find(call.Account.Kind, call.Query("openid")).OpenId;
        if (call.Query("sig_method") != "hmac_sha256") throw new VendorRefusal(87008);
        return call.Service<MiniProgramSessions>().Holds(openId, call.Query("signature") ?? "") ? openId : throw new VendorRefusal(87009);
    }

    static JsonObject PhoneNumber(WeChatCall call)
    {
        string code = call.Text("code") ?? throw new VendorRefusal(40029);
        People people = call.Service<People>();
        Person person = call.Service<MiniProgramSessions>().PhoneCodes.Spend(code,
            p => string.IsNullOrEmpty(call.Text("openid")) || call.Text("openid") == people.OpenId(p, AccountKind.MiniProgram), timedOut: 40029);
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
    }
}
