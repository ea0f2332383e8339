using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Callbacks;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

/// <summary>What follows from a stored callback, with the applier in the test's own hand: the Host only receives here.</summary>
public class CallbackApplierTests(House house) : Slice(house)
{
    private const string Somebody = "oSomebody0000000000000000001";
    private const long Noon = 1763650000;

    private Wire Wire => new(House);

    public override Task InitializeAsync() => House.Renew(role: "api");

    [Fact]
    public async Task A_message_without_effect_is_done_when_it_is_stored_and_a_position_is_not_even_kept()
    {
        await Wire.Post(Wire.Text(Somebody, "你好", 1));
        await Wire.Post(Wire.Event(Somebody, "VIEW", "https://example.com/", Noon));
        await Wire.Post(Wire.Event(Somebody, "something_of_next_year", "", Noon));
        await Wire.Post(Wire.Event(Somebody, "LOCATION", "", Noon, "<Latitude>31.2</Latitude><Longitude>121.4</Longitude>"));
        Assert.Equal("event:VIEW event:something_of_next_year text", await House.Value<string>("select string_agg(type, ' ' order by type) from callback_message where state = 'Done'"));
        Assert.Equal(3, await House.Value<long>("select count(*) from callback_message"));
    }

    [Theory]
    [InlineData("<SubscribeMsgPopupEvent><List><TemplateId>t1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>",
        "subscribe_msg_popup_event", "subscription_answered", """[{"templateId": "t1", "accepted": true, "inSettings": false}]""")]
    [InlineData("<SubscribeMsgChangeEvent><List><TemplateId>t1</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List><List><TemplateId>t2</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgChangeEvent>",
        "subscribe_msg_change_event", "subscription_answered", """[{"templateId": "t1", "accepted": false, "inSettings": true}, {"templateId": "t2", "accepted": true, "inSettings": true}]""")]
    [InlineData("<SubscribeMsgSentEvent><List><TemplateId>t1</TemplateId><MsgID>77</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent>",
        "subscribe_msg_sent_event", "subscription_message_finished", """[{"templateId": "t1", "msgId": 77, "errorCode": 0, "status": "success"}]""")]
    [InlineData("<OpenID>oOther</OpenID><RevokeInfo>1</RevokeInfo>", "user_authorization_revoke", "authorization_revoked", """[{"openId": "oOther"}]""")]
    [InlineData("<MsgID>9</MsgID><Status>failed: system failed</Status>", "TEMPLATESENDJOBFINISH", "template_job_finished", """[{"msgId": 9, "status": "failed: system failed"}]""")]
    public async Task Each_event_with_an_effect_is_told_with_what_it_says(string more, string happened, string told, string expected)
    {
        await Wire.Post(Wire.Event(Somebody, happened, "", Noon, more));
        await Apply();
        var payloads = await House.InDatabase(async db => await db.Set<OutboxEvent>().Where(e => e.Type == $"service_accounts.{told}").OrderBy(e => e.Id).Select(e => e.Payload).ToListAsync());
        var wanted = JsonDocument.Parse(expected).RootElement.EnumerateArray().ToList();
        Assert.Equal(wanted.Count, payloads.Count);
        // Told in one moment, and ids of one moment are in no order.
        foreach (var want in wanted)
            Assert.Contains(payloads, p => want.EnumerateObject().All(m => JsonElement.DeepEquals(m.Value, JsonDocument.Parse(p).RootElement.GetProperty(m.Name))));
    }

    [Fact]
    public async Task A_message_that_cannot_be_applied_holds_up_its_sender_only_and_is_set_aside_in_the_end()
    {
        await Wire.Post(Wire.Event(Somebody, "subscribe", "", Noon));
        await House.SqlAsAdmin("update callback_message set body = '\\x00'");
        await Wire.Post(Wire.Event(Somebody, "unsubscribe", "", Noon + 5));
        await Wire.Post(Wire.Event("oAnother", "subscribe", "", Noon));
        await Apply();
        Assert.Equal("oAnother", await House.Value<string>("select string_agg(sender, ' ') from callback_message where state = 'Done'"));
        Assert.Equal(1, await House.Value<int>("select attempts from callback_message where last_error like 'CryptographicException%'"));

        for (var attempt = 2; attempt <= CallbackMessage.MostAttempts; attempt++)
        {
            await House.SqlAsAdmin("update callback_message set next_try_at = received_at");
            await Apply();
        }

        Assert.Equal("SetAside", await House.Value<string>("select state from callback_message where type = 'event:subscribe' and sender = '" + Somebody + "'"));
        Assert.Equal("Done", await House.Value<string>("select state from callback_message where type = 'event:unsubscribe'"));
        using var http = new HttpClient { BaseAddress = House.System.Host };
        Assert.Equal("Degraded", await http.GetStringAsync("/health"));
    }

    [Fact]
    public async Task After_a_failure_the_next_attempt_waits_longer_each_time()
    {
        var message = await House.InDatabase(async db =>
        {
            await Wire.Post(Wire.Event(Somebody, "subscribe", "", Noon));
            return await db.Set<CallbackMessage>().AsNoTracking().SingleAsync();
        });
        var now = TimeProvider.System.GetUtcNow();
        var pauses = Enumerable.Range(1, CallbackMessage.MostAttempts).Select(_ =>
        {
            message.Failed("why", now);
            return (message.NextTryAt - now).TotalSeconds;
        }).ToList();
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], pauses);
        Assert.Equal(CallbackState.SetAside, message.State);
    }

    [Fact]
    public async Task What_is_done_is_deleted_after_thirty_days_and_what_waits_stays()
    {
        await Wire.Post(Wire.Text(Somebody, "你好", 1));
        await Wire.Post(Wire.Event(Somebody, "subscribe", "", Noon));
        Assert.Equal(0, await Applier(a => a.Prune(CancellationToken.None)));
        House.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await Applier(a => a.Prune(CancellationToken.None)));
        Assert.Equal("Waiting", await House.Value<string>("select state from callback_message"));
        await Apply();
        Assert.Equal(1, await House.Value<long>("select count(*) from follower where subscribed"));
    }

    private Task Apply() => Applier(async applier =>
    {
        while (await applier.ApplyDue(CancellationToken.None) > 0)
        {
        }

        return 0;
    });

    private async Task<T> Applier<T>(Func<CallbackApplier, Task<T>> act)
    {
        using var applier = ActivatorUtilities.CreateInstance<CallbackApplier>(House.Services);
        return await act(applier);
    }
}
