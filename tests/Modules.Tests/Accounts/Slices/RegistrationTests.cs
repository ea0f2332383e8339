using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Accounts.Slices;

/// <summary>Somebody whom no staff list knows registers, joins an agency, and leaves it (shanghai).</summary>
public sealed class RegistrationTests(House house) : Slice(house)
{
    /// <summary>Of a client's people: the national system knows him, no agency does.</summary>
    private const string Newcomer = "sh-contact2";
    private static readonly Guid Agency = DemoWorld.Id("agency", "sh-agency");

    [Fact, Rule("PEO-15", Regions = ["shanghai"]), Rule("PEO-16", Regions = ["shanghai"]), Rule("PEO-17", Regions = ["shanghai"]), Rule("PEO-21", Regions = ["shanghai"]), Rule("PEO-23", Regions = ["shanghai"]), Rule("ACC-20", Regions = ["shanghai"])]
    public async Task Three_steps_then_a_post_by_certificate_and_the_account_opens_with_the_join()
    {
        using var phone = await Registered(Newcomer, Demo.Person(Newcomer).Name, Demo.Person(Newcomer).IdentityNumber!);
        var begun = (await phone.Get("/registration")).ShouldBeOk();
        Assert.Equal(("RealName", 1), (begun["state"].GetString(), begun["posts"].GetArrayLength()));
        (await phone.Put("/registration/certificates", new { certificates = new[] { Operator() } })).ShouldRefuse("registration.portrait_first", "PEO-15", 409);

        var face = (await phone.Upload(await House.Phone(Newcomer).Selfie(), "Portrait")).ShouldBeOk().Id;
        (await phone.Put("/registration/portrait", new { photoId = face })).ShouldRefuse("face.consent_missing", status: 409);
        await AgreeToFace(phone);
        var wall = (await phone.Upload(await House.Phone(Newcomer).Picture("site"), "Portrait")).ShouldBeOk().Id;
        (await phone.Put("/registration/portrait", new { photoId = wall })).ShouldRefuse("face.no_face", "PEO-25", 422);
        Assert.Equal("RealName", (await phone.Get("/registration")).ShouldBeOk()["state"].GetString());
        Assert.Equal("PortraitPassed", (await phone.Put("/registration/portrait", new { photoId = face })).ShouldBeOk()["state"].GetString());
        (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Representative" })).ShouldRefuse("employment.registration_incomplete", "PEO-15", 409);

        (await phone.Put("/registration/certificates", new { certificates = new[] { new { kind = "Engineer", level = "Senior", number = "X", validUntil = "2030-01-01" } } }))
            .ShouldRefuse("registration.certificate_unclear", "PEO-16", 422);
        Assert.Equal((string[])["Representative"], Posts(await phone.Put("/registration/certificates", new { certificates = Array.Empty<object>() })));
        Assert.Equal((string[])["Operator", "Representative"], Posts(await phone.Put("/registration/certificates", new { certificates = new[] { Operator() } })));
        (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Engineer" })).ShouldRefuse("employment.engineer_needs_certificate", "PEO-17", 409);
        (await phone.Post("/employment/joins", new { agencyId = DemoWorld.Id("agency", "bj-agency"), post = "Operator" })).ShouldRefuse("employment.agency_unknown", "PEO-17", 404);

        var request = (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Operator" })).ShouldBeOk();
        (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Operator" })).ShouldRefuse("employment.waiting", "PEO-18", 409);
        Assert.Equal(JsonValueKind.Null, (await phone.Get("/me")).ShouldBeOk()["agencyName"].ValueKind);
        var desk = await House.Console("sh-admin");
        var row = Assert.Single((await desk.Get("/employment-requests")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal(("Join", "消防设施操作员（中级）"), (row.GetProperty("move").GetString(), row.GetProperty("certificates")[0].GetString()));
        (await desk.Post($"/employment-requests/{request.Id}/approval")).ShouldBeOk();

        var me = (await phone.Get("/me")).ShouldBeOk();
        Assert.Equal(("Operator", "上海岚安消防技术服务有限公司"), (me["roles"][0].GetString(), me["agencyName"].GetString()));
        Assert.Equal("Approved", (await phone.Get("/face-base")).ShouldBeOk()["inUse"].GetProperty("state").GetString());
        Assert.Contains((await desk.Get("/people?size=100")).ShouldBeOk()["items"].EnumerateArray(), p => p.GetProperty("name").GetString() == Demo.Person(Newcomer).Name);
        (await desk.Post($"/employment-requests/{request.Id}/approval")).ShouldRefuse("employment.decided", "PEO-18", 409);
    }

    [Fact, Rule("PEO-18", Regions = ["shanghai"]), Rule("PEO-19", Regions = ["shanghai"])]
    public async Task A_refusal_has_a_reason_that_the_applicant_reads_and_nobody_is_employed_twice()
    {
        using var phone = await Complete(Newcomer, Demo.Person(Newcomer).Name, Demo.Person(Newcomer).IdentityNumber!);
        var first = (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Operator" })).ShouldBeOk();
        var desk = await House.Agency("sh-admin");
        (await desk.Post($"/employment-requests/{first.Id}/rejection", new { reason = "" })).ShouldRefuse("employment.reason_missing", "PEO-18", 422);
        (await (await House.Console("bj-admin")).Get("/employment-requests")).ShouldRefuse("actor.not_your_role", status: 403);
        (await desk.Post($"/employment-requests/{first.Id}/rejection", new { reason = "证书照片看不清" })).ShouldBeOk();
        Assert.Equal("证书照片看不清", (await phone.Get("/employment")).ShouldBeOk()["requests"][0].GetProperty("reason").GetString());

        var second = (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Operator" })).ShouldBeOk();
        (await desk.Post($"/employment-requests/{second.Id}/approval")).ShouldBeOk();
        (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Operator" })).ShouldRefuse("employment.employed_already", "PEO-19", 409);

        var leave = (await phone.Post("/employment/leaves", new { isSure = true })).ShouldBeOk();
        (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Operator" })).ShouldRefuse("employment.employed_already", "PEO-19", 409);
        (await desk.Post($"/employment-requests/{leave.Id}/approval")).ShouldBeOk();
        (await phone.Get("/me")).ShouldRefuse("session.ended", status: 401);
        await SignInTests.SignIn(phone, Newcomer);
        Assert.Equal(0, (await phone.Get("/me")).ShouldBeOk()["roles"].GetArrayLength());
        (await phone.Post("/employment/leaves", new { isSure = true })).ShouldRefuse("employment.not_employed", "PEO-18", 409);
        (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Representative" })).ShouldBeOk();
    }

    [Fact, Rule("PEO-19", Regions = ["shanghai"])]
    public async Task Whose_number_is_employed_already_cannot_be_employed_under_another_phone()
    {
        using var phone = await Complete(Newcomer, Demo.Person("sh-operator").Name, Demo.Person("sh-operator").IdentityNumber!);
        var request = (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Operator" })).ShouldBeOk();
        (await (await House.Console("sh-admin")).Post($"/employment-requests/{request.Id}/approval")).ShouldRefuse("person.employed_already", "PEO-19", 409);
        Assert.Equal("Pending", (await phone.Get("/employment")).ShouldBeOk()["requests"][0].GetProperty("state").GetString());
    }

    [Fact, Rule("PEO-03", Regions = ["shanghai"]), Rule("PEO-04", Regions = ["shanghai"])]
    public async Task An_operator_who_leaves_or_joins_has_eligibility_judged_anew_and_is_listed_with_level_and_direction()
    {
        var agency = await JustEnough.Staff(House, "shanghai");
        var desk = await House.Console("sh-admin");
        var leave = (await (await House.MiniProgram("sh-operator2")).Post("/employment/leaves", new { isSure = true })).ShouldBeOk();
        (await desk.Post($"/employment-requests/{leave.Id}/approval")).ShouldBeOk();
        Assert.False(await JustEnough.Suffices(House, agency));

        using var phone = await Complete(Newcomer, Demo.Person(Newcomer).Name, Demo.Person(Newcomer).IdentityNumber!);
        var join = (await phone.Post("/employment/joins", new { agencyId = agency, post = "Operator" })).ShouldBeOk();
        (await desk.Post($"/employment-requests/{join.Id}/approval")).ShouldBeOk();
        Assert.True(await JustEnough.Suffices(House, agency));
        var listed = Assert.Single((await desk.Get($"/people?search={Uri.EscapeDataString(Demo.Person(Newcomer).Name)}")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("certificates")[0];
        Assert.Equal(("消防设施操作员（中级）", "YZ-CZ-2024-0001", "监控"), (listed.GetProperty("says").GetString(), listed.GetProperty("number").GetString(), listed.GetProperty("direction").GetString()));
        Assert.Empty((await desk.Get($"/people?search={Uri.EscapeDataString(Demo.Person("sh-operator2").Name)}")).ShouldBeOk()["items"].EnumerateArray());
    }

    [Fact, Rule("PEO-03", Regions = ["shanghai"]), Rule("PEO-04", Regions = ["shanghai"]), Rule("PEO-18", Regions = ["shanghai"])]
    public async Task Who_is_employed_renews_his_certificate_and_the_list_changes_when_the_agency_has_passed_it()
    {
        using var phone = await Complete(Newcomer, Demo.Person(Newcomer).Name, Demo.Person(Newcomer).IdentityNumber!);
        var desk = await House.Console("sh-admin");
        var join = (await phone.Post("/employment/joins", new { agencyId = Agency, post = "Operator" })).ShouldBeOk();
        Task<Answer> Renew(string level) => phone.Put("/registration/certificates", new { certificates = new[] { new { kind = "Operator", level, number = "YZ-CZ-2030-0002", validUntil = "2036-01-01" } } });
        async Task<string?> Listed() => Assert.Single((await desk.Get($"/people?search={Uri.EscapeDataString(Demo.Person(Newcomer).Name)}")).ShouldBeOk()["items"][0].GetProperty("certificates").EnumerateArray()).GetProperty("says").GetString();
        (await Renew("Senior")).ShouldRefuse("employment.waiting", "PEO-18", 409);
        (await desk.Post($"/employment-requests/{join.Id}/approval")).ShouldBeOk();
        Assert.Equal("消防设施操作员（中级）", await Listed());

        (await Renew("Senior")).ShouldBeOk();
        (await Renew("Technician")).ShouldBeOk();
        var asked = Assert.Single((await desk.Get("/employment-requests")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal(("Renew", "消防设施操作员（技师）"), (asked.GetProperty("move").GetString(), asked.GetProperty("certificates")[0].GetString()));
        (await phone.Post("/employment/leaves", new { isSure = true })).ShouldRefuse("employment.waiting", "PEO-18", 409);
        (await desk.Post($"/employment-requests/{asked.GetProperty("id").GetGuid()}/rejection", new { reason = "等级不对" })).ShouldBeOk();
        Assert.Equal(("消防设施操作员（中级）", "等级不对"), (await Listed(), (await phone.Get("/employment")).ShouldBeOk()["requests"][0].GetProperty("reason").GetString()));

        (await Renew("Senior")).ShouldBeOk();
        asked = Assert.Single((await desk.Get("/employment-requests")).ShouldBeOk()["items"].EnumerateArray());
        (await desk.Post($"/employment-requests/{asked.GetProperty("id").GetGuid()}/approval")).ShouldBeOk();
        Assert.Equal("消防设施操作员（高级）", await Listed());
        await House.Settled();
        Assert.True(await House.Value<bool>($"select judged_at is not null from agency where id = '{Agency}'"));
        (await phone.Get("/me")).ShouldBeOk();

        // Who is gone meanwhile has nothing to renew: nobody says that it was passed.
        (await Renew("Technician")).ShouldBeOk();
        asked = Assert.Single((await desk.Get("/employment-requests")).ShouldBeOk()["items"].EnumerateArray());
        await House.SqlAsAdmin($"update person set left_at = now() where name = '{Demo.Person(Newcomer).Name}'");
        (await desk.Post($"/employment-requests/{asked.GetProperty("id").GetGuid()}/approval")).ShouldRefuse("employment.gone_meanwhile", "PEO-18", 409);
        (await desk.Post($"/employment-requests/{asked.GetProperty("id").GetGuid()}/rejection", new { reason = "已经离职" })).ShouldBeOk();
    }

    [Fact, Rule("PEO-15", Regions = ["shanghai"])]
    public async Task Whom_the_national_system_does_not_know_or_who_proves_no_phone_does_not_register()
    {
        var number = Demo.Person(Newcomer).IdentityNumber!;
        using var phone = await Proven(Newcomer);
        (await Begin(phone, "别的名字", number)).ShouldRefuse("registration.not_known_nationally", "PEO-15", 409);
        (await Begin(phone, Demo.Person(Newcomer).Name, number[..17] + (number[17] == '0' ? '1' : '0'))).ShouldRefuse("registration.identity_invalid", "PEO-15", 422);
        (await Begin(phone, " ", number)).ShouldRefuse("registration.name_missing", "PEO-15", 422);
        (await Begin(phone, Demo.Person(Newcomer).Name, number, "beijing")).ShouldRefuse("registration.not_here", "PEO-15", 409);
        (await Begin(phone, Demo.Person(Newcomer).Name, number, privacy: "")).ShouldRefuse("consent.missing", status: 422);
        using var unproven = new Caller(House.System, "miniprogram");
        await SignInTests.SignIn(unproven, "sh-contact");
        (await Begin(unproven, Demo.Person(Newcomer).Name, number)).ShouldRefuse("registration.phone_first", "PEO-15", 409);
        Assert.Equal(0, await House.Value<long>("select count(*) from registration"));
    }

    [Fact, Rule("ORG-38", Regions = ["shanghai"]), Rule("ORG-26")]
    public async Task The_directory_of_agencies_is_open_to_anybody_and_tells_what_is_public()
    {
        using var anybody = House.System.Anonymous();
        var page = (await anybody.Get("/agencies?region=shanghai")).ShouldBeOk();
        var row = page["items"].EnumerateArray().Single(a => a.GetProperty("id").GetGuid() == Agency);
        Assert.Equal((string[])["address", "creditCode", "id", "name", "serviceTypes"], row.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await anybody.Get("/agencies?region=shanghai&search=没有这家")).ShouldBeOk()["total"].GetInt32());
    }

    private static object Operator() => new { kind = "Operator", level = "Intermediate", number = "YZ-CZ-2024-0001", validUntil = "2032-01-01", direction = "监控" };

    private static IEnumerable<string> Posts(Answer card) => card.ShouldBeOk()["posts"].EnumerateArray().Select(p => p.GetString()!);

    private async Task<Caller> Complete(string key, string name, string number)
    {
        var phone = await Registered(key, name, number);
        await AgreeToFace(phone);
        var face = (await phone.Upload(await House.Phone(key).Selfie(), "Portrait")).ShouldBeOk().Id;
        (await phone.Put("/registration/portrait", new { photoId = face })).ShouldBeOk();
        (await phone.Put("/registration/certificates", new { certificates = new[] { Operator() } })).ShouldBeOk();
        return phone;
    }

    private async Task<Caller> Registered(string key, string name, string number)
    {
        var phone = await Proven(key);
        SignInTests.Use(phone, (await Begin(phone, name, number)).ShouldBeOk());
        return phone;
    }

    private async Task<Caller> Proven(string key)
    {
        var phone = new Caller(House.System, "miniprogram");
        await SignInTests.SignIn(phone, key);
        (await phone.Post("/link/phone", new { code = await House.Phone(key).PhoneCode() })).ShouldBeOk();
        return phone;
    }

    private static async Task<Answer> Begin(Caller phone, string name, string number, string region = "shanghai", string? privacy = null) =>
        await phone.Post("/registration", new { region, name, identityNumber = number, privacyVersion = privacy ?? await Version(phone, "Privacy") });

    private static async Task AgreeToFace(Caller phone) => (await phone.Put("/privacy/Face", new { version = await Version(phone, "Face") })).ShouldBeOk();

    private static async Task<string?> Version(Caller phone, string kind) =>
        (await phone.Get("/privacy")).ShouldBeOk().Json.EnumerateArray().Single(t => t.GetProperty("kind").GetString() == kind).GetProperty("version").GetString();
}
