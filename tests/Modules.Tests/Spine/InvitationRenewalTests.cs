using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Spine;

/// <summary>A project has one code, good until it is revoked, although WeChat's permanent pictures may run out.</summary>
public class InvitationRenewalTests(House house) : Slice(house)
{
    [Fact]
    [Rule("OWN-06")]
    public async Task The_code_of_a_project_is_the_same_a_year_later()
    {
        var scene = Given.AProject("shanghai");
        var first = await Ask(await scene.Lead(), scene);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, first["expiresAt"].ValueKind);

        House.At(House.Time.GetUtcNow().AddDays(366).ToString("O"));
        var later = await Ask(await House.Agency(scene.LeadKey), scene);

        Assert.Equal((first["scene"].GetString(), first["imageUrl"].GetString()), (later["scene"].GetString(), later["imageUrl"].GetString()));
        Assert.Equal(1L, await House.Value<long>("select count(*) from contact_invitation"));
    }

    [Fact]
    [Rule("OWN-06")]
    public async Task Where_no_permanent_code_is_left_a_temporary_one_in_its_last_week_gets_a_new_picture_and_keeps_its_scene()
    {
        var scene = Given.AProject("shanghai");
        await House.Sandbox.Fault("wechat", "errcode:45029", times: 1, path: "/cgi-bin/qrcode/create");
        var lead = await scene.Lead();
        var first = await Ask(lead, scene);
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, first["expiresAt"].ValueKind);
        House.At(House.Time.GetUtcNow().AddDays(20).ToString("O"));
        lead = await House.Agency(scene.LeadKey);
        Assert.Equal(first["imageUrl"].GetString(), (await Ask(lead, scene))["imageUrl"].GetString());

        House.At(House.Time.GetUtcNow().AddDays(5).ToString("O"));
        lead = await House.Agency(scene.LeadKey);
        var renewed = await Ask(lead, scene);
        Assert.NotEqual(first["imageUrl"].GetString(), renewed["imageUrl"].GetString());
        Assert.Equal(first["scene"].GetString(), renewed["scene"].GetString());
        Assert.Equal(1L, await House.Value<long>("select count(*) from contact_invitation"));
    }

    [Fact]
    [Rule("OWN-06")]
    public async Task A_code_that_was_replaced_is_refused_everywhere_and_the_new_one_works()
    {
        var scene = Given.AProject("shanghai");
        var lead = await scene.Lead();
        var old = await Ask(lead, scene);
        var fresh = (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation/replacement")).ShouldBeOk();
        Assert.NotEqual(old["scene"].GetString(), fresh["scene"].GetString());

        var contact = await scene.Contact();
        Assert.Equal("Revoked", (await contact.Get($"/invitations/{old["scene"]}")).ShouldBeOk()["state"].GetString());
        (await contact.Post("/bindings/codes", new { scene = old["scene"].GetString(), phone = Demo.Person(scene.ContactKey).Phone })).ShouldRefuse("invitation.revoked", "OWN-06", 409);
        (await contact.Post("/bindings", new { scene = old["scene"].GetString() })).ShouldRefuse("invitation.revoked", "OWN-06", 409);
        (await contact.Post("/bindings", await House.Sandbox.BindingForm(contact, fresh["scene"].GetString()!, scene.ContactKey))).ShouldBeOk();
    }

    private static async Task<Answer> Ask(Caller lead, Scene scene) => (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
}
