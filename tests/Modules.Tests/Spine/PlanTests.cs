using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Spine;

/// <summary>Step 2 of the story: the lead makes this month's plan and gives facilities to an operator.</summary>
public class PlanTests(House house) : Slice(house)
{
    [Theory]
    [Rule("PLN-01"), Rule("PLN-11"), Rule("PLN-20")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task The_lead_plans_the_month_and_assigns_facilities_and_the_operator_is_told(string region)
    {
        var scene = await Given.AnAssignedPlan(region);
        var lead = await scene.Lead();

        var plan = (await lead.Get($"/plans/{scene.PlanId}")).ShouldBeOk();

        Assert.Equal(scene.Month.ToString(), plan["month"].GetString());
        var assigned = plan["facilities"].EnumerateArray().Where(f => f.GetProperty("state").GetString() == "Assigned").ToList();
        Assert.Equal(scene.ClassCodes.Order(), assigned.Select(f => f.GetProperty("classCode").GetString()!).Order());
        Assert.All(assigned, f => Assert.Equal(scene.OperatorId, f.GetProperty("assigneeId").GetGuid()));
    }

    [Fact]
    [Rule("PLN-02")]
    public async Task Next_months_plan_is_refused()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();

        var refused = await lead.Post("/plans", new { projectId = scene.ProjectId, kind = "Month", month = scene.Month.AddMonths(1).ToString() });

        refused.ShouldRefuse("plan.month_not_open", "PLN-02");
    }

    [Fact]
    [Rule("PRJ-22")]
    public async Task A_project_with_a_missing_part_gets_no_plan()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();
        await House.SqlAsAdmin($"update project set fence = '[]' where id = '{scene.ProjectId}'");

        var refused = await lead.Post("/plans", new { projectId = scene.ProjectId, kind = "Month", month = scene.Month.ToString() });

        refused.ShouldRefuse("plan.project_incomplete", "PRJ-22");
    }

    [Fact]
    [Rule("PLN-09")]
    public async Task A_second_plan_of_the_kind_is_refused_also_when_both_are_asked_at_once()
    {
        var scene = await Given.APlan();
        var lead = await scene.Lead();
        object body = new { projectId = scene.ProjectId, kind = "Month", month = scene.Month.ToString() };

        (await lead.Post("/plans", body)).ShouldRefuse("plan.exists", "PLN-09");

        await House.SqlAsAdmin($"delete from plan_item; delete from plan where id = '{scene.PlanId}'");
        var both = await Task.WhenAll(lead.Post("/plans", body), lead.Post("/plans", body));
        Assert.Single(both, a => (int)a.Status < 300);
        both.Single(a => (int)a.Status >= 400).ShouldRefuse("plan.exists", "PLN-09");
    }

    [Fact]
    public async Task The_same_request_with_the_same_key_makes_one_plan()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();
        object body = new { projectId = scene.ProjectId, kind = "Month", month = scene.Month.ToString() };

        var first = (await lead.Post("/plans", body, "one-tap")).ShouldBeOk();
        var second = (await lead.Post("/plans", body, "one-tap")).ShouldBeOk();

        Assert.Equal(first.Id, second.Id);
        Assert.True(second.IsReplayed);
        (await lead.Post("/plans", new { projectId = scene.ProjectId, kind = "Quarter", month = scene.Month.ToString() }, "one-tap"))
            .ShouldRefuse("idempotency.key_reused");
        (await lead.Post("/plans", body, key: "")).ShouldRefuse("idempotency.key_missing");
    }
}
