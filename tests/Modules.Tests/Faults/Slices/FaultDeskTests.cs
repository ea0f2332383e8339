using System.Globalization;
using Npgsql;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faults.Slices;

/// <summary>Lists, figures, the table after filing; two people at once; and what the database itself refuses.</summary>
public sealed class FaultDeskTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FLT-08"), Rule("FLT-07"), Rule("FLT-20")]
    public async Task Each_list_holds_what_its_count_says_urgent_first(string region)
    {
        var (key, now) = (Ledger.ProjectOf(region), House.Time.GetUtcNow());
        var older = await Ledger.Fault(House, key, _ => { }, now.AddDays(-5));
        var pressing = await Ledger.Fault(House, key, _ => { }, now.AddHours(-1), urgent: true);
        await Ledger.Fault(House, key, f => f.Handle(HandlingKind.InDiscussionWithOwner));
        await Ledger.Fault(House, key, f => f.Handle(HandlingKind.Troubleshoot));
        await Ledger.Fault(House, key, f => f.Handle(HandlingKind.OwnerDeclinesRepair));
        await Ledger.Fault(House, key, f => f.Handle(HandlingKind.OutOfContractScope));
        await Ledger.Fault(House, key, f => { f.Handle(HandlingKind.OwnerAgreesRepair); f.Conclude(FaultTaskResult.Solved); });
        await Ledger.Fault(House, key, f => f.RetractIfUntouched(Guid.NewGuid(), Sheets.Operator, now));
        using var lead = await House.Agency(Ledger.Person(region, "lead"));

        foreach (var (state, count) in new[] { ("Pending", 3), ("InProgress", 1), ("OwnerDeclined", 1), ("OutOfScope", 1), ("Resolved", 1) })
        {
            var list = (await lead.Get($"/faults?state={state}&projectId={Ledger.ProjectId(region)}")).ShouldBeOk();
            var rows = list["faults"].GetProperty("items").EnumerateArray().ToList();
            Assert.Equal((count, count, count), (rows.Count, list["faults"].GetProperty("total").GetInt32(), list["counts"].GetProperty(state).GetInt32()));
            if (state == "Pending")
            {
                Assert.Equal([pressing, older], rows.Take(2).Select(r => r.GetProperty("id").GetGuid()));
                Assert.Equal((1, now.AddDays(-5).ToUnixTimeSeconds()), (list["urgent"].GetInt32(), list["oldestPendingAt"].GetDateTimeOffset().ToUnixTimeSeconds()));
            }
            else if (state == "OutOfScope")
            {
                Assert.Empty((await lead.Get($"/faults/{rows[0].GetProperty("id").GetGuid()}")).ShouldBeOk()["offered"].EnumerateArray());
            }
        }

        Assert.Equal(7, (await lead.Get($"/faults?projectId={Ledger.ProjectId(region)}&size=3&page=3")).ShouldBeOk()["faults"].GetProperty("total").GetInt32());
        Assert.Equal(0, (await lead.Get($"/faults?projectId={Ledger.ProjectId(region)}&month=2020-01")).ShouldBeOk()["faults"].GetProperty("total").GetInt32());
        (await lead.Get("/faults?state=Nonsense&page=-3")).ShouldRefuse("request.malformed", status: 400);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-09"), Rule("FLT-23")]
    public async Task Figures_by_project_and_month_open_the_rows_that_they_count(string region)
    {
        var scene = await Given.AStartedTask(region);
        var mobile = await scene.Operator();
        var codes = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"].EnumerateArray().Select(i => i.GetProperty("code").GetString()!).ToList();
        var photo = await mobile.UploadScene(scene.OperatorKey);
        var records = codes.Select((code, i) => i switch
        {
            0 => Given.Record(scene, code, i, "Fails", photo),
            1 => new { clientId = $"{scene.TaskId:N}-{i}", itemCode = code, canInspect = false, cannotReason = "NotTestable", text = "业主停水，不能试", photoIds = new[] { photo }, position = scene.OnSite },
            _ => Given.Record(scene, code, i, "Conforms", photo),
        });
        (await mobile.Post($"/tasks/{scene.TaskId}/records", new { records })).ShouldBeOk();
        var asks = scene.Policy("approval", "submit").GetBoolean();
        var submitted = (await mobile.Post($"/tasks/{scene.TaskId}/submit", asks ? new { photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite } : new object())).ShouldBeOk();
        using var lead = await House.Agency(scene.LeadKey);
        if (asks)
        {
            (await lead.Post($"/consents/{submitted["consentId"].GetGuid()}/grant", new { photoId = await lead.UploadSelfie(scene.LeadKey), position = scene.OnSite })).ShouldBeOk();
        }

        var figures = (await lead.Get($"/faults/figures?month={scene.Month}&size=100")).ShouldBeOk()["items"].EnumerateArray().Single(f => f.GetProperty("projectId").GetGuid() == scene.ProjectId);
        Assert.Equal((1, 1, 0), (figures.GetProperty("untestable").GetInt32(), figures.GetProperty("pending").GetInt32(), figures.GetProperty("inProgress").GetInt32()));
        Assert.Equal(1, (await lead.Get($"/faults?state=Pending&projectId={scene.ProjectId}&month={scene.Month}")).ShouldBeOk()["faults"].GetProperty("items").GetArrayLength());
        var item = Assert.Single((await lead.Get($"/faults/untestable?projectId={scene.ProjectId}&month={scene.Month}")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal(("不具备测试条件", "业主停水，不能试", 1), (item.GetProperty("reason").GetString(), item.GetProperty("text").GetString(), item.GetProperty("photos").GetArrayLength()));
        var before = scene.Month.AddMonths(-1);
        Assert.Equal(0, (await lead.Get($"/faults/untestable?projectId={scene.ProjectId}&month={before}")).ShouldBeOk()["total"].GetInt32());

        // The same submission on a detection makes no faults: its failed items stand in the problem list, unless the profile handles them (xinjiang).
        await House.SqlAsAdmin($"update project set service_type = 'AnnualDetection' where id = '{scene.ProjectId}'");
        var problems = (await lead.Get($"/faults/untestable?projectId={scene.ProjectId}&month={scene.Month}")).ShouldBeOk()["items"].EnumerateArray().Select(i => i.GetProperty("verdict").GetString());
        Assert.Equal(region == "xinjiang" ? ["NotApplicable"] : ["Fails", "NotApplicable"], problems.Order());
    }

    [Theory, Rule("FLT-23", Regions = ["shanghai", "beijing"])]
    [InlineData("shanghai-care-2")]
    [InlineData("beijing-annex")]
    public async Task A_failed_item_of_a_detection_becomes_no_fault(string projectKey)
    {
        var project = Demo.Id("project", projectKey);
        await House.InDatabase(async db =>
        {
            var card = await db.FindAsync<WeChatService.Projects.Project>(project);
            db.Announce(Sheets.Submitted with { ProjectId = project, AgencyId = card!.AgencyId, OwnerId = card.OwnerId });
            return await db.SaveChangesAsync();
        });
        Assert.Equal(0, await House.Value<long>($"select count(*) from fault where project_id = '{project}'"));

        // Nobody is told of a fault that is none.
        await House.Settled();
        Assert.Equal(0, await House.Value<long>($"select (select count(*) from notice where template = 'fault_found' and project_id = '{project}') + (select count(*) from outbox_event where type = 'faults.found')"));
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-16")]
    public async Task The_hazard_table_opens_once_a_report_is_filed_and_holds_every_fault_with_its_steps(string region)
    {
        var scene = await Given.AFiledReport(region);
        using var lead = await House.Agency(scene.LeadKey);
        (await lead.Get($"/projects/{Ledger.ProjectId(region)}/hazards")).ShouldRefuse("report.nothing_filed_yet", "FLT-16", 409);
        await Ledger.Fault(House, scene.ProjectKey, f => f.Handle(HandlingKind.OutOfContractScope), House.Time.GetUtcNow().AddMonths(-2));

        var table = (await lead.Get($"/projects/{scene.ProjectId}/hazards")).ShouldBeOk();
        var rows = table["rows"].GetProperty("items").EnumerateArray().ToList();
        Assert.Equal((2, 1, 1), (table["total"].GetInt32(), table["open"].GetInt32(), table["reports"].GetInt32()));
        Assert.Equal(["不在合同范围内", "维修中"], rows.Select(r => r.GetProperty("printedState").GetString()));
        Assert.Equal([1, 2], rows.Select(r => r.GetProperty("number").GetInt32()));
        Assert.Equal("维修中：业主同意维修，已约下周更换", rows[1].GetProperty("steps")[0].GetProperty("says").GetString());
        using var stranger = await House.Agency(Ledger.Person(region == "shanghai" ? "beijing" : "shanghai", "lead"));
        (await stranger.Get($"/projects/{scene.ProjectId}/hazards")).ShouldRefuse("report.not_yours", status: 404);
    }

    [Theory, Rule("FLT-10", Regions = ["shanghai", "shaanxi"])]
    [InlineData("shanghai")]
    [InlineData("shaanxi")]
    public async Task The_console_offers_four_ways_for_later_handling(string region)
    {
        var fault = await Ledger.Fault(House, Ledger.ProjectOf(region));
        using var desk = await House.Console(Ledger.Person(region, "lead"));
        Assert.Equal(5, (await desk.Get($"/faults/{fault}")).ShouldBeOk()["offered"].GetArrayLength());
        (await desk.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner" })).ShouldBeOk();
        Assert.Equal(4, (await desk.Get($"/faults/{fault}")).ShouldBeOk()["offered"].GetArrayLength());
        (await desk.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner" })).ShouldRefuse("fault.no_later_discussion", "FLT-10", 409);
        (await desk.Post($"/faults/{fault}/handlings", new { kind = "OwnerDeclinesRepair" })).ShouldBeOk();
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-25")]
    public async Task Another_lead_of_the_agency_is_refused_and_another_agency_sees_nothing(string region)
    {
        var fault = await Ledger.Fault(House, Ledger.ProjectOf(region));
        using var lead = await House.Agency(Ledger.Person(region, "lead"));
        using var stranger = await House.Agency(Ledger.Person(region == "shanghai" ? "beijing" : "shanghai", "lead"));
        (await stranger.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner" })).ShouldRefuse("fault.not_yours", "FLT-25", 404);
        await House.SqlAsAdmin($"update project set lead_id = '{Demo.Id("person", Ledger.Person(region, "technical"))}' where id = '{Ledger.ProjectId(region)}'");
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner" })).ShouldRefuse("fault.only_lead", "FLT-25", 403);
        Assert.Equal(0, await House.Value<long>($"select count(*) from fault_step where fault_id = '{fault}'"));
    }

    [Fact, Rule("FLT-07"), Rule("FLT-11"), Rule("FLT-13")]
    public async Task Of_two_who_act_at_once_one_is_refused_and_the_history_has_no_gap()
    {
        using var one = await House.Agency("sh-lead");
        using var two = await House.Agency("sh-lead");
        var person = Demo.Id("person", "sh-operator");
        object[] acts =
        [
            new { kind = "InDiscussionWithOwner" }, new { kind = "OutOfContractScope" }, new { kind = "Troubleshoot", assigneeId = person },
            new { kind = "OwnerAgreesRepair", assigneeId = Demo.Id("person", "sh-operator2") }, new { kind = "OwnerDeclinesRepair" },
        ];
        var together = 0;
        foreach (var (first, second) in acts.SelectMany(a => acts, (a, b) => (a, b)))
        {
            var fault = await Ledger.Fault(House, "shanghai-lake-b");
            var answers = await Task.WhenAll(one.Post($"/faults/{fault}/handlings", first), two.Post($"/faults/{fault}/handlings", second));
            Assert.Contains(answers, a => (int)a.Status == 200);
            Assert.All(answers, a => Assert.Contains((int)a.Status, new[] { 200, 409 }));
            together += answers.Count(a => (int)a.Status == 409);
            var state = await House.Value<string>($"select state from fault where id = '{fault}'");
            Assert.Equal(state, await House.Value<string>($"select state_after from fault_step where fault_id = '{fault}' order by number desc limit 1"));
            Assert.Equal(answers.Count(a => (int)a.Status == 200), await House.Value<long>($"select count(*) from fault_step where fault_id = '{fault}'"));
            Assert.Equal(state == "InProgress" ? 1 : 0, await House.Value<long>($"select count(*) from fault_task where fault_id = '{fault}' and state = 'Dispatched'"));
        }

        Assert.True(together > 0, "no two of them ever met");
    }

    [Fact, Rule("FLT-11"), Rule("FLT-14")]
    public async Task The_database_lets_nobody_delete_a_fault_or_rewrite_its_history()
    {
        var fault = await Ledger.Fault(House, "shanghai-lake-b", f => f.Handle(HandlingKind.InDiscussionWithOwner));
        foreach (var sql in new[]
        {
            $"delete from fault where id = '{fault}'", $"delete from fault_step where fault_id = '{fault}'", $"update fault_step set note = 'x' where fault_id = '{fault}'",
            $"update fault set found_in = '2020-01' where id = '{fault}'", $"update fault set step_count = 0 where id = '{fault}'",
        })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => House.SqlAsApplication(sql));
            Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
        }
    }
}
