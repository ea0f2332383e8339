using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.ServiceAccounts.Callbacks;
using WeChatService.TestKit;
using WeChatService.WeChat.Callbacks;
using Xunit.Abstractions;

namespace WeChatService.Pipeline.Tests.Callbacks;

/// <summary>C1: each callback three times, twice at once and once later: one message, one effect, the same answer.</summary>
public sealed class OnceTests(House house, ITestOutputHelper output) : IClassFixture<House>, IAsyncLifetime
{
    private const int Messages = 300;

    private readonly CallbackAccount _account = CallbackAccount.Demo();
    private readonly HttpClient _http = new();

    public Task InitializeAsync() => house.Renew(role: "api");

    public Task DisposeAsync()
    {
        _http.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_delivered_three_times_has_one_effect_and_the_same_answer()
    {
        var seed = Environment.TickCount & 0xFFFFFF;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var plain = Enumerable.Range(0, Messages).Select(Message).ToArray();
        var first = await Deliver(plain.Concat(plain).OrderBy(_ => random.Next()).ToList());

        // Meanwhile several appliers are at work, as several worker processes would be.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Apply()));
        var later = await Deliver([.. plain.OrderBy(_ => random.Next())]);
        await Apply();

        Assert.All(first.Concat(later).GroupBy(a => a.Message), answers => Assert.Single(answers.Select(a => a.Text).Distinct()));
        Assert.Equal(Messages, await house.Value<long>("select count(*) from callback_message"));
        Assert.Equal(0, await house.Value<long>("select count(*) from callback_message where state <> 'Done'"));
        foreach (var (effect, times) in new[] { ("scene_scanned", 2), ("follower_changed", 2), ("template_job_finished", 1), ("subscription_answered", 2) })
        {
            Assert.Equal(Messages / 5 * times, await house.Value<long>($"select count(*) from outbox_event where type = 'service_accounts.{effect}'"));
        }
    }

    [Fact]
    public async Task One_persons_events_take_effect_in_the_order_in_which_they_came_whoever_applies_them()
    {
        const int turns = 40;
        for (var i = 0; i < turns; i++)
        {
            await Deliver([CallbackAccount.Event("oTurncoat", i % 2 == 0 ? "subscribe" : "unsubscribe", "", 1_763_650_000 + i)]);
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Apply()));
        var told = await house.InDatabase(db => Task.FromResult(db.Set<WeChatService.Kernel.OutboxEvent>().OrderBy(e => e.Id).Select(e => e.Payload).ToList()));
        Assert.Equal(Enumerable.Range(0, turns).Select(i => i % 2 == 0), told.Select(p => System.Text.Json.JsonDocument.Parse(p).RootElement.GetProperty("subscribed").GetBoolean()));
    }

    /// <summary>A fifth each: text, scan by a follower, scan that makes follow, job finished, two subscriptions answered.</summary>
    private static string Message(int i) => (i % 5) switch
    {
        0 => CallbackAccount.Text($"oText{i}", 7_000_000 + i, i % 2 == 0 ? "报告在哪里" : "你好"),
        1 => CallbackAccount.Event($"oScan{i}", "SCAN", $"scene{i}", 1_763_650_000),
        2 => CallbackAccount.Event($"oNew{i}", "subscribe", $"qrscene_scene{i}", 1_763_650_000),
        3 => CallbackAccount.Event($"oJob{i}", "TEMPLATESENDJOBFINISH", "", 1_763_650_000, $"<MsgID>{i}</MsgID><Status><![CDATA[success]]></Status>"),
        _ => CallbackAccount.Event($"oAsk{i}", "subscribe_msg_popup_event", "", 1_763_650_000,
            "<SubscribeMsgPopupEvent><List><TemplateId>t1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>"
            + "<List><TemplateId>t2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgPopupEvent>"),
    };

    /// <summary>Thirty at a time, each with a timestamp, nonce and cipher text of its own, as WeChat's repeats have.</summary>
    private async Task<IReadOnlyList<(string Message, string Text)>> Deliver(IReadOnlyList<string> plain)
    {
        var answers = new (string, string)[plain.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, plain.Count), new ParallelOptions { MaxDegreeOfParallelism = 30 }, async (i, ct) =>
        {
            var callback = _account.Genuine(plain[i], $"{i}7");
            using var answer = await _http.PostAsync(new Uri(house.System.Host, $"{_account.Path}?{callback.Query}"), new ByteArrayContent(callback.Body), ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            Assert.True(answer.IsSuccessStatusCode, text);
            answers[i] = (plain[i], text == "success" ? text : Decrypted(text));
        });
        return answers;
    }

    private string Decrypted(string envelope)
    {
        var cipher = new CallbackCipher(house.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["WeChat:Agency:AesKey"]!, _account.AppId);
        cipher.Decrypt(Encoding.ASCII.GetBytes(XElement.Parse(envelope).Element("Encrypt")!.Value), out var message);
        return XElement.Parse(Encoding.UTF8.GetString(message)).Element("Content")!.Value;
    }

    private async Task Apply()
    {
        using var applier = ActivatorUtilities.CreateInstance<CallbackApplier>(house.Services);
        while (await applier.ApplyDue(CancellationToken.None) > 0)
        {
        }
    }
}
