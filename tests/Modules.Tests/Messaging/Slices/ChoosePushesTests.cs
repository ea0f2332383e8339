using WeChatService.Plans.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Messaging.Slices;

/// <summary>A contact chooses what WeChat may push; what concerns safety always comes, and nothing is lost from his list.</summary>
public sealed class ChoosePushesTests(House house) : Slice(house)
{
    [Fact, Rule("NTF-07"), Rule("NTF-19")]
    public async Task Faults_filed_reports_and_consents_cannot_be_turned_off()
    {
        var contact = await (await Given.ABoundContact()).Contact();
        var kinds = (await contact.Get("/message-kinds")).ShouldBeOk().Json.EnumerateArray().ToList();
        foreach (var key in new[] { "fault_found", "fault_handled", "fault_overdue", "report_filed" })
        {
            Assert.True(kinds.Single(k => k.GetProperty("key").ValueEquals(key)).GetProperty("always").GetBoolean());
            (await contact.Put($"/message-kinds/{key}", new { on = false }, key: "")).ShouldRefuse("message.always_pushed", "NTF-07", 409);
        }

        (await contact.Put("/message-kinds/consent_requested", new { on = false }, key: "")).ShouldRefuse("message.no_such_kind", status: 404);
    }

    [Fact, Rule("NTF-18"), Rule("NTF-19")]
    public async Task What_is_turned_off_is_in_the_list_and_not_pushed_and_comes_again_when_turned_on()
    {
        var scene = await Given.ABoundContact();
        var contact = await scene.Contact();
        (await contact.Put("/message-kinds/term_plan", new { on = false }, key: "")).ShouldBeOk();
        await Push(scene);

        Assert.Equal(1, (await contact.Get("/messages")).ShouldBeOk()["unread"].GetInt32());
        Assert.Equal("RefusedByUser", await House.Value<string>(OfContact));
        Assert.DoesNotContain(await House.Phone(scene.ContactKey).Chat("owner"), m => m.Kind == "template");

        (await contact.Put("/message-kinds/term_plan", new { on = true }, key: "")).ShouldBeOk();
        Assert.All((await contact.Get("/message-kinds")).ShouldBeOk().Json.EnumerateArray(), k => Assert.True(k.GetProperty("on").GetBoolean()));
    }

    [Fact, Rule("OWN-14")]
    public async Task What_waits_for_somebody_who_left_is_not_sent()
    {
        var scene = await Given.ABoundContact();
        await Push(scene);
        for (var tries = 0; tries < 1200 && await House.Value<string>(OfContact) == "Pending"; tries++)
        {
            await Task.Delay(50); // the outcome is written some ms after the phone rang
        }

        await House.SqlAsApplication("update delivery set state = 'Pending', finished_at = null, not_before = now() + interval '1 day' where account = 'Owner'");
        (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contacts/{scene.ContactId}/removal")).ShouldBeOk();
        await House.Settled();
        Assert.Equal("NotFollowing", await House.Value<string>(OfContact));
        Assert.Equal(0, (await (await scene.Contact()).Get("/messages")).ShouldBeOk()["total"].GetInt32());
    }

    /// <summary>The lead is told of the binding as well.</summary>
    private const string OfContact = "select state from delivery where account = 'Owner'";

    private async Task Push(Scene scene)
    {
        await House.InDatabase(db =>
        {
            db.Announce(new TermPlanPushed(
                Guid.CreateVersion7(), scene.ProjectId, Demo.Id("agency", Demo.Project(scene.ProjectKey).GetProperty("agencyKey").GetString()!), new(2026, 1, 1), new(2026, 12, 31), 12));
            return db.SaveChangesAsync();
        });
        await House.Settled();
    }
}
