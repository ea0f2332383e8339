using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Outages;

/// <summary>Redis goes away and comes back: work goes on, pushes wait in PostgreSQL and go out then.</summary>
public class RedisDownTests(House house) : Slice(house)
{
    [Fact]
    public async Task While_Redis_is_down_work_goes_on_and_the_push_arrives_once_it_is_back()
    {
        using var line = Line.To(TestServices.Ready.RedisHost, int.Parse(TestServices.Ready.RedisPort));
        await House.Restart(new Dictionary<string, string?> { ["Redis:Port"] = line.Port.ToString() });
        var scene = Given.AProject();
        var phone = House.Phone(scene.LeadKey);
        await scene.Lead();
        await phone.Follow("agency");

        line.Cut();
        await Given.ASubmittedTask();
        while (await House.Value<long>("select count(*) from delivery d join notice n on n.id = d.notice_id where n.template = 'task_submitted'") == 0)
        {
            await Task.Delay(100);
        }

        Assert.DoesNotContain(await phone.Chat("agency"), m => m.Kind == "template");

        line.Mend();
        var message = await phone.AwaitMessage("agency", OfTheTask, "the submitted task", TimeSpan.FromSeconds(60));
        Assert.Single(await phone.Chat("agency"), m => OfTheTask(m));
        Assert.NotNull(message.Title);

        // The lead was told of a new contact too.
        static bool OfTheTask(ChatMessage message) => message is { Kind: "template", Title: "记录等您审核" };
    }
}
