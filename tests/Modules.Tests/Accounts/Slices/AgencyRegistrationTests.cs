using WeChatService.Kernel;
using WeChatService.Modules.Tests.Reports;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Accounts.Slices;

/// <summary>An agency registers itself in four parts (shanghai).</summary>
public sealed class AgencyRegistrationTests(House house) : Slice(house)
{
    private const string Legal = "sh-contact2", Name = "上海澜汀消防技术服务有限公司", Code = "91319901MA9100099X";

    [Fact, Rule("ORG-34", Regions = ["shanghai"]), Rule("ORG-35", Regions = ["shanghai"]), Rule("ORG-36", Regions = ["shanghai"]), Rule("ORG-37", Regions = ["shanghai"]), Rule("ORG-03", Regions = ["shanghai"]), Rule("ACC-19", Regions = ["shanghai"])]
    public async Task Four_parts_in_their_order_and_the_agency_is_there_under_the_brigade_of_its_default_office()
    {
        using var phone = await Proven();
        (await Begin(phone, name: "上海没有这家公司")).ShouldRefuse("agency_registration.not_known_nationally", "ORG-34", 409);
        (await Begin(phone, code: "9131990")).ShouldRefuse("agency_registration.credit_code_invalid", "ORG-03", 422);
        (await Begin(phone, region: "beijing")).ShouldRefuse("agency_registration.not_here", "ORG-34", 409);
        (await Begin(phone, privacy: "")).ShouldRefuse("consent.missing", status: 422);
        SignInTests.Use(phone, (await Begin(phone)).ShouldBeOk());
        Assert.Equal("Named", State(await phone.Get("/agency-registration")));

        var (licence, front, back) = (await Picture(phone), await Picture(phone), await Picture(phone));
        var face = (await phone.Upload(await House.Phone(Legal).Selfie(), "Portrait")).ShouldBeOk().Id;
        var number = Demo.Person(Legal).IdentityNumber!;
        object Person(Guid? portrait = null, string? name = null, Guid? idBack = null) =>
            new { name = name ?? Demo.Person(Legal).Name, identityNumber = number, idFrontPhotoId = front, idBackPhotoId = idBack ?? back, portraitPhotoId = portrait ?? face };
        (await phone.Put("/agency-registration/legal-person", Person())).ShouldRefuse("agency_registration.out_of_order", "ORG-34", 409);
        (await phone.Put("/agency-registration/licence", new { photoId = Guid.NewGuid() })).ShouldRefuse("photo.missing");
        var tiny = (await phone.Upload(SmallPng.Of(640, 479, ink: true), "Other", "image/png")).ShouldBeOk().Id;
        (await phone.Put("/agency-registration/licence", new { photoId = tiny })).ShouldRefuse("agency_registration.picture_too_small", "ORG-37", 422);
        var night = (await phone.Upload(await Dark(await House.Phone(Legal).Picture("site")), "Other")).ShouldBeOk().Id;
        (await phone.Put("/agency-registration/licence", new { photoId = night })).ShouldRefuse("photo.paper_dark", "ORG-37", 422);
        (await phone.Post("/agency-registration/papers", new { photoId = night, kind = "IdBack" }, "")).ShouldRefuse("photo.paper_dark", "ORG-37", 422);
        (await phone.Post("/agency-registration/papers", new { photoId = back, kind = "IdBack" }, "")).ShouldBeOk();
        Assert.Equal("Licensed", State(await phone.Put("/agency-registration/licence", new { photoId = licence })));

        (await phone.Put("/agency-registration/legal-person", new { name = Demo.Person(Legal).Name, identityNumber = "1" })).ShouldRefuse("agency_registration.legal_person_missing", "ORG-37", 422);
        (await phone.Put("/agency-registration/legal-person", Person(idBack: front))).ShouldRefuse("agency_registration.pictures_missing", "ORG-37", 422);
        (await phone.Put("/agency-registration/legal-person", Person(idBack: tiny))).ShouldRefuse("agency_registration.picture_too_small", "ORG-37", 422);
        (await phone.Put("/agency-registration/legal-person", Person(idBack: night))).ShouldRefuse("photo.paper_dark", "ORG-37", 422);
        (await phone.Put("/agency-registration/legal-person", Person(name: "别的人"))).ShouldRefuse("agency_registration.not_the_legal_person", "ORG-34", 409);
        (await phone.Put("/agency-registration/legal-person", Person())).ShouldRefuse("face.consent_missing", status: 409);
        (await phone.Put("/privacy/Face", new { version = await Version(phone, "Face") })).ShouldBeOk();
        (await phone.Put("/agency-registration/legal-person", Person(portrait: licence))).ShouldRefuse("face.no_face", status: 422);
        Assert.Equal("LegalPersonKnown", State(await phone.Put("/agency-registration/legal-person", Person())));

        (await phone.Put("/agency-registration/basics", Basics(("临湖区", true)))).ShouldRefuse("agency_registration.out_of_order", "ORG-34", 409);
        (await phone.Put("/agency-registration/password", new { password = "12345678" })).ShouldRefuse("account.password_too_weak", "ACC-06", 422);
        Assert.Equal("LegalPersonKnown", State(await phone.Get("/agency-registration")));
        Assert.Equal("PasswordSet", State(await phone.Put("/agency-registration/password", new { password = "Lanting-2026" })));

        (await phone.Put("/agency-registration/basics", Basics(("临湖区", true), ("望山区", true)))).ShouldRefuse("agency.one_default_office", "ORG-36", 422);
        (await phone.Put("/agency-registration/basics", Basics(("不存在区", true)))).ShouldRefuse("agency.office_unclear", "ORG-35", 422);
        (await phone.Put("/agency-registration/basics", new { serviceTypes = Array.Empty<string>(), offices = Array.Empty<object>() })).ShouldRefuse("agency.service_type_missing", "ORG-08", 422);
        (await House.Anonymous().Get($"/agencies?region=shanghai&search={Uri.EscapeDataString(Name)}")).ShouldBeOk();
        var done = (await phone.Put("/agency-registration/basics", Basics(("临湖区", false), ("望山区", true)))).ShouldBeOk();
        Assert.Equal(("Complete", "望山区消防救援支队"), (done["state"].GetString(), done["brigade"].GetString()));
        (await phone.Put("/agency-registration/basics", Basics(("临湖区", true)))).ShouldRefuse("agency_registration.complete", "ORG-34", 409);

        // Everybody finds it; at the desk the account that was made on the phone manages it (ACC-19)
        var listed = Assert.Single((await House.Anonymous().Get($"/agencies?region=shanghai&search={Uri.EscapeDataString(Name)}")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Contains("望山区", listed.GetProperty("address").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, await House.Value<long>($"select count(*) from office o join agency a on a.id = o.agency_id where a.credit_code = '{Code}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from office o join agency a on a.id = o.agency_id where a.credit_code = '{Code}' and o.is_default"));
        using var desk = new Caller(House.System, "console");
        var me = (await desk.Post("/sign-in", new { userName = done["userName"].GetString(), password = "Lanting-2026" }, "")).ShouldBeOk();
        Assert.Equal(Name, me["agencyName"].GetString());
        (await desk.Get("/employment-requests")).ShouldBeOk();
        Assert.Equal(0, await House.Value<long>($"select count(*) from founding_form where encode(sealed_legal_person_number, 'escape') like '%{number}%'"));

        // Whoever else begins with the same licence is told
        using var second = await Proven("xj-contact2");
        (await Begin(second)).ShouldRefuse("agency_registration.exists", "ORG-34", 409);
    }

    private static string? State(Answer card) => card.ShouldBeOk()["state"].GetString();

    private static object Basics(params (string District, bool IsDefault)[] offices) =>
        new { serviceTypes = new[] { "MaintenanceAndDetection" }, offices = offices.Select(o => new { name = "办公地", district = o.District, address = "湖滨路 88 号 3 楼", isDefault = o.IsDefault }) };

    /// <summary>The same paper in a room without light.</summary>
    private static Task<byte[]> Dark(byte[] picture) => PrintedFile.Bytes(
        "/usr/bin/python3", picture, "-c", "import sys; from PIL import Image; Image.open(sys.argv[1]).point(lambda v: v // 8).save(sys.stdout.buffer, 'JPEG')", "{in}");

    private async Task<Guid> Picture(Caller phone) => (await phone.Upload(await House.Phone(Legal).Picture("site"), "Other")).ShouldBeOk().Id;

    private async Task<Caller> Proven(string key = Legal)
    {
        var phone = new Caller(House.System, "miniprogram");
        await SignInTests.SignIn(phone, key);
        (await phone.Post("/link/phone", new { code = await House.Phone(key).PhoneCode() })).ShouldBeOk();
        return phone;
    }

    private static async Task<Answer> Begin(Caller phone, string region = "shanghai", string name = Name, string code = Code, string? privacy = null) =>
        await phone.Post("/agency-registration", new { region, name, creditCode = code, privacyVersion = privacy ?? await Version(phone, "Privacy") });

    private static async Task<string?> Version(Caller phone, string kind) =>
        (await phone.Get("/privacy")).ShouldBeOk().Json.EnumerateArray().Single(t => t.GetProperty("kind").GetString() == kind).GetProperty("version").GetString();
}
