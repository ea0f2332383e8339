using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Owners.Slices;

/// <summary>A contact who left sees nothing from that second on, and the code that he scanned is worth nothing.</summary>
public sealed class LeavingTests(House house) : Slice(house)
{
    [Theory, Rule("OWN-14"), Rule("OWN-08")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Whom_the_agency_removes_sees_nothing_in_the_session_that_is_open(string region)
    {
        var scene = await Given.ABoundContact(region);
        var (lead, contact) = (await scene.Lead(), await scene.Contact());
        var old = (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk()["scene"].GetString()!;
        Assert.True(await Sees(contact, scene));

        (await lead.Post($"/projects/{scene.ProjectId}/contacts/{scene.ContactId}/removal")).ShouldBeOk();

        Assert.False(await Sees(contact, scene));
        var left = Demo.Project(scene.ProjectKey).GetProperty("name").GetString()!;
        foreach (var page in new[] { "/units", "/faults", "/visits", "/reports", "/messages" })
        {
            Assert.DoesNotContain(left, (await contact.Get(page)).ShouldBeOk().Text, StringComparison.Ordinal);
        }

        Assert.Empty((await lead.Get($"/projects/{scene.ProjectId}")).ShouldBeOk()["contacts"].EnumerateArray());
        (await contact.Post("/bindings", new { scene = old })).ShouldRefuse("invitation.revoked", "OWN-06", 409);
        (await lead.Post($"/projects/{scene.ProjectId}/contacts/{scene.ContactId}/removal")).ShouldRefuse("project.no_such_contact", "OWN-14", 404);
    }

    [Fact, Rule("OWN-06"), Rule("OWN-18")]
    public async Task Who_unbound_himself_may_come_back_by_the_new_code()
    {
        var scene = await Given.ABoundContact();
        var (lead, contact) = (await scene.Lead(), await scene.Contact());
        (await contact.Post($"/bindings/{scene.ProjectId}/ending")).ShouldBeOk();
        (await contact.Post($"/bindings/{scene.ProjectId}/ending")).ShouldRefuse("contact.not_bound", "OWN-14", 404);

        var fresh = (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk()["scene"].GetString()!;
        var again = (await contact.Post("/bindings", await House.Sandbox.BindingForm(contact, fresh, scene.ContactKey))).ShouldBeOk();

        Assert.Equal(scene.ContactId, again["contactId"].GetGuid());
        var here = $"select count(*) from contact_binding where contact_id = '{scene.ContactId}' and project_id = '{scene.ProjectId}'";
        Assert.Equal((2, 1), (await House.Value<long>(here), await House.Value<long>($"{here} and ended_at is null")));
    }

    [Fact, Rule("OWN-19"), Rule("OWN-14")]
    public async Task A_colleague_of_the_same_unit_removes_and_sees_phones_masked_and_a_stranger_does_neither()
    {
        var scene = await Given.ABoundContact();
        var contact = await scene.Contact();
        var unitId = Demo.Id("owner", Demo.Project(scene.ProjectKey).GetProperty("ownerKey").GetString()!);
        var unit = Assert.Single((await contact.Get("/units")).ShouldBeOk().Json.EnumerateArray(), u => u.GetProperty("id").GetGuid() == unitId);
        Assert.DoesNotContain(Demo.Person(scene.ContactKey).Phone!, unit.ToString(), StringComparison.Ordinal);

        var elsewhere = await Given.ABoundContact("beijing");
        var stranger = await elsewhere.Contact();
        (await stranger.Post($"/units/{unitId}/contacts/{scene.ContactId}/removal")).ShouldRefuse("contact.unknown", "OWN-14", 404);
        (await stranger.Post($"/bindings/{scene.ProjectId}/ending")).ShouldRefuse("contact.not_bound", "OWN-14", 404);
        Assert.DoesNotContain((await stranger.Get("/units")).ShouldBeOk().Json.EnumerateArray(), u => u.GetProperty("id").GetGuid() == unitId);

        var code = (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk()["scene"].GetString()!;
        (await stranger.Post("/bindings", await House.Sandbox.BindingForm(stranger, code, elsewhere.ContactKey))).ShouldBeOk();
        (await stranger.Post($"/units/{unitId}/contacts/{scene.ContactId}/removal")).ShouldBeOk();
        Assert.False(await Sees(contact, scene));
        Assert.Equal("Colleague", await House.Value<string>($"select ended_because from contact_binding where contact_id = '{scene.ContactId}' and project_id = '{scene.ProjectId}'"));
    }

    [Fact, Rule("OWN-06")]
    public async Task Another_lead_and_another_agency_remove_nobody()
    {
        var scene = await Given.ABoundContact();
        using var colleague = await House.Agency("sh-lead2");
        using var elsewhere = await House.Agency("bj-lead");
        (await colleague.Post($"/projects/{scene.ProjectId}/contacts/{scene.ContactId}/removal")).ShouldRefuse("project.not_yours", status: 404);
        (await elsewhere.Post($"/projects/{scene.ProjectId}/contacts/{scene.ContactId}/removal")).ShouldRefuse("project.not_yours", status: 404);
        Assert.True(await Sees(await scene.Contact(), scene));
    }

    private static async Task<bool> Sees(Caller contact, Scene scene) =>
        (await contact.Get("/home")).ShouldBeOk()["projects"].EnumerateArray().Any(p => p.GetProperty("id").GetGuid() == scene.ProjectId);
}
