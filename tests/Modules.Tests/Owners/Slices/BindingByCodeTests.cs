using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Owners.Slices;

/// <summary>Whoever binds proves his phone and agrees to what is done with his data; what others try with it is refused in plain words.</summary>
public sealed class BindingByCodeTests(House house) : Slice(house)
{
    private const string Phone = "13900002046";

    /// <summary>Somebody whom the owner account has never seen.</summary>
    private const string Newcomer = "sh-operator2";

    [Fact, Rule("OWN-06")]
    public async Task Without_a_proven_phone_or_without_consent_nobody_is_bound()
    {
        var (scene, code, contact) = await Scanned();
        var version = (await contact.Get($"/invitations/{code}")).ShouldBeOk()["privacyVersion"].GetString();
        var form = new { scene = code, name = "周桂兰", isEmployee = true, consentVersion = version };

        (await contact.Post("/bindings", form)).ShouldRefuse("contact.phone_unproven", "OWN-06", 422);
        (await contact.Post("/bindings", new { scene = code, name = "周桂兰", isEmployee = true })).ShouldRefuse("contact.consent_missing", "OWN-06", 422);
        (await contact.Post("/bindings", new { scene = code, name = "周桂兰", isEmployee = true, consentVersion = "2020-01" })).ShouldRefuse("contact.consent_outdated", "OWN-06", 409);
        Assert.Equal(0, await House.Value<long>($"select count(*) from contact_binding where project_id = '{scene.ProjectId}'"));
    }

    [Fact, Rule("OWN-06")]
    public async Task The_consent_is_kept_with_its_version_and_the_phone_is_the_one_that_got_the_code()
    {
        var (scene, code, contact) = await Scanned();
        (await contact.Post("/bindings", await House.Sandbox.BindingForm(contact, code, Newcomer))).ShouldBeOk();

        Assert.Equal(1, await House.Value<long>("select count(*) from privacy_consent where withdrawn_at is null and length(text_sha256) = 64"));
        var listed = (await (await scene.Lead()).Get($"/projects/{scene.ProjectId}")).ShouldBeOk()["contacts"][0].GetProperty("maskedPhone").GetString();
        Assert.EndsWith(Demo.Person(Newcomer).Phone![^4..], listed, StringComparison.Ordinal);
    }

    [Fact, Rule("OWN-06"), Rule("NTF-18")]
    public async Task The_lead_hears_once_that_somebody_scanned_his_code_and_nobody_else_does()
    {
        var (scene, code, contact) = await Scanned();
        (await contact.Post("/bindings", await House.Sandbox.BindingForm(contact, code, Newcomer))).ShouldBeOk();
        (await contact.Post("/bindings", new { scene = code })).ShouldBeOk();
        await House.Settled();

        var told = (await (await scene.Lead()).Get("/messages")).ShouldBeOk()["items"].EnumerateArray().Where(m => m.GetProperty("title").GetString() == "联系人绑好了").ToList();
        Assert.Equal($"/agency/projects/{scene.ProjectId}", Assert.Single(told).GetProperty("url").GetString());
        Assert.Equal(1, await House.Value<long>("select count(*) from notice where template = 'contact_bound'"));
    }

    [Fact, Rule("OWN-18")]
    public async Task Who_is_known_binds_to_another_project_without_another_code()
    {
        var scene = await Given.ABoundContact();
        var contact = await scene.Contact();
        var lead = await scene.Lead();
        var contactsOf = (await contact.Get("/home")).ShouldBeOk()["projects"].EnumerateArray().Select(p => p.GetProperty("id").GetGuid()).ToList();
        var other = (await lead.Get("/projects")).ShouldBeOk()["items"].EnumerateArray().Select(p => p.GetProperty("id").GetGuid())
            .First(id => id != scene.ProjectId && !contactsOf.Contains(id));
        var code = (await lead.Post($"/projects/{other}/contact-invitation")).ShouldBeOk()["scene"].GetString()!;
        var page = (await contact.Get($"/invitations/{code}")).ShouldBeOk();
        Assert.Equal(Demo.Person(scene.ContactKey).Name, page["known"].GetProperty("name").GetString());

        var bound = (await contact.Post("/bindings", new { scene = code, isEmployee = true, consentVersion = page["privacyVersion"].GetString() })).ShouldBeOk();

        Assert.Equal((scene.ContactId, other), (bound["contactId"].GetGuid(), bound["projectId"].GetGuid()));
        Assert.Equal(1, await House.Value<long>($"select count(*) from contact_binding where project_id = '{other}' and contact_id = '{scene.ContactId}'"));
    }

    [Fact, Rule("OWN-06")]
    public async Task A_forged_scene_says_the_same_as_one_that_never_was_and_sends_no_code()
    {
        var (scene, _, contact) = await Scanned();
        foreach (var forged in new[] { "bind_AAAAAAAAAAAAAAAAAAAA", "bind_%27%20or%201%3D1", "verify" })
        {
            (await contact.Get($"/invitations/{forged}")).ShouldRefuse("invitation.unknown", "OWN-06", 404);
            (await contact.Post("/bindings/codes", new { scene = forged, phone = Phone })).ShouldRefuse("invitation.unknown", "OWN-06", 404);
            (await contact.Post("/bindings", new { scene = forged, projectId = scene.ProjectId })).ShouldRefuse("invitation.unknown", "OWN-06", 404);
        }

        Assert.Empty((await House.Sandbox.Get("sms")).EnumerateArray());
    }

