using Npgsql;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Plans.Slices;

/// <summary>Plans from HTTP to the database: who gets one, how it is taken back, and who loses a race.</summary>
public sealed class PlanLifeTests(House house) : IClassFixture<House>, IAsyncLifetime
{
    /// <summary>One world for all: each test finds the project without plans.</summary>
    public Task InitializeAsync()
    {
        house.Time.Now();
        var project = Demo.Id("project", "shanghai-main");
        return house.SqlAsAdmin($"delete from plan_item where plan_id in (select id from plan where project_id = '{project}'); delete from plan where project_id = '{project}'");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private string Month => ChinaMonth.Of(house.Time.GetUtcNow()).ToString();

    [Theory]
    [InlineData("sh-lead", "shanghai-warehouse", "plan.project_is_draft", "PRJ-27")]
    [InlineData("sh-lead", "shanghai-apartments", "plan.project_ended", "PRJ-33")]
    [InlineData("bj-lead", "beijing-archive", "plan.project_ended", "PRJ-33")]
    [InlineData("bj-lead", "beijing-hostel", "plan.project_incomplete", "PRJ-22")]
    [InlineData("sx-lead", "shaanxi-ward", "plan.project_incomplete", "PRJ-22")]
    [InlineData("xj-lead", "xinjiang-annex", "plan.project_incomplete", "PRJ-22")]
    [Rule("PRJ-22"), Rule("PRJ-27"), Rule("PRJ-33")]
    public async Task Drafts_ended_and_incomplete_projects_get_no_plan(string lead, string project, string code, string rule)
    {
        using var client = await house.Agency(lead);
        (await client.Post("/plans", new { projectId = Demo.Id("project", project), kind = "Month", month = Month })).ShouldRefuse(code, rule, 409);
        Assert.Equal(0, await house.Value<long>($"select count(*) from plan where project_id = '{Demo.Id("project", project)}'"));
    }

    [Fact, Rule("PRJ-44")]
    public async Task The_day_after_the_term_nothing_is_planned()
    {
        house.At("2028-12-31T15:00:00Z");
        using var lead = await house.Agency("sh-lead");
        house.At("2028-12-31T15:59:00Z");
        (await lead.Post("/plans", new { projectId = Demo.Id("project", "shanghai-main"), kind = "Month", month = "2028-12" })).ShouldBeOk();
        house.At("2028-12-31T16:00:00Z");
        (await lead.Post("/plans", new { projectId = Demo.Id("project", "shanghai-main"), kind = "Month", month = "2029-01" })).ShouldRefuse("plan.project_expired", "PRJ-44", 409);
    }

    [Fact, Rule("PLN-05")]
    public async Task Detection_has_one_plan_and_the_refusal_says_what_to_do_instead()
    {
        using var lead = await house.Agency("bj-lead");
        var project = Demo.Id("project", "beijing-annex");
        (await lead.Post("/plans", new { projectId = project, kind = "Month", month = Month })).ShouldBeOk();
        var refused = (await lead.Post("/plans", new { projectId = project, kind = "Year", month = Month })).ShouldRefuse("plan.only_one", "PLN-05", 409);
        Assert.Contains("重测", refused["title"].GetString(), StringComparison.Ordinal);
    }

    [Fact, Rule("PLN-09"), Rule("PLN-01")]
    public async Task Month_quarter_and_year_are_three_plans_and_none_twice()
    {
        using var lead = await house.Agency("sx-lead");
        var project = Demo.Id("project", "shaanxi-main");
        foreach (var kind in new[] { "Month", "Quarter", "Year" })
        {
            (await lead.Post("/plans", new { projectId = project, kind, month = Month })).ShouldBeOk();
            (await lead.Post("/plans", new { projectId = project, kind, month = Month })).ShouldRefuse("plan.exists", "PLN-09", 409);
        }
    }

    [Fact, Rule("PLN-15"), Rule("PLN-16")]
    public async Task An_issued_plan_is_deleted_after_its_facilities_are_taken_back()
    {
        var (lead, plan, classCodes) = await Made();
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes, personId = Demo.Id("person", "sh-operator") })).ShouldBeOk();
        (await lead.Delete($"/plans/{plan}")).ShouldRefuse("plan.assigned_first", "PLN-16", 409);
        (await lead.Post($"/plans/{plan}/withdrawals", new { classCodes })).ShouldBeOk();
        (await lead.Delete($"/plans/{plan}")).ShouldBeOk();
        Assert.Equal(0, await house.Value<long>($"select count(*) from plan_item where plan_id = '{plan}'"));
        (await lead.Get($"/plans/{plan}")).ShouldRefuse("plan.not_yours", status: 404);
    }

    [Theory, Rule("PLN-13")]
    [InlineData("sh-lead", "plan.lead_not_assignable")]
    [InlineData("sh-operator2", "plan.assignee_not_member")]
    [InlineData("bj-operator", "plan.assignee_unknown")]
    public async Task Whom_the_region_or_the_project_does_not_know_receives_nothing(string person, string code)
    {
        var (lead, plan, classCodes) = await Made();
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes, personId = Demo.Id("person", person) })).ShouldRefuse(code);
        Assert.Equal(0, await house.Value<long>($"select count(*) from plan_item where plan_id = '{plan}' and state <> 'Open'"));
    }

    [Fact]
    public async Task Who_read_before_another_wrote_is_told_to_look_again()
    {
        var (lead, plan, classCodes) = await Made();
        await using var other = new NpgsqlConnection(TestServices.Ready.AdminOf(house.Database));
        await other.OpenAsync();
        await using var writing = await other.BeginTransactionAsync();
        await using (var change = new NpgsqlCommand($"update plan set name = name || ' ' where id = '{plan}'", other, writing))
        {
            await change.ExecuteNonQueryAsync();
        }

        // The request has read the plan and waits to write it; then the other one commits.
        var late = lead.Post($"/plans/{plan}/assignments", new { classCodes, personId = Demo.Id("person", "sh-operator") }, "late");
        for (var i = 0; i < 2_000 && await house.Value<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0; i++)
        {
            await Task.Delay(25);
        }

        await writing.CommitAsync();
        (await late).ShouldRefuse("write.lost_race", status: 409);
        Assert.Equal(0, await house.Value<long>($"select count(*) from plan_item where plan_id = '{plan}' and state <> 'Open'"));
        Assert.Equal(0, await house.Value<long>($"select count(*) from outbox_event where type = 'plans.assigned' and payload::text like '%{plan}%'"));
        Assert.Equal(0, await house.Value<long>($"select count(*) from audit_entry where act = 'plan.assigned' and subject_id = '{plan}'"));
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes, personId = Demo.Id("person", "sh-operator") }, "late")).ShouldBeOk();
    }

    private async Task<(AgencyClient Lead, Guid Plan, string[] ClassCodes)> Made()
    {
        var lead = await house.Agency("sh-lead");
        var plan = (await lead.Post("/plans", new { projectId = Demo.Id("project", "shanghai-main"), kind = "Month", month = Month })).ShouldBeOk().Id;
        var codes = (await lead.Get($"/plans/{plan}")).ShouldBeOk()["facilities"].EnumerateArray().Select(f => f.GetProperty("classCode").GetString()!).Take(2);
        return (lead, plan, [.. codes]);
    }
}
