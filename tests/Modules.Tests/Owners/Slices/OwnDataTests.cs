using WeChatService.Modules.Tests.Faults;
using WeChatService.Modules.Tests.Reports;
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

    [Theory, Rule("OWN-13"), Rule("OWN-14"), Rule("EVL-04", Regions = ["shanghai"]), Rule("RPT-08")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task What_he_said_asked_read_and_signed_is_in_his_data_and_erasure_says_what_stays_and_why(string region)
    {
        var (report, project) = (await Shelf.Report(House, Ledger.ProjectOf(region), pdf: SmallPdf.Of(1), pages: 1), Ledger.ProjectId(region));
        using var contact = await House.Owner(Ledger.Contact(region));
        var name = Demo.Person(Ledger.Contact(region)).Name;
        var me = await House.Value<Guid>($"select id from owner_contact where name = '{name}'");
        (await contact.Get($"/reports/{report}")).ShouldBeOk();
        var signature = (await contact.Upload(SmallPng.Of(300, 120, ink: true), "Signature", "image/png")).ShouldBeOk().Id;
        (await contact.Post($"/reports/{report}/opinion", new { signatureId = signature, text = "看过了，很清楚" })).ShouldBeOk();
        var photo = await contact.UploadScene(Ledger.Contact(region));
        (await contact.Post("/repair-requests", new { projectId = project, classCode = "unsure", place = "一楼大厅", text = "红灯一直闪", photoIds = new[] { photo }, handling = "Agency" })).ShouldBeOk();
        (await contact.Post($"/reports/{report}/mails", new { address = "boss@lake.example" })).ShouldBeOk();
        await House.Settled(TimeSpan.FromMinutes(5));

        var sections = (await contact.Get("/own-data")).ShouldBeOk()["sections"].EnumerateArray().ToDictionary(s => s.GetProperty("heading").GetString()!);
        string Says(string heading) => string.Join('|', sections[heading].GetProperty("records").EnumerateArray().Select(r => r.GetProperty("what").GetString()));
        Assert.Contains("红灯一直闪", Says("报修"), StringComparison.Ordinal);
        Assert.Contains("看了报告", Says("看过的报告"), StringComparison.Ordinal);
        Assert.Contains("看过了，很清楚", Says("签过的名"), StringComparison.Ordinal);
        Assert.Contains("bo***@lake.example", Says("发到邮箱的报告"), StringComparison.Ordinal);
        var file = (await contact.Get("/own-data/file")).ShouldBeOk().Text;
        Assert.Contains("红灯一直闪", file, StringComparison.Ordinal);
        Assert.Contains("应急管理部令第7号", file, StringComparison.Ordinal);
        using var colleague = await House.Owner(Ledger.Contact(region == "beijing" ? "shaanxi" : "beijing"));
        Assert.DoesNotContain("红灯一直闪", (await colleague.Get("/own-data")).ShouldBeOk().Text, StringComparison.Ordinal);

        var kept = (await contact.Post("/own-data/erasure", new { isSure = true })).ShouldBeOk()["kept"].EnumerateArray()
            .ToDictionary(k => k.GetProperty("heading").GetString()!, k => k.GetProperty("because").GetString()!);
        await House.Settled(TimeSpan.FromMinutes(3));
        Assert.Contains("六年", kept["签过的名"], StringComparison.Ordinal);
        Assert.True(kept.ContainsKey("报修") && kept.ContainsKey("看过的报告") && !kept.ContainsKey("发到邮箱的报告") && !kept.ContainsKey("评价"));
        Assert.Equal(name, await House.Value<string>($"select contact_name from signed_opinion where report_id = '{report}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from report_reading where contact_id = '{me}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from fault where found_by_id = '{me}'"));
        Assert.Equal(0, await House.Value<long>($"select count(*) from report_mail where contact_id = '{me}'"));
        using var lead = await House.Agency(Ledger.Person(region, "lead"));
        Assert.Contains(name, (await lead.Get($"/reports/{report}")).ShouldBeOk()["clientOpinion"].GetProperty("contactName").GetString()!, StringComparison.Ordinal);
        Assert.DoesNotContain(name, (await lead.Get($"/faults?projectId={project}")).ShouldBeOk().Text, StringComparison.Ordinal);
    }

    [Fact, Rule("EVL-04", Regions = ["shanghai"]), Rule("OWN-14", Regions = ["shanghai"])]
    public async Task A_rating_is_in_his_data_and_after_erasure_the_agency_reads_it_without_his_name()
    {
        var scene = await Given.ARatedVisit();
        var contact = await scene.Contact();
        Assert.Contains("星", (await contact.Get("/own-data")).ShouldBeOk()["sections"].EnumerateArray()
            .Single(s => s.GetProperty("heading").GetString() == "评价").GetProperty("records")[0].GetProperty("what").GetString()!, StringComparison.Ordinal);
        var ratings = await House.Value<long>("select count(*) from visit_rating");
        var kept = (await contact.Post("/own-data/erasure", new { isSure = true })).ShouldBeOk()["kept"];
        Assert.Contains("评价", kept.EnumerateArray().Select(k => k.GetProperty("heading").GetString()));
        await House.Settled(TimeSpan.FromMinutes(3));

        Assert.Equal(ratings, await House.Value<long>("select count(*) from visit_rating"));
        var read = (await (await scene.Lead()).Get("/ratings")).ShouldBeOk().Text;
        Assert.DoesNotContain(Demo.Person(scene.ContactKey).Name, read, StringComparison.Ordinal);
        Assert.Contains("已删除的联系人", read, StringComparison.Ordinal);
    }

    [Fact, Rule("EVL-10", Regions = ["shanghai"])]
    public async Task How_the_agency_asked_for_a_rating_in_vain_outlives_his_data()
    {
        var scene = await Given.AFeedbackForm();
        var contact = await scene.Contact();
        await House.SqlAsAdmin("update feedback_form set silent_at = now()");
        var form = await House.Value<Guid>("select id from feedback_form");
        (await (await scene.Lead()).Post($"/feedback-forms/{form}/proofs", new { text = "打过两次电话，没有人接" })).ShouldBeOk();
        (await contact.Post("/own-data/erasure", new { isSure = true })).ShouldBeOk();
        await House.Settled(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await House.Value<long>($"select count(*) from silence_proof where form_id = '{form}'"));
    }
}
