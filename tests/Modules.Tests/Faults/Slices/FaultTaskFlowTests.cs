using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faults.Slices;

/// <summary>From the failed item to the repaired facility, over HTTP, as lead, operator and owner do it.</summary>
public sealed class FaultTaskFlowTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions))]
    [Rule("FLT-01"), Rule("FLT-03"), Rule("FLT-04"), Rule("FLT-08"), Rule("FLT-09"), Rule("FLT-11"), Rule("FLT-12"), Rule("FLT-13"), Rule("FLD-29"), Rule("FLD-30"), Rule("NTF-05")]
    public async Task A_fault_is_looked_into_repaired_and_closed_and_its_history_tells_who_and_when(string region)
    {
        var scene = await Given.ASubmittedTask(region);
        using var lead = await House.Agency(scene.LeadKey);
        var mobile = await scene.Operator();
        var fault = Assert.Single(await scene.Faults());
        var row = Assert.Single((await lead.Get($"/faults?state=Pending&projectId={scene.ProjectId}")).ShouldBeOk()["faults"].GetProperty("items").EnumerateArray());
        Assert.Equal((Demo.Person(scene.OperatorKey).Name, "MaintenanceReport", 0, 1),
            (row.GetProperty("foundBy").GetString(), row.GetProperty("source").GetString(), row.GetProperty("days").GetInt32(), row.GetProperty("photoCount").GetInt32()));

        var look = await Send(lead, scene, fault, "Troubleshoot", "先看是不是接触器");
        (await mobile.Post($"/fault-tasks/{look}/submit", new { result = "Solved", text = "好了" })).ShouldRefuse("fault_task.not_started", "FLD-29", 409);
        (await mobile.Post($"/fault-tasks/{look}/start", new { position = scene.OnSite })).ShouldRefuse("fault_task.not_accepted", "FLD-29", 409);
        await Begin(mobile, scene, look);
        var open = (await mobile.Get($"/fault-tasks/{look}")).ShouldBeOk();
        Assert.Equal(("InProgress", "先看是不是接触器", 1), (open["state"].GetString(), open["note"].GetString(), open["faultPhotos"].GetArrayLength()));
        (await mobile.Post($"/fault-tasks/{look}/submit", new { result = "NotSolved", text = "接触器烧了，要换" })).ShouldRefuse("fault_task.photos_missing", "FLD-30", 422);
        await Finish(mobile, scene, look, "NotSolved", "接触器烧了，要换");
        Assert.Equal("InProgress", await State(fault));

        var repair = await Send(lead, scene, fault, "OwnerAgreesRepair", null);
        await Begin(mobile, scene, repair);
        await Finish(mobile, scene, repair, "Solved", "换了接触器，试了三次");
        (await mobile.Post($"/fault-tasks/{repair}/submit", new { result = "Solved", text = "再交一次" })).ShouldRefuse("fault_task.already_done", "FLD-29", 409);

        Assert.Equal("Resolved", await State(fault));
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "Troubleshoot", assigneeId = scene.OperatorId })).ShouldRefuse("fault.closed", "FLT-07", 409);
        var detail = (await lead.Get($"/faults/{fault}")).ShouldBeOk();
        Assert.Equal(
            ["排查", "结果：没解决", "业主同意维修", "结果：解决"], detail["steps"].EnumerateArray().Select(s => s.GetProperty("label").GetString()));
        Assert.All(detail["steps"].EnumerateArray(), s => Assert.NotEqual("", s.GetProperty("byName").GetString()));
        Assert.Equal([0, 1, 0, 1], detail["steps"].EnumerateArray().Select(s => s.GetProperty("photos").GetArrayLength()));
        Assert.Equal(["Done", "Done"], detail["tasks"].EnumerateArray().Select(t => t.GetProperty("state").GetString()));
        Assert.Empty(detail["offered"].EnumerateArray());
        var counts = (await lead.Get($"/faults?state=Resolved&projectId={scene.ProjectId}")).ShouldBeOk();
        Assert.Equal((1, 1, 0), (counts["faults"].GetProperty("total").GetInt32(), counts["counts"].GetProperty("Resolved").GetInt32(), counts["counts"].GetProperty("Pending").GetInt32()));
        await House.Settled();
        Assert.Equal((2L, 2L), (await Ledger.Told(House, fault, "fault_dispatched"), await Ledger.Told(House, fault, "fault_result")));
        Assert.Equal(4, await Ledger.Told(House, fault, "fault_handled", "OwnerContact"));
    }

    [Fact, Rule("FLT-13"), Rule("FLD-29"), Rule("FLD-38")]
    public async Task Who_is_called_back_need_not_go_and_nobody_else_sees_the_task()
    {
        var fault = await Ledger.Fault(House, "shanghai-lake-b");
        using var lead = await House.Agency("sh-lead");
        using var first = await House.MiniProgram("sh-operator");
        using var second = await House.MiniProgram("sh-operator2");
        var old = await Send(lead, fault, "sh-operator");
        (await first.Post($"/fault-tasks/{old}/accept")).ShouldBeOk();
        var current = await Send(lead, fault, "sh-operator2");

        (await first.Post($"/fault-tasks/{old}/start", new { position = Place.At("shanghai-lake-b") })).ShouldRefuse("fault_task.withdrawn", "FLT-13", 409);
        (await first.Get($"/fault-tasks/{current}")).ShouldRefuse("fault_task.not_yours", "FLD-38", 404);
        (await first.Post($"/fault-tasks/{current}/accept")).ShouldRefuse("fault_task.not_yours", "FLD-38", 404);
        Assert.Equal(current, (await second.Get("/fault-tasks?state=Dispatched")).ShouldBeOk()["items"][0].GetProperty("id").GetGuid());
        (await second.Post($"/fault-tasks/{current}/accept")).ShouldBeOk();
        (await second.Post($"/fault-tasks/{current}/accept")).ShouldRefuse("fault_task.already_accepted", "FLD-29", 409);
        Assert.Equal(1, await House.Value<long>($"select count(*) from fault_task where fault_id = '{fault}' and state <> 'Withdrawn'"));
    }

    [Theory, Rule("FLT-03"), Rule("FLT-04")]
    [InlineData("shanghai", false)]
    [InlineData("beijing", false)]
    [InlineData("shaanxi", true)]
    [InlineData("xinjiang", true)]
    public async Task The_lead_can_be_sent_only_where_leads_work_on_site_and_nobody_without_a_certificate(string region, bool leadToo)
    {
        var fault = await Ledger.Fault(House, Ledger.ProjectOf(region));
        using var lead = await House.Agency(Ledger.Person(region, "lead"));
        var answer = await lead.Post($"/faults/{fault}/handlings", new { kind = "Troubleshoot", assigneeId = Demo.Id("person", Ledger.Person(region, "lead")) });
        if (leadToo)
        {
            answer.ShouldBeOk();
        }
        else
        {
            answer.ShouldRefuse("fault.assignee_may_not_go", "FLT-03", 409);
        }

        await House.SqlAsAdmin($"update certificate set valid_until = '2020-01-01' where person_id = '{Demo.Id("person", Ledger.Person(region, "operator"))}'");
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "Troubleshoot", assigneeId = Demo.Id("person", Ledger.Person(region, "operator")) }))
            .ShouldRefuse("fault.assignee_may_not_go", "FLT-03", 409);
        var candidate = (await lead.Get($"/faults/{fault}")).ShouldBeOk()["candidates"].EnumerateArray()
            .Single(c => c.GetProperty("id").GetGuid() == Demo.Id("person", Ledger.Person(region, "operator")));
        Assert.NotEqual("", candidate.GetProperty("whyNot").GetString());
    }

    [Fact, Rule("FLT-24")]
    public async Task The_day_by_which_it_is_to_be_done_is_the_profiles_unless_the_lead_says_another()
    {
        House.At("2026-11-20T02:00Z");
        using var lead = await House.Agency("sh-lead");
        foreach (var (urgent, proposed) in new[] { (true, "2026-11-21"), (false, "2026-11-25") })
        {
            var fault = await Ledger.Fault(House, "shanghai-lake-b", _ => { }, urgent: urgent);
            Assert.Equal(proposed, (await lead.Get($"/faults/{fault}")).ShouldBeOk()["proposedDueOn"].GetString());
            (await lead.Post($"/faults/{fault}/handlings", new { kind = "Troubleshoot", assigneeId = Demo.Id("person", "sh-operator"), dueOn = "2026-11-19" }))
                .ShouldRefuse("fault.due_day_wrong", "FLT-24", 422);
            await Send(lead, fault, "sh-operator");
            Assert.Equal(proposed, await House.Value<string>($"select due_on::text from fault_task where fault_id = '{fault}'"));
        }
    }

    private Task<string> State(Guid fault) => House.Value<string>($"select state from fault where id = '{fault}'");

    private static async Task<Guid> Send(AgencyClient lead, Scene scene, Guid fault, string kind, string? note) =>
        (await lead.Post($"/faults/{fault}/handlings", new { kind, note, assigneeId = scene.OperatorId })).ShouldBeOk()["taskId"].GetGuid();

    private static async Task<Guid> Send(AgencyClient lead, Guid fault, string person) =>
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "Troubleshoot", assigneeId = Demo.Id("person", person) })).ShouldBeOk()["taskId"].GetGuid();

    private static async Task Begin(MiniProgramClient mobile, Scene scene, Guid task)
    {
        (await mobile.Post($"/fault-tasks/{task}/accept")).ShouldBeOk();
        Assert.True((await mobile.Post($"/fault-tasks/{task}/start", new { position = scene.OnSite })).ShouldBeOk()["insideFence"].GetBoolean());
    }

    private static async Task Finish(MiniProgramClient mobile, Scene scene, Guid task, string result, string text) =>
        (await mobile.Post($"/fault-tasks/{task}/submit", new { result, text, photoIds = new[] { await mobile.UploadScene(scene.OperatorKey) } })).ShouldBeOk();
}
