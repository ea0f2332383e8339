using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Accounts.Slices;

/// <summary>帐号: opened for somebody of the staff list, listed, filtered, taken away as a table.</summary>
public sealed class StaffAccountsTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Agencies.Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("PEO-20"), Rule("PEO-21"), Rule("PEO-22"), Rule("PEO-23")]
    public async Task An_account_is_opened_for_the_staff_list_in_the_categories_and_the_state_that_the_region_knows(string region)
    {
        var prefix = Demo.Prefixes[region];
        var (person, elsewhere) = (DemoWorld.Id("person", $"{prefix}-operator2"), DemoWorld.Id("person", prefix == "sh" ? "bj-operator" : "sh-operator"));
        var old = DemoWorld.Id("account", $"{prefix}-operator2");
        await House.SqlAsAdmin($"delete from agreement where account_id = '{old}'; delete from account where id = '{old}'");
        var admin = await House.Console($"{prefix}-admin");
        object Of(Guid who, string? category, string name = "newcomer1") => new { personId = who, userName = name, password = Demo.Password, category };
        var candidates = (await admin.Get("/accounts/candidates")).ShouldBeOk();
        (await admin.Post("/accounts", Of(elsewhere, "Operator"))).ShouldRefuse("account.person_unknown", "PEO-20", 404);
        if (region == "shanghai")
        {
            Assert.False(candidates["opens"].GetBoolean());
            (await admin.Post("/accounts", Of(person, "Operator"))).ShouldRefuse("account.by_joining", "PEO-23", 409);
            return;
        }

        var categories = Demo.Profile(region).GetProperty("account").GetProperty("categories").EnumerateArray().Select(c => c.GetString()).ToList();
        Assert.Equal(categories.Contains("AgencyManager"), region == "shaanxi");
        (await admin.Post("/accounts", Of(person, "Representative"))).ShouldRefuse("account.category_unknown", "PEO-22", 422);
        if (region != "shaanxi")
        {
            (await admin.Post("/accounts", Of(person, "AgencyManager"))).ShouldRefuse("account.category_unknown", "PEO-22", 422);
        }

        // An operator's certificate makes no lead: it is fixed by it, or refused by the rule of leads
        if (region == "beijing")
        {
            (await admin.Post("/accounts", Of(person, "ProjectLead"))).ShouldRefuse("account.category_fixed", "PEO-21", 409);
        }
        else
        {
            (await admin.Post("/accounts", Of(person, null))).ShouldRefuse("account.category_missing", "PEO-21", 422);
            (await admin.Post("/accounts", Of(person, "ProjectLead"))).ShouldRefuse("person.lead_needs_engineer", "PEO-08", 409);
        }

        (await admin.Post("/accounts", Of(person, region == "beijing" ? null : "Operator", "shoperator"))).ShouldRefuse("account.user_name_taken", "ACC-05", 409);
        var row = Assert.Single(candidates["people"].EnumerateArray(), p => p.GetProperty("id").GetGuid() == person);
        Assert.Contains("Operator", row.GetProperty("categories").EnumerateArray().Select(c => c.GetString()));
        var opened = (await admin.Post("/accounts", Of(person, region == "beijing" ? null : "Operator"))).ShouldBeOk();
        Assert.Equal((Demo.Person($"{prefix}-operator2").Name, region == "beijing"), (opened["name"].GetString(), opened["isEnabled"].GetBoolean()));
        (await admin.Post("/accounts", Of(person, null, "newcomer2"))).ShouldRefuse("account.opened_already", "PEO-20", 409);

        using var phone = new Caller(House.System, "miniprogram");
        await SignInTests.SignIn(phone, $"{prefix}-operator2");
        if (region != "beijing")
        {
            (await phone.Post("/link", new { userName = "newcomer1", password = Demo.Password })).ShouldRefuse("account.disabled", "PEO-23", 403);
            (await admin.Put($"/accounts/{opened.Id}/state", new { enabled = true })).ShouldBeOk();
        }

        SignInTests.Use(phone, (await phone.Post("/link", new { userName = "newcomer1", password = Demo.Password })).ShouldBeOk());
        (await phone.Get("/field")).ShouldRefuse("consent.needed", "ACC-20", 403);
    }

    [Theory, MemberData(nameof(Regions)), Rule("PEO-28"), Rule("PEO-22")]
    public async Task The_list_is_filtered_says_when_and_goes_out_as_a_table_of_the_same_rows(string region)
    {
        var prefix = Demo.Prefixes[region];
        var admin = await House.Console($"{prefix}-admin");
        await House.MiniProgram($"{prefix}-operator");
        (await admin.Put($"/accounts/{DemoWorld.Id("account", $"{prefix}-operator2")}/state", new { enabled = false })).ShouldBeOk();
        await House.SqlAsAdmin($"update account set name = '=cmd()' where id = '{DemoWorld.Id("account", $"{prefix}-operator2")}'");

        var operators = (await admin.Get("/accounts?category=Operator&size=100")).ShouldBeOk()["items"].EnumerateArray().ToList();
        Assert.All(operators, a => Assert.Equal("Operator", a.GetProperty("roles")[0].GetString()));
        Assert.Equal(Demo.People.Count(p => p.Kind == "Operator" && p.Region == region), operators.Count);
        var signedIn = operators.Single(a => a.GetProperty("userName").GetString() == $"{prefix}operator");
        Assert.Equal(House.Time.GetUtcNow(), signedIn.GetProperty("lastSignInAt").GetDateTimeOffset(), TimeSpan.FromMinutes(5));
        Assert.NotNull(signedIn.GetProperty("createdAt").GetString());
        Assert.Equal($"{prefix}operator2", Assert.Single((await admin.Get("/accounts?enabled=false")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("userName").GetString());
        Assert.Equal($"{prefix}lead", Assert.Single((await admin.Get($"/accounts?search={prefix}lead&category=ProjectLead&size=1")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("userName").GetString());

        var table = (await admin.Get("/accounts/table?category=Operator")).Text.TrimEnd().Split("\r\n");
        Assert.Equal(operators.Count + 1, table.Length);
        Assert.Contains(table, line => line.StartsWith("\"'=cmd()\"", StringComparison.Ordinal));
        Assert.All(table.Skip(1), line => Assert.Contains("现场人员", line, StringComparison.Ordinal));

        // The corps sees its region's and no other; by agency and by jurisdiction
        var corps = await House.Authority($"{prefix}-corps");
        var seen = (await corps.Get("/accounts?size=100")).ShouldBeOk()["items"].EnumerateArray().ToList();
        Assert.All(seen, a => Assert.StartsWith(prefix, a.GetProperty("userName").GetString(), StringComparison.Ordinal));
        Assert.Equal(Demo.People.Count(p => p.UserName is not null && p.AgencyKey is not null && p.Region == region), seen.Count);
        var agency = seen[0].GetProperty("agencyName").GetString()!;
        Assert.Equal(seen.Count, (await corps.Get($"/accounts?agency={Uri.EscapeDataString(agency[..4])}")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await corps.Get("/accounts?agency=没有这家")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await corps.Get($"/accounts?brigadeId={Guid.NewGuid()}")).ShouldBeOk()["total"].GetInt32());
        (await (await House.Authority($"{prefix}-brigade")).Get("/accounts")).ShouldRefuse("actor.not_your_role", status: 403);
    }
}
