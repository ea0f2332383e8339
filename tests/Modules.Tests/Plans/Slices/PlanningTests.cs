using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Plans.Slices;

/// <summary>How leads plan a month, in each region's way, over HTTP.</summary>
public sealed class PlanningTests(House house) : IClassFixture<House>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        house.Time.Now();
        await house.SqlAsAdmin("delete from field_task; delete from plan_item; delete from plan; delete from term_plan where state = 'Drafting'");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private string Month => ChinaMonth.Of(house.Time.GetUtcNow()).ToString();

    [Theory, Rule("PLN-01"), Rule("PLN-22")]
    [InlineData("Week", "2026-11", "plan.kind_unknown", "PLN-01")]
    [InlineData("Month", null, "plan.date_missing", "PLN-22")]
    public async Task A_plan_of_another_kind_or_without_a_date_is_refused(string kind, string? month, string code, string rule)
    {
        using var lead = await house.Agency("sx-lead");
        (await lead.Post("/plans", new { projectId = Demo.Id("project", "shaanxi-main"), kind, month })).ShouldRefuse(code, rule, 422);
    }

    [Theory, Rule("PLN-10"), Rule("PLN-23")]
    [InlineData("beijing", "bj-lead", "plan.content_generated", "PLN-10")]
    [InlineData("shanghai", "sh-lead", "plan.content_written", "PLN-23")]
    public async Task What_is_generated_or_written_is_not_ticked(string region, string who, string code, string rule)
    {
        using var lead = await house.Agency(who);
        var made = await Make(lead, $"{region}-main");
        var plan = (await lead.Get($"/plans/{made}")).ShouldBeOk();
        var codes = Codes(plan).Take(1).ToArray();
        Assert.False(plan["canTick"].GetBoolean());
        (await lead.Put($"/plans/{made}/facilities", new { classCodes = codes })).ShouldRefuse(code, rule, 409);
        (await lead.Post("/plans", new { projectId = Demo.Id("project", $"{region}-main"), kind = "Month", month = Month, classCodes = codes })).ShouldRefuse(code, rule, 409);
    }

    [Theory, Rule("PLN-10", Regions = ["shaanxi", "xinjiang"])]
    [InlineData("shaanxi", "sx-lead")]
    [InlineData("xinjiang", "xj-lead")]
    public async Task Where_the_planner_ticks_a_plan_holds_what_he_ticked(string region, string who)
    {
        using var lead = await house.Agency(who);
        var all = Codes((await lead.Get($"/plans/{await Make(lead, $"{region}-main")}")).ShouldBeOk());
        await house.SqlAsAdmin("delete from plan_item; delete from plan");
        var project = Demo.Id("project", $"{region}-main");
        var some = (await lead.Post("/plans", new { projectId = project, kind = "Quarter", month = Month, classCodes = all.Take(2) })).ShouldBeOk().Id;
        Assert.Equal(all.Take(2), Codes((await lead.Get($"/plans/{some}")).ShouldBeOk()));
        (await lead.Put($"/plans/{some}/facilities", new { classCodes = all.Skip(1).Take(2) })).ShouldBeOk();
        var plan = (await lead.Get($"/plans/{some}")).ShouldBeOk();
        Assert.Equal(all.Skip(1).Take(2), Codes(plan));
        Assert.Equal(all.Count - 2, plan["unticked"].GetArrayLength());
        (await lead.Put($"/plans/{some}/facilities", new { classCodes = new[] { "M99-99" } })).ShouldRefuse("plan.facility_unknown", status: 422);
    }

    [Fact, Rule("PLN-12", Regions = ["beijing"])]
    public async Task Two_operators_see_what_they_share_and_one_takes_it()
    {
        using var lead = await house.Agency("bj-lead");
        var plan = await Make(lead, "beijing-library");
        var code = Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk())[0];
        Guid[] both = [Demo.Id("person", "bj-operator"), Demo.Id("person", "bj-operator2")];
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes = new[] { code }, personIds = both })).ShouldBeOk();
        using var first = await house.MiniProgram("bj-operator");
        using var second = await house.MiniProgram("bj-operator2");
        foreach (var worker in new[] { first, second })
        {
            Assert.Contains((await worker.Get("/plan-items")).ShouldBeOk()["items"].EnumerateArray(), p => p.GetProperty("planId").GetGuid() == plan);
        }

        (await first.Post("/tasks", new { planId = plan, classCodes = new[] { code } })).ShouldBeOk();
        Assert.DoesNotContain((await second.Get("/plan-items")).ShouldBeOk()["items"].EnumerateArray(), p => p.GetProperty("planId").GetGuid() == plan);
        (await second.Post("/tasks", new { planId = plan, classCodes = new[] { code } })).ShouldRefuse("plan.facility_taken", status: 409);
    }

    [Theory, Rule("PLN-12", Regions = ["shaanxi", "xinjiang", "shanghai"])]
    [InlineData("shaanxi-hospital", "sx-lead", "sx-operator", "sx-operator2")]
    [InlineData("xinjiang-school", "xj-lead", "xj-operator", "xj-operator2")]
    [InlineData("shanghai-lake-b", "sh-lead", "sh-operator", "sh-operator2")]
    public async Task Elsewhere_a_facility_has_one_person(string project, string who, string one, string other)
    {
        using var lead = await house.Agency(who);
        var plan = await Make(lead, project);
        var codes = Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk());
        Guid[] both = [Demo.Id("person", one), Demo.Id("person", other)];
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes = codes, personIds = both })).ShouldRefuse("plan.one_person_each", "PLN-12", 409);
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes = codes.Take(1), personIds = both.Take(1) })).ShouldBeOk();
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes = codes.Skip(1), personId = both[1] })).ShouldBeOk();
    }

    [Fact, Rule("PLN-14"), Rule("NTF-02")]
    public async Task Who_loses_his_facilities_is_told_once_and_sees_them_no_more()
    {
        using var lead = await house.Agency("bj-lead");
        var plan = await Make(lead, "beijing-library");
        var codes = Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk()).Take(3).ToList();
        await Assign(lead, plan, codes, "bj-operator");
        await Assign(lead, plan, codes.Take(2), "bj-operator2");
        await house.Settled();
        using var loser = await house.MiniProgram("bj-operator");
        Assert.Equal(1, (await loser.Get("/plan-items")).ShouldBeOk()["items"][0].GetProperty("facilities").GetArrayLength());
        var told = await house.Value<long>($"select count(*) from notice where template = 'plan_withdrawn' and about_id = '{plan}' and receiver_id = '{Demo.Id("person", "bj-operator")}'");
        Assert.Equal(1, told);
        Assert.Equal(0, await house.Value<long>($"select count(*) from notice where template = 'plan_withdrawn' and receiver_id = '{Demo.Id("person", "bj-operator2")}'"));
    }

    [Fact, Rule("PLN-17"), Rule("PLN-18")]
    public async Task A_plan_in_work_says_who_has_it_and_the_administrator_frees_it()
    {
        using var lead = await house.Agency("sx-lead");
        var plan = await Make(lead, "shaanxi-main");
        var codes = Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk()).Take(2).ToList();
        Assert.Equal("Direct", Deletion((await lead.Get($"/plans/{plan}")).ShouldBeOk()));
        await Assign(lead, plan, codes, "sx-operator");
        Assert.Equal("WithdrawFirst", Deletion((await lead.Get($"/plans/{plan}")).ShouldBeOk()));
        using var worker = await house.MiniProgram("sx-operator");
        var task = (await worker.Post("/tasks", new { planId = plan, classCodes = codes })).ShouldBeOk().Id;
        Assert.Equal("OperatorFirst", Deletion((await lead.Get($"/plans/{plan}")).ShouldBeOk()));
        var refused = (await lead.Delete($"/plans/{plan}")).ShouldRefuse("plan.being_executed", "PLN-17", 409);
        Assert.Contains($"{Demo.Person("sx-operator").Name} 2 项正在做", refused["title"].GetString(), StringComparison.Ordinal);

        (await lead.Delete($"/tasks/{task}")).ShouldRefuse("actor.not_your_role", status: 403);
        using var stranger = await house.Console("xj-admin");
        (await stranger.Delete($"/tasks/{task}")).ShouldRefuse("task.not_yours", status: 404);
        using var admin = await house.Console("sx-admin");
        Assert.Equal(2, (await admin.Delete($"/tasks/{task}")).ShouldBeOk()["facilitiesFreed"].GetInt32());
        Assert.Equal(1, await house.Value<long>($"select count(*) from audit_entry where act = 'task.removed' and subject_id = '{task}'"));
        (await lead.Post($"/plans/{plan}/withdrawals", new { classCodes = codes })).ShouldBeOk();
        (await lead.Delete($"/plans/{plan}")).ShouldBeOk();
    }

    [Fact, Rule("PLN-19")]
    public async Task A_projects_plans_are_counted_by_what_is_issued()
    {
        using var lead = await house.Agency("sx-lead");
        var plan = await Make(lead, "shaanxi-main");
        Assert.Equal((0, 1, 1), await Counted(lead, "shaanxi-main"));
        await Assign(lead, plan, Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk()).Take(1), "sx-operator");
        Assert.Equal((1, 0, 1), await Counted(lead, "shaanxi-main"));
        var row = (await lead.Get($"/plans?projectId={Demo.Id("project", "shaanxi-main")}")).ShouldBeOk()["items"][0];
        Assert.Equal(Demo.Person("sx-operator").Name, Assert.Single(row.GetProperty("executors").EnumerateArray()).GetString());
        Assert.Equal(("Assigned", 1, 0), (row.GetProperty("state").GetString(), row.GetProperty("assigned").GetInt32(), row.GetProperty("done").GetInt32()));
        Assert.True(row.GetProperty("createdAt").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
    }

    [Fact, Rule("PLN-20")]
    public async Task Before_the_first_issue_a_checklist_of_five_parts_is_at_hand()
    {
        using var lead = await house.Agency("sx-lead");
        var parts = (await lead.Get($"/plans/{await Make(lead, "shaanxi-main")}")).ShouldBeOk()["checklist"].EnumerateArray().ToList();
        Assert.Equal(["建筑", "系统", "管辖", "位置", "重点单位"], parts.Select(p => p.GetProperty("part").GetString()));
        Assert.All(parts, p => Assert.True(p.GetProperty("isThere").GetBoolean()));
    }

    [Fact, Rule("PLN-21")]
    public async Task The_desk_sees_and_does_the_same()
    {
        using var lead = await house.Agency("sx-lead");
        using var desk = await house.Console("sx-admin");
        var plan = await Make(lead, "shaanxi-main");
        var seen = (await desk.Get($"/plans/{plan}")).ShouldBeOk();
        Assert.Equal(Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk()), Codes(seen));
        await Assign(desk, plan, Codes(seen).Take(2), "sx-operator");
        Assert.Equal("Assigned", (await lead.Get($"/plans/{plan}")).ShouldBeOk()["state"].GetString());
        (await desk.Post($"/plans/{plan}/withdrawals", new { classCodes = Codes(seen).Take(2) })).ShouldBeOk();
        (await desk.Delete($"/plans/{plan}")).ShouldBeOk();
        (await lead.Get($"/plans/{plan}")).ShouldRefuse("plan.not_yours", status: 404);
    }

    [Fact, Rule("PLN-29", Regions = ["shaanxi"]), Rule("PRJ-36", Regions = ["shaanxi"])]
    public async Task A_suspended_month_gets_no_plan_and_is_not_missed()
    {
        using var lead = await house.Agency("sx-lead");
        var project = Demo.Id("project", "shaanxi-plant");
        (await lead.Post("/plans", new { projectId = project, kind = "Month", month = Month })).ShouldRefuse("plan.month_suspended", "PLN-29", 409);
        Assert.DoesNotContain(project, await Uncreated(lead));
        await house.SqlAsAdmin($"update project_suspension set state = 'Refused', note = '材料不清楚' where project_id = '{project}'");
        Assert.Contains(project, await Uncreated(lead));
        await house.SqlAsAdmin($"update project_suspension set state = case month when '{Month}' then 'Approved' else 'Pending' end where project_id = '{project}'");
    }

    [Fact, Rule("PLN-30")]
    public async Task The_numbers_are_the_totals_of_their_lists()
    {
        using var lead = await house.Agency("sx-lead");
        var before = (await lead.Get("/plans/summary")).ShouldBeOk()["uncreated"].GetInt32();
        Assert.Equal(before, (await Uncreated(lead)).Count);
        var plan = await Make(lead, "shaanxi-main");
        await Make(lead, "shaanxi-hospital");
        var codes = Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk());
        await Assign(lead, plan, codes, "sx-operator");
        var now = (await lead.Get("/plans/summary")).ShouldBeOk();
        Assert.Equal((before - 2, 1, 1, 2), (now["uncreated"].GetInt32(), now["idle"].GetInt32(), now["running"].GetInt32(), now["unfinished"].GetInt32()));
        foreach (var (group, number) in new[] { ("Idle", 1), ("Running", 1), ("Completed", 0), ("Overdue", 0) })
        {
            Assert.Equal(number, (await lead.Get($"/plans?month={Month}&group={group}")).ShouldBeOk()["total"].GetInt32());
        }

        Assert.Equal(1, (await lead.Get($"/plans?search={Uri.EscapeDataString("雁渚宾馆")}")).ShouldBeOk()["total"].GetInt32());
    }

    [Theory, Rule("PLN-03")]
    [InlineData("shaanxi", "sx-lead", "sx-operator")]
    [InlineData("xinjiang", "xj-lead", "xj-operator")]
    [InlineData("beijing", "bj-lead", "bj-operator")]
    [InlineData("shanghai", "sh-lead", "sh-operator")]
    public async Task A_month_without_a_finished_plan_counts_as_missed_when_it_is_over(string region, string who, string operatorKey)
    {
        house.At("2027-03-31T15:00:00Z");
        var project = Demo.Id("project", $"{region}-main");
        using var lead = await house.Agency(who);
        var plan = await Make(lead, $"{region}-main");
        Assert.Null(await Missed(lead, project, "2027-03"));
        house.At("2027-03-31T16:00:00Z");
        Assert.Equal("NotAssigned", await Missed(lead, project, "2027-03"));
        Assert.True((await lead.Get($"/plans/{plan}")).ShouldBeOk()["isOverdue"].GetBoolean());
        await Assign(lead, plan, Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk()), operatorKey);
        Assert.Equal("NotFinished", await Missed(lead, project, "2027-03"));
        Assert.Equal("NotCreated", await Missed(lead, project, "2027-02"));
        await house.SqlAsAdmin($"update plan set state = 'Completed' where id = '{plan}'");
        Assert.Null(await Missed(lead, project, "2027-03"));
    }

    [Fact, Rule("PLN-06", Regions = ["beijing"])]
    public async Task A_detection_is_worked_on_in_a_later_month_of_the_contract()
    {
        house.At("2026-11-28T02:00:00Z");
        using var lead = await house.Agency("bj-lead");
        var plan = await Make(lead, "beijing-annex");
        var codes = Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk()).Take(1).ToList();
        await Assign(lead, plan, codes, "bj-operator");
        house.At("2026-12-30T02:00:00Z");
        using var worker = await house.MiniProgram("bj-operator");
        (await worker.Post("/tasks", new { planId = plan, classCodes = codes })).ShouldBeOk();
        using var later = await house.Agency("bj-lead");
        var shown = (await later.Get($"/plans/{plan}")).ShouldBeOk();
        Assert.Equal((false, "2026-12-31"), (shown["isOverdue"].GetBoolean(), shown["dueBy"].GetString()));
    }

    [Fact, Rule("PLN-28", Regions = ["beijing"]), Rule("PLN-05", Regions = ["beijing"])]
    public async Task A_failed_detection_gets_one_retest_of_what_failed_however_often_it_is_asked()
    {
        house.At("2026-11-28T02:00:00Z");
        using var lead = await house.Agency("bj-lead");
        var plan = await Make(lead, "beijing-annex");
        var codes = Codes((await lead.Get($"/plans/{plan}")).ShouldBeOk());
        (await lead.Post($"/plans/{plan}/retest", new { })).ShouldRefuse("plan.not_failed", "PLN-28", 409);
        await house.SqlAsAdmin($"update plan set verdict = 'Fails', failed_class_codes = array['{codes[0]}'] where id = '{plan}'");
        Assert.True((await lead.Get($"/plans/{plan}")).ShouldBeOk()["canRetest"].GetBoolean());
        var asked = await Task.WhenAll(lead.Post($"/plans/{plan}/retest", new { }), lead.Post($"/plans/{plan}/retest", new { }));
        var retest = Assert.Single(asked, a => (int)a.Status < 300);
        Assert.Equal([codes[0]], Codes((await lead.Get($"/plans/{retest.Id}")).ShouldBeOk()));
        (await lead.Post($"/plans/{plan}/retest", new { })).ShouldRefuse("plan.retest_used", "PLN-28", 409);
        Assert.False((await lead.Get($"/plans/{plan}")).ShouldBeOk()["canRetest"].GetBoolean());
    }

    [Fact, Rule("PLN-05", Regions = ["shanghai"])]
    public async Task Where_visits_take_its_place_a_detection_has_no_plan()
    {
        using var lead = await house.Agency("sh-lead2");
        (await lead.Post("/plans", new { projectId = Demo.Id("project", "shanghai-care-2"), kind = "Year", month = Month })).ShouldRefuse("plan.not_for_visits", "PLN-05", 409);
    }

    [Fact, Rule("PLN-11"), Rule("PLN-13")]
    public async Task Conflicts_are_shown_before_anything_is_issued()
    {
        house.At("2026-12-05T02:00:00Z");
        using var lead = await house.Agency("sx-lead");
        var busy = await Make(lead, "shaanxi-main", "2026-12-20");
        await Assign(lead, busy, Codes((await lead.Get($"/plans/{busy}")).ShouldBeOk()).Take(3), "sx-operator");
        var plan = await Make(lead, "shaanxi-hospital", "2026-12-20");
        var people = (await lead.Get($"/plans/{plan}/assignees")).ShouldBeOk().Json.EnumerateArray().ToList();
        var first = people.Single(p => p.GetProperty("id").GetGuid() == Demo.Id("person", "sx-operator"));
        Assert.Equal((3, 1, 0), (first.GetProperty("facilitiesThisMonth").GetInt32(), first.GetProperty("placesThatDay").GetInt32(), first.GetProperty("assignedHere").GetInt32()));
        Assert.Contains("12月20日已排了 1 处", first.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        var free = people.Single(p => p.GetProperty("id").GetGuid() == Demo.Id("person", "sx-operator2"));
        Assert.Equal(0, free.GetProperty("placesThatDay").GetInt32());
        Assert.True(people.IndexOf(free) < people.IndexOf(first));

        var calendar = (await lead.Get("/plans/calendar?month=2026-12")).ShouldBeOk();
        var day = Assert.Single(calendar["days"].EnumerateArray());
        Assert.Equal(("2026-12-20", 2), (day.GetProperty("on").GetString(), day.GetProperty("plans").GetArrayLength()));
        Assert.Equal(3, Assert.Single(calendar["people"].EnumerateArray()).GetProperty("facilities").GetInt32());
    }

    [Fact]
    public async Task A_day_lies_between_today_and_the_last_one()
    {
        house.At("2027-03-05T02:00:00Z");
        using var lead = await house.Agency("sx-lead");
        var plan = await Make(lead, "shaanxi-main");
        foreach (var day in new[] { "2027-03-04", "2027-04-01" })
        {
            (await lead.Put($"/plans/{plan}/day", new { plannedOn = day })).ShouldRefuse("plan.day_not_in_time", "PLN-22", 422);
        }

        foreach (var day in new[] { "2027-03-05", "2027-03-31", null })
        {
            (await lead.Put($"/plans/{plan}/day", new { plannedOn = day })).ShouldBeOk();
        }
    }

    [Theory, Rule("PLN-04")]
    [InlineData("beijing", "bj-lead", 1)]
    [InlineData("shaanxi", "sx-lead", 0)]
    [InlineData("xinjiang", "xj-lead", 0)]
    [InlineData("shanghai", "sh-lead", 0)]
    public async Task A_year_that_ended_short_is_marked_red_where_the_profile_counts(string region, string who, int red)
    {
        house.At("2027-01-15T02:00:00Z");
        using var lead = await house.Agency(who);
        Assert.Equal(red, (await ProjectRow(lead, $"{region}-main")).GetProperty("years").EnumerateArray().Count(y => y.GetProperty("mark").GetString() == "Short"));
    }

    private async Task<Guid> Make(Caller lead, string project, string? plannedOn = null) =>
        (await lead.Post("/plans", new { projectId = Demo.Id("project", project), kind = "Month", month = Month, plannedOn })).ShouldBeOk().Id;

    private static async Task Assign(Caller lead, Guid plan, IEnumerable<string> classCodes, string person) =>
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes, personId = Demo.Id("person", person) })).ShouldBeOk();

    private static List<string> Codes(Answer plan) => [.. plan["facilities"].EnumerateArray().Select(f => f.GetProperty("classCode").GetString()!)];

    private static string? Deletion(Answer plan) => plan["deletion"].GetProperty("case").GetString();

    private static async Task<List<Guid>> Uncreated(Caller lead) =>
        [.. (await lead.Get("/plans/uncreated?size=100")).ShouldBeOk()["items"].EnumerateArray().Select(u => u.GetProperty("projectId").GetGuid())];

    private static async Task<string?> Missed(Caller lead, Guid project, string month) =>
        (await lead.Get($"/plans/missed?month={month}&size=100")).ShouldBeOk()["items"].EnumerateArray()
            .Where(m => m.GetProperty("projectId").GetGuid() == project).Select(m => m.GetProperty("why").GetString()).FirstOrDefault();

    private static async Task<JsonElement> ProjectRow(Caller lead, string project) =>
        (await lead.Get("/plans/projects?size=100")).ShouldBeOk()["items"].EnumerateArray().Single(p => p.GetProperty("projectId").GetGuid() == Demo.Id("project", project));

    private static async Task<(int, int, int)> Counted(Caller lead, string project)
    {
        var row = await ProjectRow(lead, project);
        return (row.GetProperty("issued").GetInt32(), row.GetProperty("notIssued").GetInt32(), row.GetProperty("unfinished").GetInt32());
    }
}
