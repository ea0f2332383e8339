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

    public static string Event(string openId, string happened, string? eventKey, long at, string more = "") =>
        $"<xml><ToUserName><![CDATA[gh_x]]></ToUserName><FromUserName><![CDATA[{openId}]]></FromUserName><CreateTime>{at}</CreateTime>"
        + $"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{happened}]]></Event><EventKey><![CDATA[{eventKey}]]></EventKey>{more}</xml>";

    /// <summary>Encrypts, signs and posts; <paramref name="envelope"/> puts "{0}" into another body.</summary>
    public Task<HttpResponseMessage> Post(string plain, string envelope = "<xml><ToUserName>gh_x</ToUserName>{0}</xml>")
    {
        var encrypted = new CallbackCipher(Of("aesKey"), Of("appId")).Encrypt(plain);
        return Send(envelope.Replace("{0}", $"<Encrypt><![CDATA[{encrypted}]]></Encrypt>", StringComparison.Ordinal), CallbackSignature.Of(Token, "1763650000", "77", encrypted));
    }

    public Task<HttpResponseMessage> Send(string body, string signature) => Send(Encoding.UTF8.GetBytes(body), signature);

    public Task<HttpResponseMessage> Send(byte[] body, string signature)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        return http.PostAsync($"/wechat/{account}/callback?timestamp=1763650000&nonce=77&encrypt_type=aes&msg_signature={signature}&signature=x", content);
    }

    public Task<HttpResponseMessage> Echo(string signature, string echo) =>
        http.GetAsync($"/wechat/{account}/callback?timestamp=1763650000&nonce=77&signature={signature}&echostr={Uri.EscapeDataString(echo)}");

    private string Of(string name) => Accounts.GetProperty(account).GetProperty(name).GetString()!;
}
