using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Agencies.Slices;

/// <summary>The staff list changes by applications that the corps approves, by import, or by the people themselves; posts by appointment.</summary>
public sealed class StaffChangeTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Policies.Regions;

    /// <summary>The national system knows him, no agency does.</summary>
    private const string Newcomer = "sh-contact2";

    [Theory, InlineData("shaanxi"), InlineData("xinjiang")]
    [Rule("PEO-01", Regions = ["shaanxi", "xinjiang"]), Rule("PEO-03", Regions = ["shaanxi", "xinjiang"]), Rule("PEO-06", Regions = ["shaanxi", "xinjiang"]), Rule("PEO-07", Regions = ["shaanxi"]), Rule("PEO-30", Regions = ["shaanxi", "xinjiang"])]
    public async Task An_operator_is_added_corrected_and_removed_only_when_the_corps_has_approved_it(string region)
    {
        var prefix = Demo.Prefixes[region];
        var (admin, corps) = (await House.Console($"{prefix}-admin"), await House.Authority($"{prefix}-corps"));
        var (name, number) = (Demo.Person(Newcomer).Name, Demo.Person(Newcomer).IdentityNumber!);
        (await admin.Put($"/people/{DemoWorld.Id("person", $"{prefix}-operator")}", new { name = "别名" })).ShouldRefuse("person.changes_are_filed", "PEO-06", 409);
        (await admin.Put($"/people/{DemoWorld.Id("person", "sh-operator")}", new { name = "别名" })).ShouldRefuse("person.unknown", "PEO-06", 404);
        (await admin.Post("/staff-changes", Entry(name, "1990", Paper()))).ShouldRefuse("staff_change.unclear", "PEO-03", 422);
        (await admin.Post("/staff-changes", Entry(name, number))).ShouldRefuse("staff_change.unclear", "PEO-03", 422);

        // PEO-07, 01: whom the national system does not know, neither as operator nor as engineer
        var unknown = (await admin.Post("/staff-changes", Entry("没登记过", number, Paper()))).ShouldBeOk();
        (await admin.Post("/staff-changes", Entry(name, number, Paper()))).ShouldRefuse("staff_change.waits", "PEO-06", 409);
        (await corps.Post($"/staff-changes/{unknown.Id}/approval")).ShouldRefuse("staff_change.not_known_nationally", "PEO-07", 409);
        (await corps.Post($"/staff-changes/{unknown.Id}/rejection", new { reason = " " })).ShouldRefuse("staff_change.reason_missing", "PEO-06", 422);
        (await corps.Post($"/staff-changes/{unknown.Id}/rejection", new { reason = "先在全国系统登记" })).ShouldBeOk();
        var engineer = (await admin.Post("/staff-changes", Entry("没登记过", number, Paper("Engineer", "FirstGrade")))).ShouldBeOk();
        (await corps.Post($"/staff-changes/{engineer.Id}/approval")).ShouldRefuse("staff_change.engineer_not_registered", "PEO-01", 409);
        (await corps.Post($"/staff-changes/{engineer.Id}/rejection", new { reason = "先注册" })).ShouldBeOk();

        var add = (await admin.Post("/staff-changes", Entry(name, number, Paper()))).ShouldBeOk();
        Assert.DoesNotContain(number, add.Text, StringComparison.Ordinal);
        Assert.Null(await Line(admin, name));
        (await (await House.Authority($"{(prefix == "sx" ? "xj" : "sx")}-corps")).Post($"/staff-changes/{add.Id}/approval")).ShouldRefuse("staff_change.unknown", "PEO-06", 404);
        (await (await House.Authority($"{prefix}-brigade")).Post($"/staff-changes/{add.Id}/approval")).ShouldRefuse("actor.not_your_role", status: 403);
        (await corps.Post($"/staff-changes/{add.Id}/approval")).ShouldBeOk();
        (await corps.Post($"/staff-changes/{add.Id}/approval")).ShouldRefuse("staff_change.decided", "PEO-06", 409);
        var line = (await Line(admin, name))!.Value;
        Assert.Equal(("消防设施操作员（中级）", "监控"), (line.GetProperty("certificates")[0].GetProperty("says").GetString(), line.GetProperty("certificates")[0].GetProperty("direction").GetString()));

        var person = line.GetProperty("id").GetGuid();
        var correct = (await admin.Post("/staff-changes", new { personId = person, name, phone = "13900007711", certificates = new[] { Paper(level: "Senior") } })).ShouldBeOk();
        Assert.Equal("消防设施操作员（中级）", (await Line(admin, name))!.Value.GetProperty("certificates")[0].GetProperty("says").GetString());
        (await corps.Post($"/staff-changes/{correct.Id}/approval")).ShouldBeOk();
        Assert.Equal("消防设施操作员（高级）", Assert.Single((await Line(admin, name))!.Value.GetProperty("certificates").EnumerateArray()).GetProperty("says").GetString());

        // Who is removed is signed out, and his open work waits for another
        var scene = await Given.ATakenTask(region);
        var remove = (await admin.Post("/staff-changes", new { personId = scene.OperatorId, remove = true })).ShouldBeOk();
        (await (await scene.Operator()).Get("/me")).ShouldBeOk();
        (await corps.Post($"/staff-changes/{remove.Id}/approval")).ShouldBeOk();
        (await (await scene.Operator()).Get("/me")).ShouldRefuse("session.ended", status: 401);
        Assert.Null(await Line(admin, Demo.Person(scene.OperatorKey).Name));
        Assert.Contains((await (await scene.Lead()).Get("/reassignments")).ShouldBeOk()["items"].EnumerateArray(), r => r.GetProperty("id").GetGuid() == scene.TaskId && r.GetProperty("why").GetString() == "已离职");
    }

    [Theory, InlineData("shaanxi"), InlineData("xinjiang")]
    [Rule("PEO-04", Regions = ["shaanxi", "xinjiang"]), Rule("PEO-19", Regions = ["shaanxi", "xinjiang"])]
    public async Task With_each_approved_change_of_an_operator_eligibility_is_judged_anew_and_nobody_is_employed_twice(string region)
    {
        var prefix = Demo.Prefixes[region];
        var agency = await JustEnough.Staff(House, region);
        var (admin, corps) = (await House.Console($"{prefix}-admin"), await House.Authority($"{prefix}-corps"));
        async Task Change(object said) => (await corps.Post($"/staff-changes/{(await admin.Post("/staff-changes", said)).ShouldBeOk().Id}/approval")).ShouldBeOk();

        await Change(new { personId = DemoWorld.Id("person", $"{prefix}-operator2"), remove = true });
        Assert.False(await JustEnough.Suffices(House, agency));
        await Change(Entry(Demo.Person(Newcomer).Name, Demo.Person(Newcomer).IdentityNumber!, Paper()));
        Assert.True(await JustEnough.Suffices(House, agency));
        await Change(new { personId = (await Line(admin, Demo.Person(Newcomer).Name))!.Value.GetProperty("id").GetGuid(), name = Demo.Person(Newcomer).Name, phone = "13900007710", certificates = new[] { Paper(level: "Junior") } });
        Assert.False(await JustEnough.Suffices(House, agency));

        var elsewhere = (await admin.Post("/staff-changes", Entry(Demo.Person("sh-operator").Name, Demo.Person("sh-operator").IdentityNumber!, Paper()))).ShouldBeOk();
        (await corps.Post($"/staff-changes/{elsewhere.Id}/approval")).ShouldRefuse("person.employed_already", "PEO-19", 409);
        Assert.Null(await Line(admin, Demo.Person("sh-operator").Name));
        Assert.Equal("Pending", (await corps.Get("/staff-changes")).ShouldBeOk()["items"][0].GetProperty("state").GetString());
    }

    [Theory, InlineData("shanghai", "person.registers_himself", "PEO-01"), InlineData("beijing", "person.imported_only", "PEO-06")]
    [Rule("PEO-01", Regions = ["shanghai", "beijing"])]
    public async Task Elsewhere_an_agency_adds_and_edits_nobody(string region, string code, string rule)
    {
        var prefix = Demo.Prefixes[region];
        var admin = await House.Console($"{prefix}-admin");
        (await admin.Post("/staff-changes", Entry(Demo.Person(Newcomer).Name, Demo.Person(Newcomer).IdentityNumber!, Paper("Engineer", "FirstGrade")))).ShouldRefuse(code, rule, 409);
        (await admin.Put($"/people/{DemoWorld.Id("person", $"{prefix}-lead")}", new { name = "别名" })).ShouldRefuse(code, rule, 409);
        Assert.Equal(0, await House.Value<long>("select count(*) from staff_change"));
    }

    [Theory, MemberData(nameof(Regions)), Rule("PEO-02"), Rule("PEO-10", Regions = ["shanghai"]), Rule("PEO-14", Regions = ["shanghai"]), Rule("PEO-11", Regions = ["beijing"])]
    public async Task An_engineer_of_the_list_becomes_technical_lead_unless_the_national_system_says_who_is(string region)
    {
        var prefix = Demo.Prefixes[region];
        var admin = await House.Console($"{prefix}-admin");
        var lead = DemoWorld.Id("person", $"{prefix}-lead");
        if (region == "beijing")
        {
            (await admin.Put($"/people/{lead}/technical-lead", new { appointed = true })).ShouldRefuse("person.appointed_nationally", "PEO-11", 409);
            return;
        }

        (await admin.Put($"/people/{DemoWorld.Id("person", $"{prefix}-operator")}/technical-lead", new { appointed = true })).ShouldRefuse("person.technical_lead_needs_first_grade", "PEO-10", 409);
        // Whose registration has not been approved is on no list
        (await admin.Put($"/people/{Guid.NewGuid()}/technical-lead", new { appointed = true })).ShouldRefuse("person.unknown", status: 404);
        await House.SqlAsAdmin($"update certificate set level = 'FirstGrade' where person_id = '{lead}'");
        (await admin.Put($"/people/{lead}/technical-lead", new { appointed = true })).ShouldBeOk();
        Assert.True((await Line(admin, Demo.Person($"{prefix}-lead").Name))!.Value.GetProperty("isTechnicalLead").GetBoolean());
        (await admin.Put($"/people/{lead}/technical-lead", new { appointed = false })).ShouldBeOk();
        Assert.False((await Line(admin, Demo.Person($"{prefix}-lead").Name))!.Value.GetProperty("isTechnicalLead").GetBoolean());
    }

    private static object Paper(string kind = "Operator", string level = "Intermediate") => new { kind, level, number = "ZY-2024-0001", validUntil = "2032-01-01", direction = kind == "Operator" ? "监控" : null };

    private static object Entry(string name, string number, params object[] papers) => new { name, phone = "13900007710", identityNumber = number, certificates = papers };

    private static async Task<JsonElement?> Line(Caller admin, string name) =>
        (await admin.Get($"/people?search={Uri.EscapeDataString(name)}")).ShouldBeOk()["items"].EnumerateArray().Select(p => (JsonElement?)p).FirstOrDefault(p => p!.Value.GetProperty("name").GetString() == name);
}
