using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Slices.Steps;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>补充测试项 and 与规范不匹配: tasks beside the planned ones.</summary>
public sealed class ExtraTaskTests(House house) : Slice(house)
{
    [Fact, Rule("FLD-21"), Rule("RPT-05"), Rule("FLD-36")]
    public async Task A_supplementary_task_is_done_like_any_other_takes_nothing_from_the_plan_and_is_in_the_report_if_ticked()
    {
        var scene = await Given.AnApprovedTask("shaanxi");
        var (mobile, lead) = (await scene.Operator(), await scene.Lead());
        var plan = await Plan(scene);
        var made = (await mobile.Post("/tasks/extra", new { projectId = scene.ProjectId, nature = "Supplementary", classCodes = scene.ClassCodes.Take(1) })).ShouldBeOk();
        Assert.Contains("补充测试项", made["name"].GetString(), StringComparison.Ordinal);
        await Start(mobile, scene, made.Id);
        await RecordAll(mobile, made.Id);
        (await mobile.Post($"/tasks/{made.Id}/submit", new { })).ShouldBeOk();
        Assert.Equal(plan, await Plan(scene));

        // Not passed yet: it stops no report and cannot be ticked.
        var author = await scene.ReportAuthor();
        (await author.Post("/reports", Order(scene, scene.TaskId, made.Id))).ShouldRefuse("report.tasks_unapproved", status: 409);
        Assert.Equal("Supplementary", (await lead.Get($"/reviews/{made.Id}")).ShouldBeOk()["nature"].GetString());
        (await lead.Post($"/reviews/{made.Id}/pass", new { opinion = "同意通过" })).ShouldBeOk();

        // FLD-21: alone it makes no report.
        (await author.Post("/reports", Order(scene, made.Id))).ShouldRefuse("report.task_left_out", status: 409);
        scene.ReportId = (await author.Post("/reports", Order(scene, scene.TaskId, made.Id))).ShouldBeOk().Id;
        await scene.ReportReady();
        Assert.Equal(2, await House.Value<long>($"select count(*) from field_task where report_id = '{scene.ReportId}' and state = 'Reported'"));
    }

    [Fact, Rule("FLD-22"), Rule("FLD-10"), Rule("FLD-15")]
    public async Task A_mismatch_task_holds_what_the_operator_writes_himself_and_judges()
    {
        var scene = await Given.AnAssignedPlan("shaanxi");
        var mobile = await scene.Operator();
        var made = (await mobile.Post("/tasks/extra", new { projectId = scene.ProjectId, nature = "Mismatch", classCodes = scene.ClassCodes.Take(1) })).ShouldBeOk();
        Assert.Equal(1, made["items"].GetInt32());
        var shown = (await mobile.Get($"/tasks/{made.Id}")).ShouldBeOk();
        var item = Assert.Single(shown["items"].EnumerateArray());
        Assert.Equal(("own", "Mismatch"), (item.GetProperty("code").GetString(), shown["nature"].GetString()));
        await Start(mobile, scene, made.Id);
        (await mobile.Post($"/tasks/{made.Id}/submit", new { })).ShouldRefuse("task.items_missing", "FLD-07", 409);
        (await mobile.Post($"/tasks/{made.Id}/records", new { records = new[] { Own("a", null, "Conforms") } })).ShouldRefuse("record.own_item_incomplete", "FLD-10", 422);
        await Record(mobile, made.Id, Own("a", "自动跟踪水炮", "Conforms"), Own("b", "细水雾泵组", "Fails"));
        (await mobile.Post($"/tasks/{made.Id}/submit", new { })).ShouldBeOk();

        // What failed is a fault like any other; the lead sees the operator's own names.
        var lead = await scene.Lead();
        var review = (await lead.Get($"/reviews/{made.Id}")).ShouldBeOk();
        Assert.Equal(["细水雾泵组", "自动跟踪水炮"], review["systems"].EnumerateArray().SelectMany(s => s.GetProperty("records").EnumerateArray()).Select(r => r.GetProperty("itemName").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("细水雾泵组", Assert.Single(review["faults"].EnumerateArray()).GetProperty("itemName").GetString());
        Assert.Equal(scene.ClassCodes.Count, (await Open(mobile, scene.PlanId)).Count);
    }

    [Fact, Rule("FLD-21"), Rule("FLD-22"), Rule("FLD-38")]
    public async Task Without_a_plan_or_for_a_stranger_nothing_is_made()
    {
        var scene = Given.AProject("shaanxi");
        var mobile = await scene.Operator();
        object Asked(string nature, params string[] codes) => new { projectId = scene.ProjectId, nature, classCodes = codes };
        (await mobile.Post("/tasks/extra", Asked("Supplementary", "M01-01"))).ShouldRefuse("extra_task.no_plan", "FLD-21", 409);
        using var other = await House.MiniProgram("xj-operator");
        (await other.Post("/tasks/extra", Asked("Supplementary", "M01-01"))).ShouldRefuse("extra_task.project_not_yours", "FLD-38", 404);

        await Given.AnAssignedPlan("shaanxi");
        (await mobile.Post("/tasks/extra", Asked("Planned", "M01-01"))).ShouldRefuse("extra_task.nature_missing", "FLD-21", 422);
        (await mobile.Post("/tasks/extra", Asked("Supplementary"))).ShouldRefuse("extra_task.facilities_unfit", "FLD-21", 422);
        (await mobile.Post("/tasks/extra", Asked("Supplementary", "M99-99"))).ShouldRefuse("extra_task.facilities_unfit", "FLD-21", 422);
        (await mobile.Post("/tasks/extra", Asked("Mismatch", "M99-99"))).ShouldRefuse("extra_task.nearest_missing", "FLD-22", 422);
    }

    private Task<string> Plan(Scene scene) => House.Value<string>(
        $"select p.state || ':' || string_agg(i.class_code || i.state, ',' order by i.class_code) from plan p join plan_item i on i.plan_id = p.id where p.id = '{scene.PlanId}' group by p.state");

    private static object Own(string clientId, string? name, string verdict) => new
    {
        clientId, itemCode = "own", verdict, text = verdict == "Fails" ? "不启动" : "", clientTime = "2026-11-20T02:00:00Z",
        ownItem = new { name, place = "大堂", process = "手动启动", result = verdict == "Fails" ? "没有动作" : "动作正常" },
    };

    private static object Order(Scene scene, params Guid[] tasks)
    {
        var today = WeChatService.Kernel.ChinaTime.DayOf(scene.House.Time.GetUtcNow());
        return new { planId = scene.PlanId, taskIds = tasks, reportDate = today, serviceFrom = today, serviceTo = today, remark = (string?)null };
    }
}
