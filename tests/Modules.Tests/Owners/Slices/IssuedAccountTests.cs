using System.Text.Json;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Owners.Slices;

/// <summary>Where the region issues accounts: the agency saves a contact, hands over what is made for him, and his first act is another password.</summary>
public sealed class IssuedAccountTests(House house) : Slice(house)
{
    public static TheoryData<string> Issuing => ["beijing", "shaanxi", "xinjiang"];

    [Theory, MemberData(nameof(Issuing)), Rule("ACC-21", Regions = ["beijing", "shaanxi", "xinjiang"]), Rule("ACC-22", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public async Task A_saved_contact_gets_an_account_whose_password_opens_only_the_page_that_changes_it(string region)
    {
        var scene = Given.AProject(region);
        var issued = (await Save(scene)).ShouldBeOk()["account"];
        var (user, initial) = (issued.GetProperty("userName").GetString(), issued.GetProperty("initialPassword").GetString()!);
        var same = scene.Policy("owner", "initialPassword").GetString() == "SameAsAccount";
        Assert.Equal(same, user == initial);

        using var contact = await House.Owner(scene.StrangerKey);
        Assert.True((await contact.Post("/sign-in", new { userName = user, password = initial }, key: "")).ShouldBeOk()["mustChangePassword"].GetBoolean());
        foreach (var page in new[] { "/home", "/me", "/messages", "/units", "/faults", "/reports" })
        {
            (await contact.Get(page)).ShouldRefuse("account.password_must_change", "ACC-22", 403);
        }

        Assert.Equal(0, await House.Value<long>("select count(*) from follower where subject_id is not null and account = 'Owner' and subject_id in (select contact_id from account)"));
        (await contact.Put("/password", new { password = initial }, key: "")).ShouldRefuse("account.password_unchanged", "ACC-22", 422);
        (await contact.Put("/password", new { password = "123" }, key: "")).ShouldRefuse("account.password_too_weak", status: 422);
        (await contact.Put("/password", new { password = "Qingquan-2046" }, key: "")).ShouldBeOk();

        Assert.Equal(scene.ProjectId, Assert.Single((await contact.Get("/home")).ShouldBeOk()["projects"].EnumerateArray()).GetProperty("id").GetGuid());
        using var again = await House.Owner(scene.StrangerKey);
        Assert.Single((await again.Get("/home")).ShouldBeOk()["projects"].EnumerateArray());
        (await contact.Put("/password", new { password = "Qingquan-2047" }, key: "")).ShouldRefuse("account.nothing_to_change", "ACC-22", 409);
    }

    [Theory, MemberData(nameof(Issuing)), Rule("ACC-23", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public async Task The_administrator_sees_the_accounts_with_their_last_sign_in_and_another_agencys_does_not(string region)
    {
        var scene = Given.AProject(region);
        var issued = (await Save(scene)).ShouldBeOk()["account"];
        using var admin = await House.Console($"{Demo.Prefixes[region]}-admin");
        var waiting = Row((await admin.Get("/owner-accounts?search=贺兰")).ShouldBeOk());
        Assert.Equal(("Waiting", JsonValueKind.Null, 1), (waiting.GetProperty("standing").GetString(), waiting.GetProperty("lastSignInAt").ValueKind, waiting.GetProperty("projects").GetInt32()));
        Assert.DoesNotContain("13900007710", waiting.ToString(), StringComparison.Ordinal);

        using var contact = await House.Owner(scene.StrangerKey);
        (await contact.Post("/sign-in", new { userName = issued.GetProperty("userName"), password = issued.GetProperty("initialPassword") }, key: "")).ShouldBeOk();
        (await contact.Put("/password", new { password = "Qingquan-2046" }, key: "")).ShouldBeOk();

        var used = Row((await admin.Get("/owner-accounts?search=贺兰")).ShouldBeOk());
        Assert.Equal(("InUse", JsonValueKind.String), (used.GetProperty("standing").GetString(), used.GetProperty("lastSignInAt").ValueKind));
        using var elsewhere = await House.Console("sh-admin");
        Assert.Equal(0, (await elsewhere.Get("/owner-accounts?search=贺兰")).ShouldBeOk()["total"].GetInt32());
        Assert.DoesNotContain((await admin.Get("/accounts?size=100")).ShouldBeOk()["items"].EnumerateArray(), a => a.GetProperty("userName").ValueEquals(issued.GetProperty("userName").GetString()));
        (await (await scene.Lead()).Get("/owner-accounts")).ShouldRefuse("actor.not_your_role", status: 403);
    }

    [Fact, Rule("ACC-21", Regions = ["beijing", "shaanxi", "xinjiang"]), Rule("OWN-06")]
    public async Task Where_contacts_bind_themselves_nobody_is_entered_for_them() =>
        (await Save(Given.AProject("shanghai"))).ShouldRefuse("contact.binds_himself", "OWN-06", 409);

    [Fact, Rule("ACC-21", Regions = ["xinjiang"])]
    public async Task The_same_phone_saved_twice_is_one_contact_and_the_last_password_counts()
    {
        var scene = Given.AProject("xinjiang");
        var (first, second) = ((await Save(scene)).ShouldBeOk(), (await Save(scene)).ShouldBeOk());
        Assert.Equal(first["contactId"].GetGuid(), second["contactId"].GetGuid());
        Assert.Equal(1, await House.Value<long>($"select count(*) from contact_binding where contact_id = '{first["contactId"].GetGuid()}'"));
    }

    [Fact, Rule("ACC-22", Regions = ["beijing"]), Rule("ACC-23", Regions = ["beijing"])]
    public async Task A_reset_puts_out_whoever_was_signed_in_and_a_removed_contact_cannot_sign_in()
    {
        var scene = Given.AProject("beijing");
        var saved = (await Save(scene)).ShouldBeOk();
        var (id, user) = (saved["contactId"].GetGuid(), saved["account"].GetProperty("userName").GetString());
        using var contact = await House.Owner(scene.StrangerKey);
        (await contact.Post("/sign-in", new { userName = user, password = saved["account"].GetProperty("initialPassword") }, key: "")).ShouldBeOk();
        (await contact.Put("/password", new { password = "Qingquan-2046" }, key: "")).ShouldBeOk();
        using var admin = await House.Console("bj-admin");
        // What the house does by itself with a new binding touches the same rows.
        await House.Settled();

        var fresh = (await admin.Post($"/owner-accounts/{id}/reset", key: "")).ShouldBeOk();
        Assert.Empty((await contact.Get("/home")).ShouldBeOk()["projects"].EnumerateArray());
        (await contact.Post("/sign-in", new { userName = user, password = "Qingquan-2046" }, key: "")).ShouldRefuse("account.wrong_password", status: 401);

        (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contacts/{id}/removal")).ShouldBeOk();
        (await contact.Post("/sign-in", new { userName = user, password = fresh["initialPassword"] }, key: "")).ShouldRefuse("account.disabled", status: 403);
        using var elsewhere = await House.Console("sx-admin");
        (await elsewhere.Post($"/owner-accounts/{id}/reset", key: "")).ShouldRefuse("contact.unknown", status: 404);
    }

    [Fact, Rule("ACC-22", Regions = ["xinjiang"])]
    public async Task The_account_opens_no_other_door_and_a_staff_account_not_this_one()
    {
        var scene = Given.AProject("xinjiang");
        var issued = (await Save(scene)).ShouldBeOk()["account"];
        object said = new { userName = issued.GetProperty("userName"), password = issued.GetProperty("initialPassword") };
        using var desk = new Caller(House.System, "console");
        (await desk.Post("/sign-in", said, key: "")).ShouldRefuse("account.wrong_client_contact", status: 403);
        using var contact = await House.Owner(scene.StrangerKey);
        var lead = Demo.Person(scene.LeadKey);
        Assert.Equal(403, (int)(await contact.Post("/sign-in", new { userName = lead.UserName, password = lead.Password }, key: "")).Status);
        using var nobody = new Caller(House.System, "owner");
        (await nobody.Post("/sign-in", said, key: "")).ShouldRefuse("session.owner_needs_wechat", "ACC-22", 401);
    }

    [Fact, Rule("OWN-18")]
    public async Task Who_was_entered_and_scans_the_code_instead_is_the_same_contact()
    {
        var scene = Given.AProject("beijing");
        var person = Demo.Person(scene.StrangerKey);
        var saved = (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contacts", new { name = person.Name, phone = person.Phone }, key: "")).ShouldBeOk();
        var code = (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk()["scene"].GetString()!;
        using var contact = await House.Owner(scene.StrangerKey);

        var bound = (await contact.Post("/bindings", await House.Sandbox.BindingForm(contact, code, scene.StrangerKey))).ShouldBeOk();

        Assert.Equal((saved["contactId"].GetGuid(), true), (bound["contactId"].GetGuid(), bound["alreadyBound"].GetBoolean()));
        Assert.Single((await contact.Get("/home")).ShouldBeOk()["projects"].EnumerateArray());
    }

    private static async Task<Answer> Save(Scene scene) =>
        await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contacts", new { name = "贺兰青", phone = "139 0000 7710" }, key: "");

    private static JsonElement Row(Answer list) => Assert.Single(list["items"].EnumerateArray());
}
