using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Owners.Slices;

/// <summary>What is kept of a contact is his to read, to take home, and to have deleted.</summary>
public sealed class OwnDataTests(House house) : Slice(house)
{
    [Fact, Rule("OWN-14")]
    public async Task A_contact_reads_his_own_data_in_full_and_takes_it_home_without_script()
    {
        var scene = await Given.ABoundContact();
        var contact = await scene.Contact();
        await House.SqlAsApplication($"update owner_contact set name = '<script>x</script>' where id = '{scene.ContactId}'");

        var read = (await contact.Get("/own-data")).ShouldBeOk();
        var file = (await contact.Get("/own-data/file")).ShouldBeOk();

        Assert.Equal(Demo.Person(scene.ContactKey).Phone, read["phone"].GetString());
        Assert.NotEmpty(read["bindings"].EnumerateArray());
        Assert.Single(read["consents"].EnumerateArray());
        Assert.Contains(Demo.Person(scene.ContactKey).Phone!, file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", file.Text, StringComparison.Ordinal);
        using var visitor = await House.Owner("sh-operator");
        (await visitor.Get("/own-data")).ShouldRefuse("actor.not_your_role", status: 403);
    }

    [Fact, Rule("OWN-14")]
    public async Task Taking_the_consent_back_unbinds_and_is_on_record()
    {
        var scene = await Given.ABoundContact();
        var contact = await scene.Contact();
        (await contact.Post("/own-data/withdrawal", new { })).ShouldRefuse("own_data.not_sure", "SCR-09", 422);
        Assert.True((await contact.Post("/own-data/withdrawal", new { isSure = true })).ShouldBeOk()["bindings"].GetInt32() > 0);
        Assert.Empty((await contact.Get("/home")).ShouldBeOk()["projects"].EnumerateArray());
        Assert.Equal(1, await House.Value<long>("select count(*) from privacy_consent where withdrawn_at is not null"));
        Assert.Equal("Himself", await House.Value<string>($"select distinct ended_because from contact_binding where contact_id = '{scene.ContactId}'"));
    }

    [Fact, Rule("OWN-14")]
    public async Task After_erasure_nothing_names_him_the_openid_is_nobodys_and_what_he_did_stays_under_a_number()
    {
        var scene = await Given.ABoundContact();
        var contact = await scene.Contact();
        var person = Demo.Person(scene.ContactKey);
        (await contact.Post("/own-data/erasure", new { isSure = true })).ShouldBeOk();
        await House.Settled();

        Assert.Equal(0, await House.Value<long>($"select count(*) from owner_contact where name = '{person.Name}' or phone_masked like '%{person.Phone![^4..]}'"));
        Assert.Equal(0, await House.Value<long>($"select count(*) from follower where subject_id = '{scene.ContactId}'"));
        Assert.Equal(0, await House.Value<long>($"select count(*) from notice where receiver_id = '{scene.ContactId}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from contact_binding where contact_id = '{scene.ContactId}' and project_id = '{scene.ProjectId}' and ended_at is not null"));
        (await contact.Get("/own-data")).ShouldRefuse("actor.not_your_role", status: 403);
        Assert.Empty((await contact.Get("/home")).ShouldBeOk()["projects"].EnumerateArray());

        var code = (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk()["scene"].GetString()!;
        House.At(House.Time.GetUtcNow().AddMinutes(2).ToString("O"));
        using var again = await House.Owner(scene.ContactKey);
        var bound = (await again.Post("/bindings", await House.Sandbox.BindingForm(again, code, scene.ContactKey))).ShouldBeOk();
        Assert.NotEqual(scene.ContactId, bound["contactId"].GetGuid());
    }
}
