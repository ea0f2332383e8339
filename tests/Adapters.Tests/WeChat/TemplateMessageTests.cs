using System.Text.Json.Nodes;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Adapters.Tests.WeChat;

public sealed class TemplateMessageTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    private const string Send = "/cgi-bin/message/template/send";
    private string openId = "";

    public async Task InitializeAsync()
    {
        await at.Fresh();
        openId = await at.OpenId(AdaptersAtSandbox.Lead, "agency");
        await at.Post($"people/{AdaptersAtSandbox.Lead}/follow", new { account = "agency" });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_message_arrives_on_the_phone_with_its_fields_and_the_whole_link()
    {
        var outcome = await Sends(Notice());
        var sent = Assert.IsType<SendOutcome.Sent>(outcome);
        var message = (await Chat()).Last(m => m!["kind"]!.GetValue<string>() == "template")!;
        Assert.Equal(sent.MsgId.ToString(), message["msgId"]!.ToJsonString().Trim('"'));
        Assert.Equal("http://127.0.0.1:5080/agency/reviews/7", message["url"]!.GetValue<string>());
        Assert.Contains(message["fields"]!.AsArray(), f => f!["value"]!.GetValue<string>() == "外滩一号");
    }

    [Fact]
    public async Task A_value_longer_than_its_field_is_cut_instead_of_losing_the_message()
    {
        Assert.IsType<SendOutcome.Sent>(await Sends(Notice(project: new string('长', 60))));
        var fields = (await Chat()).Last(m => m!["kind"]!.GetValue<string>() == "template")!["fields"]!.AsArray();
        Assert.Equal(new string('长', 19) + "…", fields[0]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_same_delivery_sent_twice_arrives_once()
    {
        var notice = Notice();
        await Sends(notice);
        Assert.IsType<SendOutcome.Sent>(await Sends(notice));
        Assert.Single(await Chat(), m => m!["kind"]!.GetValue<string>() == "template");
    }

    [Fact]
    public async Task Whoever_does_not_follow_is_reported_as_such()
    {
        var stranger = await at.OpenId(AdaptersAtSandbox.Operator, "agency");
        Assert.IsType<SendOutcome.NotFollowing>(await Sends(Notice() with { OpenId = stranger }));
    }

    [Fact]
    public async Task An_answer_that_is_lost_leaves_the_outcome_unknown_and_is_not_sent_again_by_itself()
    {
        await at.Fault("wechat", "lost", times: 5, path: Send);
        Assert.IsType<SendOutcome.Unknown>(await Sends(Notice()));
        Assert.Equal(1, await at.Calls(Send));
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_five_seconds_leaves_the_outcome_unknown()
    {
        await at.Fault("wechat", "hang", times: 1, path: Send);
        var start = TimeProvider.System.GetTimestamp();
        Assert.IsType<SendOutcome.Unknown>(await Sends(Notice()));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 4.5, 60);
    }

    [Fact]
    public async Task Who_waits_too_long_for_a_token_has_sent_nothing_and_leaves_no_doubt()
    {
        await at.Fault("wechat", "hang", times: 1, path: "/cgi-bin/stable_token");
        var sender = (INoticeSender)at.Provider().GetService(typeof(INoticeSender))!;
        var start = TimeProvider.System.GetTimestamp();
        Assert.IsType<SendOutcome.NotYet>(await sender.Send(Notice(), default));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 3, 60);
        Assert.Equal(0, await at.Calls(Send));
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_has_sent_nothing_and_is_tried_later()
    {
        var sender = (INoticeSender)at.Provider(("WeChat:ApiBase", "http://127.0.0.1:9")).GetService(typeof(INoticeSender))!;
        Assert.IsType<SendOutcome.NotYet>(await sender.Send(Notice(), default));
    }

    [Theory]
    [InlineData("errcode:-1", typeof(SendOutcome.RetryAfter))]
    [InlineData("errcode:45011", typeof(SendOutcome.TooFast))]
    [InlineData("errcode:43117", typeof(SendOutcome.RetryAfter))]
    [InlineData("errcode:40241", typeof(SendOutcome.RetryAfter))]
    [InlineData("errcode:268487001", typeof(SendOutcome.RetryAfter))]
    [InlineData("errcode:50005", typeof(SendOutcome.NotFollowing))]
    [InlineData("errcode:40003", typeof(SendOutcome.Refused))]
    [InlineData("errcode:43019", typeof(SendOutcome.Refused))]
    [InlineData("errcode:43116", typeof(SendOutcome.Refused))]
    [InlineData("errcode:40165", typeof(SendOutcome.Refused))]
    [InlineData("errcode:40037", typeof(SendOutcome.Refused))]
    [InlineData("errcode:40243", typeof(SendOutcome.Misconfigured))]
    [InlineData("errcode:45009", typeof(SendOutcome.QuotaReached))]
    [InlineData("errcode:43004", typeof(SendOutcome.NotFollowing))]
    [InlineData("errcode:43101", typeof(SendOutcome.Refused))]
    [InlineData("errcode:47003", typeof(SendOutcome.Refused))]
    [InlineData("errcode:40164", typeof(SendOutcome.Misconfigured))]
    [InlineData("errcode:48001", typeof(SendOutcome.Misconfigured))]
    public async Task What_WeChat_answers_becomes_one_of_our_outcomes(string mode, Type outcome)
    {
        await at.Fault("wechat", mode, times: 1, path: Send);
        Assert.IsType(outcome, await Sends(Notice()));
    }

    [Fact]
    public async Task A_text_that_went_out_within_the_minute_waits_until_the_minute_is_over()
    {
        await at.Fault("wechat", "errcode:40241", times: 1, path: Send);
        Assert.True(Assert.IsType<SendOutcome.RetryAfter>(await Sends(Notice())).After > TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_refused_token_costs_one_more_call_and_the_message_still_arrives()
    {
        await at.Fault("wechat", "errcode:40001", times: 1, path: Send);
        Assert.IsType<SendOutcome.Sent>(await Sends(Notice()));
        Assert.Equal(2, await at.Calls(Send));
    }

    [Fact]
    public async Task A_token_that_is_refused_twice_in_a_row_leaves_the_message_for_later()
    {
        await at.Fault("wechat", "errcode:40001", times: 2, path: Send);
        Assert.IsType<SendOutcome.NotYet>(await Sends(Notice()));
        Assert.Equal(2, await at.Calls(Send));
    }

    [Fact]
    public async Task A_template_that_nobody_configured_is_our_own_fault() =>
        Assert.IsType<SendOutcome.Misconfigured>(await Sends(Notice() with { TemplateKey = "no_such" }));

    private Task<SendOutcome> Sends(NoticeToSend notice) => at.Get<INoticeSender>().Send(notice, default);

    private async Task<JsonArray> Chat() => (await at.Ask($"people/{AdaptersAtSandbox.Lead}/chats/agency")).AsArray();

    private NoticeToSend Notice(string project = "外滩一号") => new(new Kernel.Ids(TimeProvider.System).Next(), ServiceAccountKind.Agency, openId, "task_submitted",
        [new("thing1", project), new("thing2", "11月维护保养"), new("name3", "韩柏川"), new("thing4", "有1处不符合")], "/agency/reviews/7");
}
