using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Spine;

/// <summary>Step 1 of the story: the contact binds himself by the lead's QR code.</summary>
public class BindTests(House house) : Slice(house)
{
    [Theory]
    [Rule("OWN-06"), Rule("OWN-08")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task The_contact_scans_the_leads_code_follows_and_is_bound(string region)
    {
        var scene = Given.AProject(region);
        var lead = await scene.Lead();
        var phone = House.Phone(scene.ContactKey);
        Assert.False((await phone.Card()).GetProperty("follows").GetProperty("owner").GetBoolean());

        // The picture is really decoded: WeChat's own QR code, from the address that WeChat gave.
        var invitation = (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
        using var wechat = new HttpClient();
        var scan = await phone.ScanPicture(await wechat.GetByteArrayAsync(invitation["imageUrl"].GetString()));

        Assert.Equal("subscribe", scan.GetProperty("event").GetString());
        Assert.NotEqual("Failed", scan.GetProperty("callback").GetProperty("outcome").GetString());
        Assert.True((await phone.Card()).GetProperty("follows").GetProperty("owner").GetBoolean());

        var contact = await scene.Contact();
        var page = (await contact.Get($"/invitations/{invitation["scene"].GetString()}")).ShouldBeOk();
        Assert.Equal("Open", page["state"].GetString());
        Assert.Equal(Demo.Project(scene.ProjectKey).GetProperty("name").GetString(), page["projectName"].GetString());

        var bound = (await contact.Post("/bindings", await House.Sandbox.BindingForm(contact, invitation["scene"].GetString()!, scene.ContactKey))).ShouldBeOk();
        Assert.False(bound["alreadyBound"].GetBoolean());
        var project = (await lead.Get($"/projects/{scene.ProjectId}")).ShouldBeOk();
        Assert.Equal(Demo.Person(scene.ContactKey).Name, project["contacts"][0].GetProperty("name").GetString());
    }

    [Fact]
    [Rule("OWN-18")]
    public async Task A_second_scan_duplicates_nothing()
    {
        var scene = await Given.ABoundContact();
        var lead = await scene.Lead();
        var again = (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();

        var scan = await House.Phone(scene.ContactKey).Scan(again["content"].GetString()!);
        var contact = await scene.Contact();
        var bound = (await contact.Post("/bindings", await House.Sandbox.BindingForm(contact, again["scene"].GetString()!, scene.ContactKey))).ShouldBeOk();

        Assert.Equal("SCAN", scan.GetProperty("event").GetString());
        Assert.True(bound["alreadyBound"].GetBoolean());
        Assert.Equal(scene.ContactId, bound["contactId"].GetGuid());
        Assert.Equal(1L, await House.Value<long>($"select count(*) from contact_binding where project_id = '{scene.ProjectId}'"));
    }

    [Fact]
    [Rule("OWN-06")]
    public async Task Only_the_projects_own_lead_shows_its_code()
    {
        var scene = Given.AProject();
        using var colleague = await House.Agency("sh-lead2");
        using var elsewhere = await House.Agency("bj-lead");

        (await colleague.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldRefuse("project.not_yours", status: 404);
        (await elsewhere.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldRefuse("project.not_yours", status: 404);
    }

    [Fact]
    [Rule("OWN-07")]
    public async Task Who_is_no_employee_is_not_bound()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();
        var invitation = (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
        await House.Phone(scene.ContactKey).Scan(invitation["content"].GetString()!);
        var contact = await scene.Contact();
        var page = (await contact.Get($"/invitations/{invitation["scene"]}")).ShouldBeOk();

        var refused = await contact.Post("/bindings", new
        {
            scene = invitation["scene"].GetString(), name = Demo.Person(scene.ContactKey).Name, isEmployee = false, consentVersion = page["privacyVersion"].GetString(),
        });

        refused.ShouldRefuse("contact.not_an_employee");
        Assert.Equal(0L, await House.Value<long>($"select count(*) from contact_binding where project_id = '{scene.ProjectId}'"));
    }
}