    [Fact, Rule("OWN-06")]
    public async Task A_code_that_somebody_else_asked_for_opens_nothing()
    {
        var (scene, code, contact) = await Scanned();
        var sent = (await contact.Post("/bindings/codes", new { scene = code, phone = Demo.Person(Newcomer).Phone })).ShouldBeOk();
        using var thief = await House.Owner("bj-contact");
        var version = (await thief.Get($"/invitations/{code}")).ShouldBeOk()["privacyVersion"].GetString();

        var stolen = new
        {
            scene = code, name = "冒名的人", isEmployee = true, consentVersion = version, codeId = sent["codeId"].GetGuid(), code = await House.SmsCode(Newcomer),
            openId = "o-of-somebody-else", contactId = Guid.NewGuid(),
        };
        (await thief.Post("/bindings", stolen)).ShouldRefuse("phone.code_unknown", status: 404);
        (await thief.Get("/home")).ShouldBeOk();
        Assert.Equal(0, await House.Value<long>("select count(*) from contact_binding where ended_at is null and project_id = '" + scene.ProjectId + "'"));
    }

    [Fact, Rule("OWN-06")]
    public async Task Five_wrong_codes_void_it_and_a_used_or_old_one_is_refused()
    {
        var (scene, code, contact) = await Scanned();
        var right = await House.Sandbox.BindingForm(contact, code, Newcomer);
        for (var left = 4; left >= 0; left--)
        {
            var refused = await contact.Post("/bindings", Wrong(right));
            refused.ShouldRefuse("phone.code_wrong", status: 422);
            Assert.Equal(left, refused["triesLeft"].GetInt32());
        }

        (await contact.Post("/bindings", right)).ShouldRefuse("phone.code_expired", status: 409);
        House.At(House.Time.GetUtcNow().AddMinutes(2).ToString("O"));
        var second = await House.Sandbox.BindingForm(contact, code, Newcomer);
        House.At(House.Time.GetUtcNow().AddMinutes(6).ToString("O"));
        (await contact.Post("/bindings", second)).ShouldRefuse("phone.code_expired", status: 409);
    }

    [Fact, Rule("OWN-06")]
    public async Task One_visitor_one_phone_and_one_network_get_few_codes_and_all_hear_the_same_sentence()
    {
        var (scene, code, contact) = await Scanned();
        using var other = await House.Owner("bj-operator");
        (await contact.Post("/bindings/codes", new { scene = code, phone = Phone })).ShouldBeOk();

        var byVisitor = await contact.Post("/bindings/codes", new { scene = code, phone = "13900002047" });
        var byPhone = await other.Post("/bindings/codes", new { scene = code, phone = "139 0000 2046" });
        byVisitor.ShouldRefuse("phone.codes_too_many", "OWN-06", 429);
        byPhone.ShouldRefuse("phone.codes_too_many", "OWN-06", 429);
        Assert.Equal(byVisitor["title"].GetString(), byPhone["title"].GetString());

        await House.SqlAsApplication("update sms_meter set in_hour = 30 where key like 'address:%'");
        House.At(House.Time.GetUtcNow().AddMinutes(2).ToString("O"));
        (await other.Post("/bindings/codes", new { scene = code, phone = "13900002048" })).ShouldRefuse("phone.codes_too_many", "OWN-06", 429);
        Assert.Single((await House.Sandbox.Get("sms")).EnumerateArray());
    }

    [Fact, Rule("OWN-06")]
    public async Task Twenty_requests_at_the_same_instant_send_one_message()
    {
        var (_, code, contact) = await Scanned();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => contact.Post("/bindings/codes", new { scene = code, phone = Phone })));
        Assert.Single(answers, a => a.Status == System.Net.HttpStatusCode.OK);
        Assert.Single((await House.Sandbox.Get("sms")).EnumerateArray());
    }

    [Fact, Rule("OWN-06")]
    public async Task A_known_phone_and_an_unknown_one_get_the_same_answer()
    {
        var scene = await Given.ABoundContact();
        var code = (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk()["scene"].GetString()!;
        House.At(House.Time.GetUtcNow().AddMinutes(2).ToString("O"));
        using var curious = await House.Owner("bj-contact");
        var known = (await curious.Post("/bindings/codes", new { scene = code, phone = Demo.Person(scene.ContactKey).Phone })).ShouldBeOk();
        House.At(House.Time.GetUtcNow().AddMinutes(2).ToString("O"));
        var unknown = (await curious.Post("/bindings/codes", new { scene = code, phone = Phone })).ShouldBeOk();
        Assert.Equal(known.Json.EnumerateObject().Select(p => p.Name), unknown.Json.EnumerateObject().Select(p => p.Name));
    }

    private async Task<(Scene Scene, string Code, OwnerClient Contact)> Scanned()
    {
        var scene = Given.AProject();
        var invitation = (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
        return (scene, invitation["scene"].GetString()!, await House.Owner(Newcomer));
    }

    private static object Wrong(object right)
    {
        var form = System.Text.Json.JsonSerializer.SerializeToNode(right)!.AsObject();
        form["code"] = form["code"]!.GetValue<string>() == "000000" ? "000001" : "000000";
        return form;
    }
}
