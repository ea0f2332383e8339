using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.Adapters.Tests.WeChat;

public sealed class MiniProgramTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    private const string Person = AdaptersAtSandbox.Operator;

    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_session_key_of_the_last_sign_in_holds_and_the_one_before_does_not()
    {
        var first = await SignIn();
        Assert.True(await at.Get<IMiniProgramWire>().SessionHolds(first.OpenId, first.SessionKey, default));
        var second = await SignIn();
        Assert.False(await at.Get<IMiniProgramWire>().SessionHolds(first.OpenId, first.SessionKey, default));
        Assert.True(await at.Get<IMiniProgramWire>().SessionHolds(second.OpenId, second.SessionKey, default));
    }

    [Fact]
    public async Task A_phone_code_gives_the_number_once_and_a_sign_in_code_gives_none()
    {
        var wire = at.Get<IMiniProgramWire>();
        var code = (await at.Post($"people/{Person}/phone-code", new { }))!["code"]!.GetValue<string>();
        Assert.Matches("^1[0-9]{10}$", await wire.PhoneNumber(code, default));
        await Assert.ThrowsAsync<LoginCodeRefused>(() => wire.PhoneNumber(code, default));
        var signIn = (await at.Post($"people/{Person}/jscode", new { }))!["code"]!.GetValue<string>();
        await Assert.ThrowsAsync<LoginCodeRefused>(() => wire.PhoneNumber(signIn, default));
    }

    [Fact]
    public async Task A_phone_code_whose_answer_is_lost_is_not_asked_for_a_second_time()
    {
        var code = (await at.Post($"people/{Person}/phone-code", new { }))!["code"]!.GetValue<string>();
        await at.Fault("wechat", "lost", times: 1, path: "/wxa/business/getuserphonenumber");
        await Assert.ThrowsAsync<WeChatUnavailable>(() => at.Get<IMiniProgramWire>().PhoneNumber(code, default));
        Assert.Equal(1, await at.Calls("/wxa/business/getuserphonenumber"));
    }

    [Fact]
    public async Task A_code_of_a_page_is_a_picture_that_leads_there()
    {
        var picture = await at.Get<IMiniProgramLinks>().Code("p_7-a", "pages/home/home", MiniProgramVersion.Develop, default);
        var scan = await at.Post($"people/{Person}/scan", new { pngBase64 = Convert.ToBase64String(picture) });
        Assert.Equal("MiniProgram", scan!["kind"]!.GetValue<string>());
        Assert.Equal("p_7-a", scan["scene"]!.GetValue<string>());
        Assert.Equal("pages/home/home", scan["page"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_refused_code_comes_as_JSON_and_is_told_from_a_picture()
    {
        await at.Fault("wechat", "errcode:41030", times: 1, path: "/wxa/getwxacodeunlimit");
        var refused = await Assert.ThrowsAsync<WeChatMisconfigured>(() => at.Get<IMiniProgramLinks>().Code("p", "pages/none/none", MiniProgramVersion.Release, default));
        Assert.Contains("41030", refused.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("项目")]
    [InlineData("a%20")]
    [InlineData("0123456789012345678901234567890123")]
    public async Task A_scene_that_WeChat_would_refuse_is_not_sent(string scene)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => at.Get<IMiniProgramLinks>().Code(scene, null, MiniProgramVersion.Release, default));
        Assert.Equal(0, await at.Calls("/wxa/getwxacodeunlimit"));
    }

    [Theory]
    [InlineData("/pages/home/home")]
    [InlineData("pages/home/home?a=1")]
    [InlineData("")]
    public async Task A_page_with_a_slash_before_it_or_a_query_is_not_sent(string page) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => at.Get<IMiniProgramLinks>().Link(page, null, TimeSpan.FromDays(1), default));

    [Fact]
    public async Task One_accepted_prompt_is_one_message_and_the_next_one_says_that_none_is_left()
    {
        var (openId, sender) = (await at.OpenId(Person, "miniProgram"), at.Get<INoticeSender>());
        var template = at.Get<ISubscriptionTemplates>().All.Single(t => t.Key == "plan_assigned");
        await at.Post($"people/{Person}/accept", new { templateId = template.Id, times = 1 });
        Assert.IsType<SendOutcome.Sent>(await sender.Send(Notice(openId), default));
        Assert.Empty(at.OptIns.Withdrawals);
        Assert.StartsWith("43101", Assert.IsType<SendOutcome.Refused>(await sender.Send(Notice(openId), default)).Reason);
        Assert.Equal((openId, "plan_assigned"), at.OptIns.Withdrawals.Single());
        var message = (await at.Ask("accounts/miniprogram/messages")).AsArray().Single()!;
        Assert.Equal("外滩一号", message["fields"]!.AsArray()[0]!["value"]!.GetValue<string>());
    }

    [Fact]
    public void An_answer_is_a_picture_by_its_first_bytes_and_not_by_what_it_calls_itself()
    {
        Assert.NotNull(WeChatAnswer.ParseOrPicture([0xFF, 0xD8, 0xFF, 0xE0, 1, 2])!.Picture);
        Assert.NotNull(WeChatAnswer.ParseOrPicture([0x89, (byte)'P', (byte)'N', (byte)'G', 0])!.Picture);
        Assert.Equal(45009, WeChatAnswer.ParseOrPicture(JsonSerializer.SerializeToUtf8Bytes(new { errcode = 45009 }))!.Code);
        Assert.Null(WeChatAnswer.ParseOrPicture("<html>"u8.ToArray()));
        Assert.Null(WeChatAnswer.ParseOrPicture([]));
    }

    private async Task<MiniProgramIdentity> SignIn()
    {
        var code = (await at.Post($"people/{Person}/jscode", new { }))!["code"]!.GetValue<string>();
        return await at.Get<IWeChatLogin>().ByMiniProgramCode(code, default);
    }

    private static NoticeToSend Notice(string openId) => new(new Kernel.Ids(TimeProvider.System).Next(), ServiceAccountKind.MiniProgram, openId, "plan_assigned",
        [new("thing1", "外滩一号"), new("thing2", "11月维护保养"), new("thing3", "消火栓"), new("time4", "2026年11月20日 14:07")], "/agency/plans/7");
}
