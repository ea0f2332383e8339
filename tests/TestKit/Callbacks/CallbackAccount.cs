using System.Globalization;
using System.Text;
using System.Text.Json;
using WeChatService.WeChat.Callbacks;

namespace WeChatService.TestKit;

/// <summary>One account as WeChat holds it: writes the callbacks that only WeChat can write.</summary>
public sealed class CallbackAccount
{
    private readonly CallbackCipher _cipher;

    public CallbackAccount(string name, string token, string aesKey, string appId)
    {
        (Name, Token, AppId) = (name, token, appId);
        _cipher = new(aesKey, appId);
        _foreign = new(aesKey, "wx0000000000000000");
    }

    private readonly CallbackCipher _foreign;

    /// <summary>agency, owner or miniprogram.</summary>
    public string Name { get; }

    public string Token { get; }

    public string AppId { get; }

    public string Path => $"/wechat/{Name}/callback";

    /// <summary>An account of the demonstration.</summary>
    public static CallbackAccount Demo(string name = "agency")
    {
        using var accounts = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(TestKit.Demo.Folder, "accounts.json")));
        var account = accounts.RootElement.GetProperty(name == "miniprogram" ? "miniProgram" : name);
        string Of(string key) => account.GetProperty(key).GetString()!;
        return new(name, Of("token"), Of("aesKey"), Of("appId"));
    }

    public static string Text(string openId, long msgId, string content = "请问今天几点上门？") =>
        $"<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>{Now()}</CreateTime>"
        + $"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content><MsgId>{msgId}</MsgId></xml>";

    public static string Event(string openId, string happened, string eventKey, long at, string more = "") =>
        $"<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>{at}</CreateTime>"
        + $"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{happened}]]></Event><EventKey><![CDATA[{eventKey}]]></EventKey>{more}</xml>";

    /// <summary>Unix seconds, as text.</summary>
    public static string Now(int later = 0) => (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + later).ToString(CultureInfo.InvariantCulture);

    public static string Envelope(string encrypted) => $"<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";

    public string Encrypt(string plain, bool forAnother = false) => (forAnother ? _foreign : _cipher).Encrypt(plain);

    public string Encrypt(byte[] plain) => Encoding.ASCII.GetString(_cipher.Encrypt(plain.AsSpan()));

    /// <summary>The query of the safe mode.</summary>
    public string Query(string encrypted, string timestamp, string nonce) =>
        $"signature={CallbackSignature.Of(Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&openid=o&encrypt_type=aes"
        + $"&msg_signature={CallbackSignature.Of(Token, timestamp, nonce, encrypted)}";

    /// <summary>A whole callback of the safe mode, sent now.</summary>
    public SentCallback Genuine(string plain, string nonce = "1688902717")
    {
        var encrypted = Encrypt(plain);
        return new("genuine", Query(encrypted, Now(), nonce), Encoding.UTF8.GetBytes(Envelope(encrypted)));
    }
}

/// <summary>A callback as it goes over the wire.</summary>
/// <param name="Kind">What is done to it.</param>
/// <param name="Query">Without "?".</param>
public record SentCallback(string Kind, string Query, byte[] Body)
{
    /// <summary>The request as bytes, for who drives sockets.</summary>
    public byte[] Raw(string path) =>
    [
        .. Encoding.ASCII.GetBytes($"POST {path}?{Query} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: {Body.Length}\r\n\r\n"), .. Body,
    ];
}
