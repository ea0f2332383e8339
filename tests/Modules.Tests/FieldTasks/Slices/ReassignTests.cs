using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>待改派: what somebody left behind goes to another with one tap.</summary>
public sealed class ReassignTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Agencies.Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("PEO-30")]
    public async Task The_open_work_of_who_may_not_come_any_more_waits_for_the_lead_and_goes_on_with_another(string region)
    {
        var prefix = Demo.Prefixes[region];
        var scene = await Given.ATakenTask(region);
        var lead = await scene.Lead();
        var more = (await lead.Get($"/plans/{scene.PlanId}")).ShouldBeOk()["facilities"].EnumerateArray().Select(f => f.GetProperty("classCode").GetString()).First(c => !scene.ClassCodes.Contains(c!));
        (await lead.Post($"/plans/{scene.PlanId}/assignments", new { classCodes = new[] { more }, personId = scene.OperatorId })).ShouldBeOk();
        Assert.Equal(0, (await lead.Get("/reassignments")).ShouldBeOk()["total"].GetInt32());
        var other = DemoWorld.Id("person", $"{prefix}-operator2");
        (await lead.Post($"/reassignments/Task/{scene.TaskId}", new { fromId = scene.OperatorId, personId = other })).ShouldRefuse("task.not_to_reassign", "PEO-30", 409);

        var admin = await House.Console($"{prefix}-admin");
        (await admin.Put($"/accounts/{DemoWorld.Id("account", scene.OperatorKey)}/state", new { enabled = false })).ShouldBeOk();
        var rows = await Left(lead, scene);
        Assert.Equal(["Facilities", "Task"], rows.Select(r => r.GetProperty("kind").GetString()).Order());
        Assert.All(rows, r => Assert.Equal((Demo.Person(scene.OperatorKey).Name, "帐号已停用"), (r.GetProperty("personName").GetString(), r.GetProperty("why").GetString())));
        Assert.All(rows, r => Assert.DoesNotContain(scene.OperatorId, r.GetProperty("to").EnumerateArray().Select(p => p.GetProperty("id").GetGuid())));
        Assert.Equal(0, (await (await House.Agency($"{(prefix == "sh" ? "bj" : "sh")}-lead")).Get("/reassignments")).ShouldBeOk()["total"].GetInt32());

        foreach (var row in rows)
        {
            (await lead.Post(Path(row), new { fromId = scene.OperatorId, personId = scene.OperatorId })).ShouldRefuse("task.reassigned_to_nobody", "PEO-30", 422);
            (await lead.Post(Path(row), new { fromId = scene.OperatorId, personId = other })).ShouldBeOk();
        }

        Assert.Empty(await Left(lead, scene));
        var mobile = await House.MiniProgram($"{prefix}-operator2");
        (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk();
        Assert.Equal(3, await House.Value<long>($"select count(*) from plan_item where plan_id = '{scene.PlanId}' and '{other}' = any(assignee_ids)"));
        Assert.Equal(2, await House.Value<long>("select count(*) from audit_entry where act = 'task.reassigned'"));
    }

    [Fact, Rule("PEO-30", Regions = ["shanghai"]), Rule("PEO-18", Regions = ["shanghai"])]
    public async Task A_leave_that_passed_puts_the_task_on_the_leads_list()
    {
        var scene = await Given.ATakenTask();
        var leave = (await (await scene.Operator()).Post("/employment/leaves", new { isSure = true })).ShouldBeOk();
        (await (await House.Console("sh-admin")).Post($"/employment-requests/{leave.Id}/approval")).ShouldBeOk();
        var row = Assert.Single((await (await scene.Lead()).Get("/reassignments")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal(("Task", "已离职"), (row.GetProperty("kind").GetString(), row.GetProperty("why").GetString()));
        (await (await scene.Lead()).Post(Path(row), new { fromId = scene.OperatorId, personId = row.GetProperty("to")[0].GetProperty("id").GetGuid() })).ShouldBeOk();
    }

    /// <summary>Of this project: the world's past has others.</summary>
    private static async Task<List<JsonElement>> Left(Caller lead, Scene scene) =>
        [.. (await lead.Get("/reassignments")).ShouldBeOk()["items"].EnumerateArray().Where(r => r.GetProperty("projectId").GetGuid() == scene.ProjectId)];

    private static string Path(JsonElement row) => $"/reassignments/{row.GetProperty("kind").GetString()}/{row.GetProperty("id").GetString()}";
}
