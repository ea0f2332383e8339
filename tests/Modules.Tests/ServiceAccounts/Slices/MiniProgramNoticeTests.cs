using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

/// <summary>Who works in the mini program and follows no account is told there, as often as he accepted it.</summary>
public class MiniProgramNoticeTests(House house) : Slice(house)
{
    [Fact]
    public async Task A_plan_reaches_an_operator_who_accepted_a_message_and_follows_nothing()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var template = await Template(mobile);
        await House.Sandbox.Post("people/sh-operator/accept", new { templateId = template.GetProperty("templateId").GetString(), times = 1 });
        await mobile.Post("/subscriptions", new { accepted = new[] { template.GetProperty("templateId").GetString() } });
        await Given.AnAssignedPlan("shanghai");
        await House.Settled();

        Assert.Equal(0, (await Template(mobile)).GetProperty("remaining").GetInt32());
        await Until("select count(*) from delivery where account = 'MiniProgram' and state in ('Sent', 'Delivered')", 1);
        var sent = Assert.Single((await House.Sandbox.Messages("miniprogram")).EnumerateArray());
        Assert.Equal("sh-operator", sent.GetProperty("person").GetString());
    }

    [Fact]
    public async Task Without_an_opt_in_nothing_is_attempted()
    {
        await House.MiniProgram("sh-operator");
        await Given.AnAssignedPlan("shanghai");
        await House.Settled();
        Assert.Equal(0, await House.Value<long>("select count(*) from delivery where account = 'MiniProgram'"));
        Assert.DoesNotContain((await House.Sandbox.Log("wechat")).EnumerateArray(), l => l.GetProperty("path").GetString()!.StartsWith("/cgi-bin/message/subscribe/send", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_follows_the_agency_account_is_told_there_and_keeps_his_opt_in()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var template = await Template(mobile);
        await mobile.Post("/subscriptions", new { accepted = new[] { template.GetProperty("templateId").GetString() } });
        await House.Phone("sh-operator").Follow("agency");
        await House.Settled();
        await Given.AnAssignedPlan("shanghai");
        await House.Settled();
        await House.Phone("sh-operator").AwaitMessage("agency", "有新的检查任务", TimeSpan.FromSeconds(60));
        Assert.Equal(1, (await Template(mobile)).GetProperty("remaining").GetInt32());
    }

    private async Task Until(string count, long wanted)
    {
        for (var i = 0; i < 600 && await House.Value<long>(count) != wanted; i++) await Task.Delay(100);
        Assert.Equal(wanted, await House.Value<long>(count));
    }

    private static async Task<JsonElement> Template(Caller mobile) =>
        (await mobile.Get("/subscriptions")).ShouldBeOk().Json.EnumerateArray().Single(t => t.GetProperty("key").GetString() == "plan_assigned");
}
