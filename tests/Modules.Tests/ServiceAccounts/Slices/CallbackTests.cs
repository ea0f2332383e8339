using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeChatService.ServiceAccounts.Callbacks;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.TestKit;
using WeChatService.WeChat.Callbacks;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class CallbackTests(House house) : Slice(house)
{
    private const string Somebody = "oSomebody0000000000000000001";
    private const long Noon = 1763650000;

    [Theory]
    [InlineData("agency")]
    [InlineData("owner")]
    [InlineData("miniprogram")]
    public async Task The_address_check_of_each_account_is_answered_with_its_own_text(string account)
    {
        var checkedEcho = await House.Sandbox.Post("callbacks/echo", new { account });
        Assert.True(checkedEcho.GetProperty("ok").GetBoolean(), checkedEcho.ToString());
    }

    [Fact]
    public async Task An_address_check_that_is_not_signed_with_our_token_is_refused()
    {
        using var answer = await new Wire(House).Echo(CallbackSignature.Of("another token", "1763650000", "77"), "4375");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("4375", await answer.Content.ReadAsStringAsync());
    }

    [Fact, Rule("OWN-08")]
    public async Task Following_and_leaving_changes_whether_somebody_can_be_reached()
    {
        // Written by hand: the second is part of what WeChat's events are known by, and nobody follows twice within one.
        var wire = new Wire(House);
        foreach (var (happened, at, reachable) in new[] { ("subscribe", Noon, true), ("unsubscribe", Noon + 5, false), ("subscribe", Noon + 9, true) })
        {
            await wire.Post(Wire.Event(Somebody, happened, "", at));
            await House.Settled();
            Assert.Equal(reachable, (await OnlyFollower()).Subscribed);
        }
    }

    [Fact]
    public async Task A_callback_that_WeChat_repeats_is_acknowledged_and_has_no_second_effect()
    {
        await House.Phone("sh-contact").Follow("owner");
        var first = (await House.Sandbox.Get("callbacks?account=owner"))[0].GetProperty("id");
        var id = first.ValueKind == JsonValueKind.String ? first.GetString() : first.GetRawText();
        await House.SqlAsAdmin("update follower set subscribed = false");
        await House.Sandbox.Post($"callbacks/{id}/repeat", new { });
        Assert.Equal(1, await Messages());
        Assert.False((await OnlyFollower()).Subscribed);
    }

    [Fact]
    public async Task Ten_deliveries_of_one_event_at_once_are_taken_in_once()
    {
        var wire = new Wire(House);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => wire.Post(Wire.Event(Somebody, "subscribe", "", Noon))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(1, await Messages());
    }

    [Fact]
    public async Task Different_events_of_one_person_in_one_second_are_both_taken_in()
    {
        var wire = new Wire(House);
        await Task.WhenAll(wire.Post(Wire.Event(Somebody, "SCAN", "one", Noon)), wire.Post(Wire.Event(Somebody, "SCAN", "two", Noon)), wire.Post(Wire.Event(Somebody, "CLICK", "one", Noon)));
        Assert.Equal(3, await Messages());
    }

    [Fact]
    public async Task An_older_event_that_arrives_late_does_not_undo_a_newer_one()
    {
        var wire = new Wire(House);
        await wire.Post(Wire.Event(Somebody, "unsubscribe", "", Noon + 10));
        await wire.Post(Wire.Event(Somebody, "subscribe", "", Noon));
        await House.Settled();
        Assert.False((await OnlyFollower()).Subscribed);
    }

    [Fact]
    public async Task A_forged_signature_stores_nothing()
    {
        using var answer = await new Wire(House).Send("<xml><Encrypt>AAAA</Encrypt></xml>", new string('0', 40));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("callback.forged", await Code(answer));
        Assert.Equal(0, await Messages());
    }

    [Theory]
    [InlineData("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><ToUserName>&e;</ToUserName>{0}</xml>")]
    [InlineData("<xml>{0}")]
    [InlineData("<xml>{0}{0}</xml>")]
    public async Task A_genuine_message_in_a_broken_or_DTD_carrying_envelope_is_refused(string envelope)
    {
        using var answer = await new Wire(House).Post(Wire.Event(Somebody, "subscribe", "", Noon), envelope);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("callback.malformed", await Code(answer));
        Assert.Equal(0, await Messages());
    }

    [Theory]
    [InlineData("no XML at all")]
    [InlineData("<xml><FromUserName>o</FromUserName></xml>")]
    [InlineData("<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>soon</CreateTime><MsgType>event</MsgType></xml>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><xml><ToUserName>&a;</ToUserName></xml>")]
    public async Task A_signed_message_whose_content_makes_no_sense_is_refused(string plain)
    {
        using var answer = await new Wire(House).Post(plain);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_openid_longer_than_any_is_refused_and_not_an_error_of_ours()
    {
        using var answer = await new Wire(House).Post(Wire.Event(new string('o', 65), "subscribe", "", Noon));
        Assert.Equal("callback.malformed", await Code(answer));
    }

    [Fact]
    public async Task A_body_over_64_KiB_is_refused_as_too_large()
    {
        using var answer = await new Wire(House).Send("", "x", new byte[(64 * 1024) + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("callback.too_large", await Code(answer));
    }

    [Fact]
    public async Task An_empty_body_and_an_unknown_account_are_refused()
    {
        using var empty = await new Wire(House).Send("", "x");
        Assert.Equal(HttpStatusCode.Unauthorized, empty.StatusCode);
        using var http = new HttpClient { BaseAddress = House.System.Host };
        using var unknown = await http.PostAsync("/wechat/console/callback", new StringContent("x"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task What_a_person_writes_is_kept_sealed()
    {
        await House.Phone("sh-contact").Follow("owner");
        await House.Phone("sh-contact").Say("owner", "我的电话是13900000000");
        Assert.Equal(2, await Messages());
        var readable = await House.Value<long>("select count(*) from callback_message where position('13900000000'::bytea in body) > 0");
        Assert.Equal(0, readable);
    }

    private Task<int> Messages() => House.InDatabase(db => db.Set<CallbackMessage>().CountAsync());

    private Task<Follower> OnlyFollower() => House.InDatabase(db => db.Set<Follower>().SingleAsync(f => f.Account == ServiceAccountKind.Owner && f.ChangedAt != null));

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString();
}
