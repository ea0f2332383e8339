using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatService.TestKit;
using WeChatService.WeChat.Callbacks;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>WeChat's callbacks as it writes them: encrypted, signed, with everything that a row may want wrong.</summary>
internal sealed partial class Letters
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(20) }) { Timeout = TimeSpan.FromSeconds(90) };
    private static long lastMsgId = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;

    private readonly string token;
    private readonly string appId;
    private readonly string aesKey;

    public Letters()
    {
        using var accounts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Demo.Folder, "accounts.json")));
        var agency = accounts.RootElement.GetProperty("agency");
        (token, appId, aesKey) = (agency.GetProperty("token").GetString()!, agency.GetProperty("appId").GetString()!, agency.GetProperty("aesKey").GetString()!);
    }

    /// <summary>A text message of a person.</summary>
    public Letter Text(string openId, string content, long? msgId = null, DateTimeOffset? at = null, string? forAppId = null) => Seal(
        $"<xml><ToUserName><![CDATA[gh_7c1e5a90b3d2]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>{Seconds(at)}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content><MsgId>{msgId ?? Interlocked.Increment(ref lastMsgId)}</MsgId></xml>",
        at, forAppId);

    /// <summary>An event of a person: subscribe, SCAN, CLICK and the like.</summary>
    public Letter Event(string openId, string name, string key = "", DateTimeOffset? at = null) => Seal(
        $"<xml><ToUserName><![CDATA[gh_7c1e5a90b3d2]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>{Seconds(at)}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{name}]]></Event><EventKey><![CDATA[{key}]]></EventKey></xml>",
        at, null);

    /// <summary>Encrypts and signs any plain body.</summary>
    public Letter Seal(string plain, DateTimeOffset? at = null, string? forAppId = null)
    {
        return Sign(Encoding.ASCII.GetString(new CallbackCipher(aesKey, forAppId ?? appId).Encrypt(Encoding.UTF8.GetBytes(plain))), at);
    }

    /// <summary>Signs whatever stands for the encrypted part.</summary>
    public Letter Sign(string encrypted, DateTimeOffset? at = null)
    {
        var (timestamp, nonce) = (Seconds(at), Interlocked.Increment(ref lastMsgId).ToString(CultureInfo.InvariantCulture));
        return new Letter(
            $"<xml><ToUserName><![CDATA[gh_7c1e5a90b3d2]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>",
            timestamp, nonce, CallbackSignature.Of(token, timestamp, nonce), CallbackSignature.Of(token, timestamp, nonce, encrypted));
    }

    /// <summary>What the sender reads: the answer decrypted, without its second of writing; or the answer as it is.</summary>
    public string Open(string answer)
    {
        if (Encrypt().Match(answer) is not { Success: true } sealedAnswer)
        {
            return answer;
        }

        var refusal = new CallbackCipher(aesKey, appId).Decrypt(Encoding.ASCII.GetBytes(sealedAnswer.Groups[1].Value), out var plain);
        return refusal == ServiceAccounts.Ports.CallbackRefusal.None ? CreateTime().Replace(Encoding.UTF8.GetString(plain), "") : $"{refusal}";
    }

    public Task<HttpResponseMessage> Post(Uri host, Letter letter, CancellationToken ct = default) =>
        Http.PostAsync(new Uri(host, letter.Path), new StringContent(letter.Body, Encoding.UTF8, "text/xml"), ct);

    [GeneratedRegex(@"<Encrypt><!\[CDATA\[(.*?)\]\]>")]
    private static partial Regex Encrypt();

    [GeneratedRegex("<CreateTime>.*?</CreateTime>")]
    private static partial Regex CreateTime();

    private static string Seconds(DateTimeOffset? at) => (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}

/// <summary>One callback as it stands on the wire.</summary>
internal sealed record Letter(string Body, string Timestamp, string Nonce, string Signature, string MsgSignature)
{
    public bool SaysEncrypted { get; init; } = true;

    /// <summary>More of the query, after the rest.</summary>
    public string More { get; init; } = "";

    public string Path => $"/wechat/agency/callback?signature={Signature}&timestamp={Timestamp}&nonce={Nonce}&openid=o"
        + (SaysEncrypted ? $"&encrypt_type=aes&msg_signature={MsgSignature}" : "") + More;
}
