using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WeChatService.TestKit;
using WeChatService.WeChat.Callbacks;

namespace WeChatService.Modules.Tests.ServiceAccounts;

/// <summary>Writes callbacks as WeChat would, for what the sandbox's phones never send.</summary>
internal sealed class Wire(House house, string account = "owner")
{
    private static readonly JsonElement Accounts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Demo.Folder, "accounts.json"))).RootElement;
    private readonly HttpClient http = new() { BaseAddress = house.System.Host };

    public string Token => Of("token");

    /// <summary>The second that goes into the query; WeChat's is always now.</summary>
    public DateTimeOffset SentAt { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>The app id inside of the cipher text, if not the account's own.</summary>
    public string? AppId { get; init; }

    public string Timestamp => SentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string Event(string openId, string happened, string? eventKey, long at, string more = "") =>
        $"<xml><ToUserName><![CDATA[gh_x]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>{at}</CreateTime>"
        + $"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{happened}]]></Event><EventKey><![CDATA[{eventKey}]]></EventKey>{more}</xml>";

    public static string Text(string openId, string content, long msgId) =>
        $"<xml><ToUserName><![CDATA[gh_x]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>1763650000</CreateTime>"
        + $"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content><MsgId>{msgId}</MsgId></xml>";

    /// <summary>Encrypts, signs and posts; <paramref name="envelope"/> puts "{0}" into another body.</summary>
    public Task<HttpResponseMessage> Post(string plain, string envelope = "<xml><ToUserName>gh_x</ToUserName>{0}</xml>")
    {
        var encrypted = Encrypt(plain);
        return Send(envelope.Replace("{0}", $"<Encrypt><![CDATA[{encrypted}]]></Encrypt>", StringComparison.Ordinal), CallbackSignature.Of(Token, Timestamp, "77", encrypted));
    }

    /// <summary>As the plain mode has it: signed by the query alone.</summary>
    public Task<HttpResponseMessage> PostPlain(string plain) => SendRaw($"timestamp={Timestamp}&nonce=77&signature={CallbackSignature.Of(Token, Timestamp, "77")}", plain);

    public string Encrypt(string plain) => new CallbackCipher(Of("aesKey"), AppId ?? Of("appId")).Encrypt(plain);

    public string Decrypt(string encrypted)
    {
        new CallbackCipher(Of("aesKey"), Of("appId")).Decrypt(Encoding.ASCII.GetBytes(encrypted), out var message);
        return Encoding.UTF8.GetString(message);
    }

    public Task<HttpResponseMessage> Send(string body, string signature, byte[]? bytes = null) =>
        SendRaw($"timestamp={Timestamp}&nonce=77&encrypt_type=aes&msg_signature={signature}&signature=x", body, bytes);

    public Task<HttpResponseMessage> Echo(string signature, string echo) =>
        http.GetAsync($"/wechat/{account}/callback?timestamp=1763650000&nonce=77&signature={signature}&echostr={Uri.EscapeDataString(echo)}");

    /// <summary>Any query and any body.</summary>
    public Task<HttpResponseMessage> SendRaw(string query, string body, byte[]? bytes = null)
    {
        var content = new ByteArrayContent(bytes ?? Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        return http.PostAsync($"/wechat/{account}/callback?{query}", content);
    }

    private string Of(string name) => Accounts.GetProperty(account).GetProperty(name).GetString()!;
}
