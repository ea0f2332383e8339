using System.Text;
using Microsoft.Extensions.Configuration;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat;
using WeChatService.WeChat.Callbacks;

namespace WeChatService.Adapters.Tests.WeChat;

public class CallbackVectorTests
{
    public static TheoryData<string> Signatures => Vectors.Names("callback-signature", "vectors");
    public static TheoryData<string> WrongSignatures => Vectors.Names("callback-signature", "negative");
    public static TheoryData<string> Ciphers => Vectors.Names("callback-aes", "vectors");
    public static TheoryData<string> Refused => Vectors.Names("callback-aes", "negative");

    public static TheoryData<string> Requests()
    {
        var names = new TheoryData<string>();
        foreach (var vector in Vectors.File("callback-aes")["vectors"]!.AsArray().Where(v => v!["safeModeRequest"] is not null)) names.Add(vector!.Text("name"));
        return names;
    }

    [Theory, MemberData(nameof(Signatures))]
    public void A_callback_signature_is_the_published_one_and_holds(string name)
    {
        var v = Vectors.Find("callback-signature", name, "vectors");
        Assert.Equal(v.Text("signature"), CallbackSignature.Of(v.Text("token"), v.Text("timestamp"), v.Text("nonce")));
        Assert.True(Reader(v.Text("token")).EchoIsGenuine(ServiceAccountKind.Owner, new(v.Text("signature"), null, v.Text("timestamp"), v.Text("nonce"))));
    }

    [Theory, MemberData(nameof(WrongSignatures))]
    public void A_callback_signature_that_differs_in_anything_is_refused(string name)
    {
        var v = Vectors.Find("callback-signature", name, "negative");
        Assert.False(Reader(v.Text("token")).EchoIsGenuine(ServiceAccountKind.Owner, new(v.Text("signature"), null, v.Text("timestamp"), v.Text("nonce"))));
    }

    [Theory, MemberData(nameof(Ciphers))]
    public void A_message_decrypts_to_the_published_text_and_encrypts_to_the_published_bytes(string name)
    {
        var v = Vectors.Find("callback-aes", name, "vectors");
        var cipher = new CallbackCipher(v.Text("encodingAESKey"), v.Text("appId"));
        Assert.Equal(v.Text("plaintext"), cipher.Decrypt(v.Text("encrypt")));
        var random = v["randomHex"] is null ? Encoding.ASCII.GetBytes(v.Text("random16Ascii")) : Convert.FromHexString(v.Text("randomHex"));
        Assert.Equal(v.Text("encrypt"), cipher.Encrypt(v.Text("plaintext"), random));
    }

    [Theory, MemberData(nameof(Requests))]
    public void A_safe_mode_request_and_a_compatible_one_are_read_alike(string name)
    {
        var v = Vectors.Find("callback-aes", name, "vectors");
        var reader = Reader(v.Text("token"), v.Text("encodingAESKey"), v.Text("appId"));
        var query = Query(v["safeModeRequest"]!.Text("query"));
        foreach (var body in new[] { v["safeModeRequest"]!.Text("body"), v.Text("compatModeBody") })
        {
            var read = reader.Read(ServiceAccountKind.Owner, query, Encoding.UTF8.GetBytes(body));
            Assert.Equal(v.Text("plaintext"), read.Plain);
            Assert.Equal("oABCD1234567890abcdefghijklm", read.FromUserName);
            Assert.Equal("gh_0123456789ab", read.ToUserName);
        }
    }

