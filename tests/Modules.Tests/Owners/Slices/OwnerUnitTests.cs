using System.Net;
using System.Text.Json;
using WeChatService.Modules.Tests.Faults;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Owners.Slices;

/// <summary>Units, their contacts, and the first project under a contract, as the administrator enters them at his desk.</summary>
public sealed class OwnerUnitTests(House house) : IClassFixture<House>
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("OWN-01"), Rule("OWN-02"), Rule("OWN-05"), Rule("OWN-17")]
    public async Task A_unit_is_entered_with_a_warning_about_its_address_found_by_name_and_district_and_corrected_by_its_own_agency_only(string region)
    {
        using var admin = await house.Console(Admin(region));
        foreach (var missing in new[] { "name", "province", "city", "district", "address" })
        {
            (await admin.Post("/owner-units", Unit(region, missing, " "))).ShouldRefuse("owner.address_incomplete", "OWN-01", 422);
        }

        (await admin.Post("/owner-units", Unit(region, "creditCode", ""))).ShouldRefuse("owner.credit_code_missing", "OWN-17", 422);
        (await admin.Post("/owner-units", Unit(region, "name", new string('长', 101)))).ShouldRefuse("owner.too_long", "OWN-01", 422);

        // The same attempt sent twice is one unit; without a number it is saved, and said so.
        var key = Guid.NewGuid().ToString();
        var vague = (await admin.Post("/owner-units", Unit(region, "address", "澄湖路路口"), key)).ShouldBeOk();
        Assert.Equal(vague.Id, (await admin.Post("/owner-units", Unit(region, "address", "澄湖路路口"), key)).ShouldBeOk().Id);
        Assert.Contains("门牌号", vague["warning"].GetString(), StringComparison.Ordinal);
        var precise = (await admin.Post("/owner-units", Unit(region, "name", $"{region}_文汇书店"))).ShouldBeOk();
        Assert.Equal(JsonValueKind.Null, precise["warning"].ValueKind);

        var row = Assert.Single((await admin.Get("/owner-units?search=渡口小学")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal(
            (vague.Id, "门牌号", Demo.Person(Admin(region)).UserName, JsonValueKind.Null),
            (row.GetProperty("id").GetGuid(), row.GetProperty("addressLacks").GetString(), row.GetProperty("createdByUserName").GetString(), row.GetProperty("changedAt").ValueKind));
        Assert.Equal(precise.Id, Assert.Single((await admin.Get($"/owner-units?search={region}_文汇")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(0, (await admin.Get("/owner-units?search=%25渡口")).ShouldBeOk()["total"].GetInt32());
        var (here, all) = ((await admin.Get("/owner-units?district=星桥区&size=1")).ShouldBeOk(), (await admin.Get("/owner-units")).ShouldBeOk());
        Assert.Equal((2, 1), (here["total"].GetInt32(), here["items"].GetArrayLength()));
        Assert.True(all["total"].GetInt32() > 2);
        Assert.Contains((await admin.Get("/owner-units/areas")).ShouldBeOk()["used"].EnumerateArray(), a => a.GetProperty("district").GetString() == "星桥区");

        Assert.Equal(JsonValueKind.Null, (await admin.Put($"/owner-units/{vague.Id}", Unit(region, "address", "澄湖路 3 号"))).ShouldBeOk()["warning"].ValueKind);
        var changed = Assert.Single((await admin.Get("/owner-units?search=渡口小学")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal(
            ("澄湖路 3 号", Demo.Person(Admin(region)).Name, JsonValueKind.String),
            (changed.GetProperty("address").GetString(), changed.GetProperty("changedByName").GetString(), changed.GetProperty("changedAt").ValueKind));
        Assert.Equal(1, await house.Value<long>($"select count(*) from audit_entry where act = 'owner.changed' and subject_id = '{vague.Id}'"));

        // From both sides: another agency's administrator, and whoever of this one is not its administrator.
        using var stranger = await house.Console(Admin(Other(region)));
        Assert.Equal(0, (await stranger.Get("/owner-units?search=渡口小学&district=星桥区")).ShouldBeOk()["items"].EnumerateArray().Count(u => u.GetProperty("id").GetGuid() == vague.Id));
        (await stranger.Put($"/owner-units/{vague.Id}", Unit(region))).ShouldRefuse("owner.unknown", status: 404);
        using var lead = await house.Agency(Ledger.Person(region, "lead"));
        Assert.Equal(HttpStatusCode.NotFound, (await lead.Post("/owner-units", Unit(region))).Status);
        Assert.Equal("澄湖路 3 号", await house.Value<string>($"select address from owner where id = '{vague.Id}'"));
    }

    [Theory, MemberData(nameof(Regions)), Rule("OWN-03"), Rule("OWN-04"), Rule("CON-01"), Rule("CON-09")]
    public async Task A_contact_is_attached_to_a_chosen_unit_and_only_then_a_contract_with_its_project_is_entered(string region)
    {
        using var admin = await house.Console(Admin(region));
        using var stranger = await house.Console(Admin(Other(region)));
        var unit = (await admin.Post("/owner-units", Unit(region, "name", $"{region} 青石中学"))).ShouldBeOk().Id;
        var choices = (await admin.Get("/projects/choices")).ShouldBeOk();
        object Contract(Guid of, string ends = "2027-11-30", ServiceType type = ServiceType.Maintenance) => new
        {
            ownerId = of, name = $"{region} 教学楼", serviceType = type.ToString(), address = "青石路 8 号", contractNumber = "QS-2026-01", signedOn = "2026-11-20",
            termStarts = "2026-12-01", termEnds = ends, leadId = Demo.Id("person", Ledger.Person(region, "lead")), technicalLeadId = Demo.Id("person", Ledger.Person(region, "technical")),
            memberIds = new[] { First(choices, "members") }, brigadeId = First(choices, "brigades"),
        };

        Assert.Contains(choices["leads"].EnumerateArray(), l => l.GetProperty("id").GetGuid() == Demo.Id("person", Ledger.Person(region, "lead")));
        // OWN-04: no contact, no contract of either kind; OWN-03: nobody is attached to a unit that is not the agency's.
        (await admin.Post("/projects", Contract(unit))).ShouldRefuse("project.unit_has_no_contact", "OWN-04", 409);
        (await admin.Post("/projects", Contract(unit, type: ServiceType.AnnualDetection))).ShouldRefuse("project.unit_has_no_contact", "OWN-04", 409);
        (await admin.Post("/projects", Contract(Guid.NewGuid()))).ShouldRefuse("project.unit_unknown", "OWN-04", 404);
        (await admin.Post($"/owner-units/{Guid.NewGuid()}/contacts", Person, key: "")).ShouldRefuse("owner.unknown", "OWN-03", 404);
        (await stranger.Post($"/owner-units/{unit}/contacts", Person, key: "")).ShouldRefuse("owner.unknown", "OWN-03", 404);
        (await stranger.Get($"/owner-units/{unit}")).ShouldRefuse("owner.unknown", status: 404);
        (await admin.Post($"/owner-units/{unit}/contacts", new { name = "贺兰青", phone = "1390000" }, key: "")).ShouldRefuse("contact.phone_invalid", status: 422);

        var issues = Demo.Profile(region).GetProperty("owner").GetProperty("accountMode").GetString() == "IssuedAccount";
        var attached = (await admin.Post($"/owner-units/{unit}/contacts", Person, key: "")).ShouldBeOk();
        Assert.Equal(attached["contactId"].GetGuid(), (await admin.Post($"/owner-units/{unit}/contacts", Person, key: "")).ShouldBeOk()["contactId"].GetGuid());
        Assert.Equal(issues, attached["account"].ValueKind == JsonValueKind.Object);
        Assert.DoesNotContain("13900007722", attached.Text, StringComparison.Ordinal);
        Assert.Equal(0, Contact((await admin.Get($"/owner-units/{unit}")).ShouldBeOk()).GetProperty("projects").GetInt32());
        Assert.Equal(1, (await admin.Get($"/owner-accounts?search={region} 青石")).ShouldBeOk()["total"].GetInt32());

        (await admin.Post("/projects", new { ownerId = unit })).ShouldRefuse("project.entry_incomplete", "CON-01", 422);
        (await admin.Post("/projects", Contract(unit, ends: "2026-11-30"))).ShouldRefuse("project.term_backwards", "CON-09", 422);
        (await stranger.Post("/projects", Contract(unit))).ShouldRefuse("project.unit_unknown", status: 404);
        var key = Guid.NewGuid().ToString();
        var project = (await admin.Post("/projects", Contract(unit), key)).ShouldBeOk();
        Assert.Equal(project.Id, (await admin.Post("/projects", Contract(unit), key)).ShouldBeOk().Id);
        Assert.Contains("建筑", project["missingParts"].EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(project.Id, Assert.Single((await admin.Get($"/projects?search={region} 教学楼")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("id").GetGuid());

        // Where accounts are issued the contact serves the project at once; elsewhere he scans its code himself.
        Assert.Equal(issues ? 1 : 0, Contact((await admin.Get($"/owner-units/{unit}")).ShouldBeOk()).GetProperty("projects").GetInt32());
        (await stranger.Post($"/owner-units/{unit}/contacts/{attached["contactId"].GetGuid()}/removal")).ShouldRefuse("owner.unknown", status: 404);
        (await admin.Post($"/owner-units/{unit}/contacts/{attached["contactId"].GetGuid()}/removal")).ShouldBeOk();
        Assert.Empty((await admin.Get($"/owner-units/{unit}")).ShouldBeOk()["contacts"].EnumerateArray());
        (await admin.Post("/projects", Contract(unit))).ShouldRefuse("project.unit_has_no_contact", "OWN-04", 409);
        Assert.Equal(0, await house.Value<long>($"select count(*) from account where contact_id = '{attached["contactId"].GetGuid()}' and state = 'Enabled'"));
    }

    [Fact, Rule("OWN-03"), Rule("OWN-18")]
    public async Task Whom_the_agency_named_at_the_unit_is_the_same_person_when_he_scans_the_projects_code()
    {
        await house.Renew();
        var scene = house.Given.AProject();
        var person = Demo.Person(scene.StrangerKey);
        using var admin = await house.Console("sh-admin");
        var unit = Demo.Id("owner", "sh-owner-lake");
        var named = (await admin.Post($"/owner-units/{unit}/contacts", new { name = person.Name, phone = person.Phone }, key: "")).ShouldBeOk()["contactId"].GetGuid();
        var code = (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk()["scene"].GetString()!;
        using var contact = await house.Owner(scene.StrangerKey);

        Assert.Equal(named, (await contact.Post("/bindings", await house.Sandbox.BindingForm(contact, code, scene.StrangerKey))).ShouldBeOk()["contactId"].GetGuid());

        // He has his data deleted: the unit does not name him any more either.
        (await contact.Post("/own-data/erasure", new { isSure = true })).ShouldBeOk();
        Assert.DoesNotContain((await admin.Get($"/owner-units/{unit}")).ShouldBeOk()["contacts"].EnumerateArray(), c => c.GetProperty("id").GetGuid() == named);
    }

    private enum ServiceType { Maintenance, AnnualDetection }

    private static object Person => new { name = "贺兰青", phone = "139 0000 7722" };

    private static string Admin(string region) => Ledger.Person(region, "admin");

    private static string Other(string region) => region == "beijing" ? "shaanxi" : "beijing";

    private static Guid First(Answer choices, string of) => choices[of][0].GetProperty("id").GetGuid();

    private static JsonElement Contact(Answer unit) => Assert.Single(unit["contacts"].EnumerateArray());

    /// <summary>渡口小学 in a district of its own, with one field said otherwise.</summary>
    private static Dictionary<string, string> Unit(string region, string field = "creditCode", string says = "NULL")
    {
        var unit = new Dictionary<string, string>
        {
            ["name"] = $"{region} 渡口小学", ["province"] = "样例省", ["city"] = "样例市", ["district"] = field == "name" && says.EndsWith("中学", StringComparison.Ordinal) ? "青石区" : "星桥区", ["address"] = "渡口路 3 号", ["creditCode"] = "NULL",
        };
        unit[field] = says;
        return unit;
    }
}
