using System.Globalization;
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
    private const string SomeKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

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
        Assert.Equal(CallbackRefusal.None, cipher.Decrypt(Encoding.ASCII.GetBytes(v.Text("encrypt")), out var message));
        Assert.Equal(v.Text("plaintext"), Encoding.UTF8.GetString(message));
        var random = v["randomHex"] is null ? Encoding.ASCII.GetBytes(v.Text("random16Ascii")) : Convert.FromHexString(v.Text("randomHex"));
        Assert.Equal(v.Text("encrypt"), Encoding.ASCII.GetString(cipher.Encrypt(Encoding.UTF8.GetBytes(v.Text("plaintext")), random)));
        Span<char> signature = stackalloc char[CallbackSignature.Length];
        CallbackSignature.Write(signature, Encoding.UTF8.GetBytes(v.Text("token")), v.Text("timestamp"), v.Text("nonce"), Encoding.ASCII.GetBytes(v.Text("encrypt")));
        Assert.Equal(v.Text("msgSignature"), signature.ToString());
    }

    [Theory, MemberData(nameof(Requests))]
    public void A_safe_mode_request_and_a_compatible_one_are_read_alike(string name)
    {
        var v = Vectors.Find("callback-aes", name, "vectors");
        var query = Query(v["safeModeRequest"]!.Text("query"));
        foreach (var mode in (string[])["safe", "compatible"])
            foreach (var body in new[] { v["safeModeRequest"]!.Text("body"), v.Text("compatModeBody") })
            {
                var read = Read(ReaderFor(v, mode: mode), query, body, out var refusal);
                Assert.Equal(CallbackRefusal.None, refusal);
                Assert.Equal(v.Text("plaintext"), Encoding.UTF8.GetString(read!.Plain.Span));
                Assert.Equal("oABCD1234567890abcdefghijklm", read.FromUserName);
                Assert.Equal("gh_0123456789ab", read.ToUserName);
            }
    }

    [Theory, MemberData(nameof(Requests))]
    public void In_the_plain_mode_the_message_itself_is_believed_by_the_signature_of_the_query(string name)
    {
        var v = Vectors.Find("callback-aes", name, "vectors");
        var query = Query(v["safeModeRequest"]!.Text("query"));
        var read = Read(ReaderFor(v, mode: "plain"), query, v.Text("plaintext"), out _);
        Assert.Equal("oABCD1234567890abcdefghijklm", read!.FromUserName);
        Assert.False(read.Encrypted);
        Assert.Null(Read(ReaderFor(v, mode: "plain"), query with { Signature = new string('0', 40) }, v.Text("plaintext"), out var refusal));
        Assert.Equal(CallbackRefusal.Forged, refusal);
    }

    [Theory, MemberData(nameof(Requests))]
    public void In_the_safe_mode_taking_the_encryption_away_gains_nothing(string name)
    {
        var v = Vectors.Find("callback-aes", name, "vectors");
        var query = Query(v["safeModeRequest"]!.Text("query")) with { MessageSignature = null };
        Assert.Null(Read(ReaderFor(v), query, v.Text("plaintext"), out var refusal));
        Assert.Equal(CallbackRefusal.Unencrypted, refusal);
        Assert.Null(Read(ReaderFor(v), query, v["safeModeRequest"]!.Text("body"), out refusal));
        Assert.Equal(CallbackRefusal.Forged, refusal);
        Assert.Null(Read(ReaderFor(v, mode: "compatible"), query, v.Text("compatModeBody"), out refusal));
        Assert.Equal(CallbackRefusal.Forged, refusal);
    }

    [Theory, MemberData(nameof(Refused))]
    public void A_body_that_is_forged_or_broken_is_refused_without_another_error(string name)
    {
        var v = Vectors.Find("callback-aes", name, "negative");
        var body = v["body"]?.GetValue<string>() ?? Envelope(v.Text("encrypt"));
        var reader = v["token"] is null ? Reader("t") : ReaderFor(v);
        var query = v["token"] is null ? new CallbackQuery(null, null, "1", "1") : new CallbackQuery(null, v.Text("msgSignature"), v.Text("timestamp"), v.Text("nonce"));
        Assert.Null(Read(reader, query, body, out var refusal));
        Assert.NotEqual(CallbackRefusal.None, refusal);
        if (name == "appid-mismatch") Assert.Equal(CallbackRefusal.ForeignAccount, refusal);
    }

    [Fact]
    public void A_wrong_signature_is_refused_as_forged_before_anything_is_parsed()
    {
        var v = Vectors.Find("callback-aes", "bad-signature", "negative");
        var notXml = $"<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml>&e;<Encrypt>{v.Text("encrypt")}</Encrypt>";
        Assert.Null(Read(ReaderFor(v), new(null, v.Text("msgSignature"), v.Text("timestamp"), v.Text("nonce")), notXml, out var refusal));
        Assert.Equal(CallbackRefusal.Forged, refusal);
    }

    [Theory]
    [InlineData("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><ToUserName>&e;</ToUserName>{0}</xml>")]
    [InlineData("<xml>{0}<unclosed></xml>")]
    [InlineData("<xml>{0}</xml><xml/>")]
    [InlineData("<xml>{0}{0}</xml>")]
    [InlineData("<xml>{0}<?run me?></xml>")]
    public void A_genuine_cipher_text_in_an_envelope_with_a_DTD_or_broken_XML_is_malformed(string envelope)
    {
        var v = Vectors.Find("callback-aes", "derived-text-cjk", "vectors");
        var body = envelope.Replace("{0}", $"<Encrypt>{v.Text("encrypt")}</Encrypt>", StringComparison.Ordinal);
        Assert.Null(Read(ReaderFor(v), Query(v["safeModeRequest"]!.Text("query")), body, out var refusal));
        Assert.Equal(CallbackRefusal.Malformed, refusal);
    }

    [Fact]
    public void A_body_over_64_KiB_is_too_large()
    {
        Assert.Null(Reader("t").Read(ServiceAccountKind.Owner, new(null, "s", "1", "1"), new byte[(64 * 1024) + 1], out var refusal));
        Assert.Equal(CallbackRefusal.TooLarge, refusal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(-299, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(3600, false)]
    public void Only_what_was_signed_within_five_minutes_is_believed(int secondsLater, bool believed)
    {
        var v = Vectors.Find("callback-aes", "derived-text-cjk", "vectors");
        var read = Read(ReaderFor(v, secondsLater: secondsLater), Query(v["safeModeRequest"]!.Text("query")), v["safeModeRequest"]!.Text("body"), out var refusal);
        Assert.Equal((believed, believed ? CallbackRefusal.None : CallbackRefusal.Stale), (read is not null, refusal));
    }

    [Fact]
    public void Nonce_and_timestamp_that_have_changed_places_are_refused_although_the_signature_holds()
    {
        var v = Vectors.Find("callback-aes", "derived-text-cjk", "vectors");
        var query = Query(v["safeModeRequest"]!.Text("query"));
        Assert.Null(Read(ReaderFor(v), query with { Timestamp = query.Nonce, Nonce = query.Timestamp }, v["safeModeRequest"]!.Text("body"), out var refusal));
        Assert.Equal(CallbackRefusal.Stale, refusal);
    }

    [Fact]
    public void What_was_encrypted_with_the_key_before_the_last_change_is_still_read()
    {
        var v = Vectors.Find("callback-aes", "derived-text-cjk", "vectors");
        var reader = Reader(v.Text("token"), new string('B', 43), v.Text("appId"), v.Text("encodingAESKey"), timestamp: v.Text("timestamp"));
        var read = Read(reader, Query(v["safeModeRequest"]!.Text("query")), v["safeModeRequest"]!.Text("body"), out _);
        Assert.Equal(v.Text("plaintext"), Encoding.UTF8.GetString(read!.Plain.Span));
    }

    [Theory]
    [InlineData("{{\"ToUserName\":\"gh_97417a04a28d\",\"Encrypt\":\"{0}\"}}")]
    [InlineData("<xml><ToUserName>gh_97417a04a28d</ToUserName><Encrypt>{0}</Encrypt></xml>")]
    public void The_published_JSON_message_of_a_mini_program_is_read_in_either_envelope_and_by_no_other_account(string envelope)
    {
        var v = Vectors.Find("callback-aes", "official-safe-mode-json-request", "vectors");
        var body = Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, envelope, v.Text("encrypt")));
        var query = new CallbackQuery(null, v.Text("msgSignature"), v.Text("timestamp"), v.Text("nonce"));
        var read = ReaderFor(v).Read(ServiceAccountKind.MiniProgram, query, body, out _);
        Assert.Equal(("o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "debug_demo", "hello world"), (read!.FromUserName, read.Field("Event"), read.Field("debug_str")));
        Assert.Null(ReaderFor(v).Read(ServiceAccountKind.Owner, query, body, out var refusal));
        Assert.Equal(CallbackRefusal.Malformed, refusal);
    }

    [Fact]
    public void Slashes_of_the_cipher_text_may_be_written_with_a_backslash_in_JSON()
    {
        var v = Vectors.Find("callback-aes", "official-safe-mode-json-request", "vectors");
        var body = Encoding.UTF8.GetBytes($"{{\"Encrypt\" : \"{v.Text("encrypt").Replace("/", "\\/", StringComparison.Ordinal)}\"}}");
        Assert.NotNull(ReaderFor(v).Read(ServiceAccountKind.MiniProgram, new(null, v.Text("msgSignature"), v.Text("timestamp"), v.Text("nonce")), body, out _));
    }

    [Fact]
    public void A_reply_is_the_published_text_for_the_sender_sealed_and_signed_as_published()
    {
        var v = Vectors.File("callback-reply");
        Assert.Equal(v.Text("plaintextReply"), CallbackReply.Text("oABCD1234567890abcdefghijklm", "gh_0123456789ab", 1763650003, "已绑定"));
        var cipher = new CallbackCipher(v.Text("encodingAESKey"), v.Text("appId"));
        var encrypted = cipher.Encrypt(Encoding.UTF8.GetBytes(v.Text("plaintextReply")), Encoding.ASCII.GetBytes(v.Text("random16Ascii")));
        Assert.Equal(v.Text("encrypt"), Encoding.ASCII.GetString(encrypted));
        Assert.Equal(v.Text("envelope"), Encoding.UTF8.GetString(CallbackReply.Envelope(
            encrypted, Encoding.UTF8.GetBytes(v.Text("token")), long.Parse(v.Text("timestamp"), CultureInfo.InvariantCulture), v.Text("nonce"))));
    }

    [Theory]
    [InlineData("safe", true)]
    [InlineData("plain", false)]
    public void The_answer_is_encrypted_when_the_message_was_and_only_then(string mode, bool encrypted)
    {
        var v = Vectors.Find("callback-aes", "derived-text-cjk", "vectors");
        var reader = ReaderFor(v, mode: mode);
        var read = Read(reader, Query(v["safeModeRequest"]!.Text("query")), encrypted ? v["safeModeRequest"]!.Text("body") : v.Text("plaintext"), out _);
        var answer = Encoding.UTF8.GetString(reader.Reply(ServiceAccountKind.Owner, read!, "好的", "77"));
        Assert.Equal(encrypted, answer.StartsWith("<xml><Encrypt>", StringComparison.Ordinal));
        Assert.Equal(encrypted, !answer.Contains("好的", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reply_is_cut_to_2048_bytes_between_characters()
    {
        var content = Fields(CallbackReply.Text("o1", "gh_1", 1, string.Concat(Enumerable.Repeat("消防😀", 400)))).First(f => f.Name == "Content").Value;
        Assert.InRange(Encoding.UTF8.GetByteCount(content), 2030, 2048);
        Assert.EndsWith("…", content, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', content);
    }

    private static IReadOnlyList<CallbackField> Fields(string xml)
    {
        var fields = new List<CallbackField>();
        Assert.True(CallbackXml.TryRead(Encoding.UTF8.GetBytes(xml), fields));
        return fields;
    }

    private static string Envelope(string encrypted) => $"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";

    private static ReadCallback? Read(CallbackReader reader, CallbackQuery query, string body, out CallbackRefusal refusal) =>
        reader.Read(ServiceAccountKind.Owner, query, Encoding.UTF8.GetBytes(body), out refusal);

    private static CallbackQuery Query(string query)
    {
        var values = System.Web.HttpUtility.ParseQueryString(query);
        return new(values["signature"], values["msg_signature"], values["timestamp"], values["nonce"]);
    }

    private static CallbackReader ReaderFor(System.Text.Json.Nodes.JsonNode v, string mode = "safe", int secondsLater = 0) =>
        Reader(v.Text("token"), v.Text("encodingAESKey"), v.Text("appId"), mode: mode, timestamp: v.Text("timestamp"), secondsLater: secondsLater);

    /// <summary>A reader whose clock stands at the vector's own second.</summary>
    private static CallbackReader Reader(
        string token, string aesKey = SomeKey, string appId = "wx1234567890abcdef", string? previous = null, string mode = "safe", string timestamp = "1763650003", int secondsLater = 0)
    {
        var settings = new Dictionary<string, string?>();
        foreach (var account in Enum.GetNames<ServiceAccountKind>())
            foreach (var (name, value) in new[] { ("AppId", appId), ("Secret", "s"), ("Token", token), ("AesKey", aesKey), ("AesKeyPrevious", previous), ("Mode", mode) })
                settings[$"WeChat:{account}:{name}"] = value;
        return new(new WeChatSettings(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()),
            new StandingClock(DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture) + secondsLater)));
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