    [Theory, MemberData(nameof(Refused))]
    public void A_body_that_is_forged_or_broken_is_refused_without_another_error(string name)
    {
        var v = Vectors.Find("callback-aes", name, "negative");
        var body = v["body"]?.GetValue<string>() ?? $"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{v.Text("encrypt")}]]></Encrypt></xml>";
        var reader = v["token"] is null ? Reader("t") : Reader(v.Text("token"), v.Text("encodingAESKey"), v.Text("appId"));
        var query = v["token"] is null ? new CallbackQuery(null, null, "1", "1") : new CallbackQuery(null, v.Text("msgSignature"), v.Text("timestamp"), v.Text("nonce"));
        Assert.Throws<CallbackRefused>(() => reader.Read(ServiceAccountKind.Owner, query, Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void A_wrong_signature_is_refused_as_forged_before_anything_is_parsed()
    {
        var v = Vectors.Find("callback-aes", "bad-signature", "negative");
        var reader = Reader(v.Text("token"), v.Text("encodingAESKey"), v.Text("appId"));
        var notXml = $"<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml>&e;<Encrypt>{v.Text("encrypt")}</Encrypt>";
        var refused = Assert.Throws<CallbackRefused>(() =>
            reader.Read(ServiceAccountKind.Owner, new(null, v.Text("msgSignature"), v.Text("timestamp"), v.Text("nonce")), Encoding.UTF8.GetBytes(notXml)));
        Assert.Equal(CallbackRefusal.Forged, refused.Why);
    }

    [Theory]
    [InlineData("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><ToUserName>&e;</ToUserName>{0}</xml>")]
    [InlineData("<xml>{0}<unclosed></xml>")]
    [InlineData("<xml>{0}</xml><xml/>")]
    public void A_genuine_cipher_text_in_an_envelope_with_a_DTD_or_broken_XML_is_malformed(string envelope)
    {
        var v = Vectors.Find("callback-aes", "derived-text-cjk", "vectors");
        var reader = Reader(v.Text("token"), v.Text("encodingAESKey"), v.Text("appId"));
        var body = envelope.Replace("{0}", $"<Encrypt>{v.Text("encrypt")}</Encrypt>", StringComparison.Ordinal);
        var refused = Assert.Throws<CallbackRefused>(() =>
            reader.Read(ServiceAccountKind.Owner, new(null, v.Text("msgSignature"), v.Text("timestamp"), v.Text("nonce")), Encoding.UTF8.GetBytes(body)));
        Assert.Equal(CallbackRefusal.Malformed, refused.Why);
    }

    [Fact]
    public void A_body_over_one_mebibyte_is_too_large()
    {
        var refused = Assert.Throws<CallbackRefused>(() => Reader("t").Read(ServiceAccountKind.Owner, new(null, "s", "1", "1"), new byte[(1 << 20) + 1]));
        Assert.Equal(CallbackRefusal.TooLarge, refused.Why);
    }

    [Fact]
    public void What_was_encrypted_with_the_key_before_the_last_change_is_still_read()
    {
        var v = Vectors.Find("callback-aes", "derived-text-cjk", "vectors");
        var reader = Reader(v.Text("token"), new string('B', 43), v.Text("appId"), previous: v.Text("encodingAESKey"));
        var query = Query(v["safeModeRequest"]!.Text("query"));
        Assert.Equal(v.Text("plaintext"), reader.Read(ServiceAccountKind.Owner, query, Encoding.UTF8.GetBytes(v["safeModeRequest"]!.Text("body"))).Plain);
    }

    [Fact]
    public void A_reply_is_the_published_text_for_the_sender_sealed_and_signed_as_published()
    {
        var v = Vectors.File("callback-reply");
        Assert.Equal(v.Text("plaintextReply"), CallbackXml.TextReply("oABCD1234567890abcdefghijklm", "gh_0123456789ab", 1763650003, "已绑定"));
        var cipher = new CallbackCipher(v.Text("encodingAESKey"), v.Text("appId"));
        Assert.Equal(v.Text("encrypt"), cipher.Encrypt(v.Text("plaintextReply"), Encoding.ASCII.GetBytes(v.Text("random16Ascii"))));
        Assert.Equal(v.Text("msgSignature"), CallbackSignature.Of(v.Text("token"), v.Text("timestamp"), v.Text("nonce"), v.Text("encrypt")));
        Assert.Equal(v.Text("envelope"), CallbackXml.Envelope(v.Text("encrypt"), v.Text("msgSignature"), v.Text("timestamp"), v.Text("nonce")));
    }

    [Fact]
    public void Text_that_would_end_a_CDATA_section_or_is_no_XML_survives_the_way_there_and_back()
    {
        var xml = CallbackXml.TextReply("o1", "gh_1", 1, "a]]>b\u0000\u0008 <a href=\"https://x/?a=1&b=2\">绑定😀</a>");
        Assert.Equal("a]]>b <a href=\"https://x/?a=1&b=2\">绑定😀</a>", CallbackXml.Read(xml)["Content"]);
    }

    [Fact]
    public void Element_names_are_found_whatever_their_case_and_inner_ones_by_their_path()
    {
        var fields = CallbackXml.Read("<xml><MsgID>7</MsgID><ScanCodeInfo><ScanResult><![CDATA[a&b]]></ScanResult></ScanCodeInfo><EventKey/></xml>");
        Assert.Equal("7", fields["MsgId"]);
        Assert.Equal("a&b", fields["ScanCodeInfo/ScanResult"]);
        Assert.Equal("", fields["EventKey"]);
    }

    private static CallbackQuery Query(string query)
    {
        var values = System.Web.HttpUtility.ParseQueryString(query);
        return new(values["signature"], values["msg_signature"], values["timestamp"], values["nonce"]);
    }

    private static CallbackReader Reader(string token, string? aesKey = null, string appId = "wx1234567890abcdef", string? previous = null) =>
        new(new WeChatSettings(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["WeChat:Owner:AppId"] = appId, ["WeChat:Owner:Secret"] = "s", ["WeChat:Owner:Token"] = token,
            ["WeChat:Owner:AesKey"] = aesKey ?? "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", ["WeChat:Owner:AesKeyPrevious"] = previous,
        }).Build()), TimeProvider.System);
}
