using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;
using WeChatService.WeChat;
using WeChatService.WeChat.Callbacks;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

/// <summary>Which form of a callback is believed is the account's setting; a replay is believed in none (C6).</summary>
public class CallbackModeTests(House house) : Slice(house)
{
    private const string Somebody = "oSomebody0000000000000000001";
    private const long Noon = 1763650000;

    [Theory]
    [InlineData("safe")]
    [InlineData("compatible")]
    [InlineData("plain")]
    public async Task In_each_mode_following_and_writing_works_with_an_account_set_to_it(string mode)
    {
        await House.Renew(settings: new Dictionary<string, string?> { ["WeChat:Owner:Mode"] = mode });
        await House.Sandbox.Post("accounts/owner/callback-mode", new { mode });
        var phone = House.Phone("sh-contact");
        Assert.Equal("Replied", (await phone.Follow("owner")).GetProperty("callback").GetProperty("outcome").GetString());
        Assert.Equal("Replied", (await phone.Say("owner", "报告")).GetProperty("callback").GetProperty("outcome").GetString());
        Assert.Equal(1, await House.Value<long>("select count(*) from follower where subscribed"));
    }

    [Theory]
    [InlineData("safe", HttpStatusCode.Unauthorized)]
    [InlineData("compatible", HttpStatusCode.OK)]
    [InlineData("plain", HttpStatusCode.OK)]
    public async Task A_message_in_the_open_is_believed_only_where_the_account_is_set_to_it(string mode, HttpStatusCode answered)
    {
        await House.Renew(settings: new Dictionary<string, string?> { ["WeChat:Owner:Mode"] = mode });
        using var answer = await new Wire(House).PostPlain(Wire.Event(Somebody, "CLICK", "x", Noon));
        Assert.Equal(answered, answer.StatusCode);
        if (answered != HttpStatusCode.OK) Assert.Equal("callback.unencrypted", await Code(answer));
    }

    [Fact]
    public async Task In_the_compatible_mode_an_encrypted_part_counts_and_must_be_signed_itself()
    {
        await House.Renew(settings: new Dictionary<string, string?> { ["WeChat:Owner:Mode"] = "compatible" });
        var wire = new Wire(House);
        var both = Wire.Event("oLiar", "CLICK", "x", Noon).Replace("</xml>", $"<Encrypt>{wire.Encrypt(Wire.Event(Somebody, "CLICK", "x", Noon))}</Encrypt></xml>", StringComparison.Ordinal);
        var query = $"timestamp={wire.Timestamp}&nonce=77&signature={CallbackSignature.Of(wire.Token, wire.Timestamp, "77")}";
        using var unsigned = await wire.SendRaw(query, both);
        Assert.Equal("callback.forged", await Code(unsigned));
        var encrypted = both[(both.IndexOf("<Encrypt>", StringComparison.Ordinal) + 9)..both.IndexOf("</Encrypt>", StringComparison.Ordinal)];
        using var signed = await wire.SendRaw($"{query}&encrypt_type=aes&msg_signature={CallbackSignature.Of(wire.Token, wire.Timestamp, "77", encrypted)}", both);
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        Assert.Equal(Somebody, await House.Value<string>("select sender from callback_message"));
    }

    [Fact]
    public void A_mode_that_does_not_exist_stops_the_start_and_is_named()
    {
        static WeChatSettings With(string mode) => new(new ConfigurationManager { ["WeChat:Owner:AppId"] = "wx1", ["WeChat:Owner:Secret"] = "s", ["WeChat:Owner:Mode"] = mode });
        Assert.Equal(CallbackMode.Compatible, With("compatible")[ServiceAccountKind.Owner].Mode);
        Assert.Contains("WeChat__Owner__Mode", Assert.Throws<InvalidOperationException>(() => With("7")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_genuine_callback_is_refused_an_hour_later_and_an_hour_before(int seconds)
    {
        var wire = new Wire(House) { SentAt = TimeProvider.System.GetUtcNow().AddSeconds(seconds) };
        using var answer = await wire.Post(Wire.Event(Somebody, "subscribe", "", Noon));
        Assert.Equal((HttpStatusCode.Unauthorized, "callback.stale"), (answer.StatusCode, await Code(answer)));
        Assert.Equal(0, await House.Value<long>("select count(*) from callback_message"));
    }

    [Fact]
    public async Task A_replay_within_the_window_is_acknowledged_and_stored_once()
    {
        var wire = new Wire(House);
        var encrypted = wire.Encrypt(Wire.Text(Somebody, "你好", 42));
        var body = $"<xml><Encrypt>{encrypted}</Encrypt></xml>";
        for (var i = 0; i < 3; i++)
        {
            using var answer = await wire.Send(body, CallbackSignature.Of(wire.Token, wire.Timestamp, "77", encrypted));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        Assert.Equal(1, await House.Value<long>("select count(*) from callback_message"));
    }

    [Fact]
    public async Task Nonce_and_timestamp_in_each_others_place_are_refused_although_the_signature_holds()
    {
        var wire = new Wire(House);
        var encrypted = wire.Encrypt(Wire.Text(Somebody, "你好", 42));
        var signature = CallbackSignature.Of(wire.Token, wire.Timestamp, "1688902717", encrypted);
        using var answer = await wire.SendRaw($"timestamp=1688902717&nonce={wire.Timestamp}&encrypt_type=aes&msg_signature={signature}", $"<xml><Encrypt>{encrypted}</Encrypt></xml>");
        Assert.Equal("callback.stale", await Code(answer));
    }

    [Fact]
    public async Task What_is_encrypted_for_another_account_is_refused()
    {
        using var answer = await new Wire(House) { AppId = "wx0000000000000000" }.Post(Wire.Text(Somebody, "你好", 42));
        Assert.Equal((HttpStatusCode.Unauthorized, "callback.of_another_account"), (answer.StatusCode, await Code(answer)));
    }

    [Fact]
    public async Task Other_methods_than_GET_and_POST_are_not_known_here()
    {
        using var http = new HttpClient { BaseAddress = House.System.Host };
        using var answer = await http.PutAsync("/wechat/owner/callback", new StringContent("x"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString();
}
