using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Projects.Slices;

/// <summary>更新项目人员 at the desk: who works on site from now on, and who is not let go while something there is his.</summary>
public sealed class StaffProjectTests(House house) : Slice(house)
{
    [Theory, InlineData("shanghai"), InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang")]
    [Rule("PRJ-26", Regions = ["shanghai"]), Rule("PEO-09"), Rule("PEO-30"), Rule("PRJ-47", Regions = ["beijing"])]
    public async Task Site_workers_change_with_history_and_nobody_goes_while_a_plan_waits_for_him(string region)
    {
        var scene = await Given.AnAssignedPlan(region);
        var (team, project) = ($"/projects/{scene.ProjectId}/team", scene.ProjectId);
        // PRJ-26: begun work locks the site, not the people.
        await House.SqlAsAdmin($"update project set first_work_at = now() where id = '{project}'");
        using var admin = await House.Console($"{Demo.Prefixes[region]}-admin");
        var technical = await House.Value<Guid?>($"select technical_lead_id from project where id = '{project}'");
        var now = (await House.Value<Guid[]>($"select member_ids from project where id = '{project}'"))!;
        Assert.Contains(scene.OperatorId, now);
        var stranger = Demo.Id("person", region == "beijing" ? "sh-operator" : "bj-operator");
        (await admin.Put(team, new { technicalLeadId = technical, memberIds = now.Append(stranger) })).ShouldRefuse("project.person_unknown", "PEO-08", 404);
        var helper = Demo.Id("person", $"{Demo.Prefixes[region]}-operator2");
        if (now.Contains(helper))
        {
            (await admin.Put(team, new { technicalLeadId = technical, memberIds = now.Where(m => m != helper) })).ShouldBeOk();
        }

        var without = now.Where(m => m != helper).ToList();
        await House.SqlAsAdmin($"update certificate set valid_until = '2020-01-01' where person_id = '{helper}'");
        Assert.DoesNotContain(helper, Offered(await admin.Get(team)));
        (await admin.Put(team, new { technicalLeadId = technical, memberIds = without.Append(helper) })).ShouldRefuse("person.certificate_expired", status: 409);
        await House.SqlAsAdmin($"update certificate set valid_until = '2039-01-01' where person_id = '{helper}'");
        Assert.Contains(helper, Offered(await admin.Get(team)));
        (await admin.Put(team, new { technicalLeadId = technical, memberIds = without.Append(helper) })).ShouldBeOk();
        Assert.Contains(helper, (await admin.Get($"/projects/{project}")).ShouldBeOk()["members"].EnumerateArray().Select(m => m.GetProperty("id").GetGuid()));

        // Facilities wait for the operator: he stays, and nothing of the request is kept.
        (await admin.Put(team, new { technicalLeadId = technical, memberIds = new[] { helper } })).ShouldRefuse("task.leaver_has_work", "PEO-30", 409);
        Assert.Contains(scene.OperatorId, (await House.Value<Guid[]>($"select member_ids from project where id = '{project}'"))!);
        Assert.Contains(helper.ToString(), await House.Value<string>($"select after->>'memberIds' from audit_entry where act = 'project.team' and subject_id = '{project}' order by at desc limit 1"), StringComparison.Ordinal);

        // Whose it is not: the lead gives his own project away and staffs none; another agency finds nothing.
        using var other = await House.Console($"{(region == "beijing" ? "sh" : "bj")}-admin");
        (await other.Put(team, new { memberIds = without })).ShouldRefuse("project.not_yours", "ACC-15", 404);
        (await other.Get(team)).ShouldRefuse("project.not_yours", "ACC-15", 404);

        await House.SqlAsAdmin($"update project set state = 'Terminated' where id = '{project}'");
        (await admin.Put(team, new { technicalLeadId = technical, memberIds = without.Append(helper) })).ShouldRefuse("project.ended", "PRJ-47", 409);
    }

    [Fact, Rule("CHK-16"), Rule("PEO-14", Regions = ["shanghai"])]
    public async Task Who_is_at_work_there_is_taken_off_when_he_has_ended_and_a_technical_lead_is_replaced_by_an_appointed_one()
    {
        var scene = await Given.APlan();
        using var worker = await House.MiniProgram(scene.OperatorKey);
        (await worker.StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
        var team = $"/projects/{scene.ProjectId}/team";
        using var admin = await House.Console("sh-admin");
        var technical = Demo.Id("person", scene.TechnicalLeadKey);
        var rest = (await House.Value<Guid[]>($"select member_ids from project where id = '{scene.ProjectId}'"))!.Where(m => m != scene.OperatorId).ToList();
        (await admin.Put(team, new { technicalLeadId = technical, memberIds = rest })).ShouldRefuse("visit.leaver_is_at_work", "CHK-16", 409);
        await House.SqlAsAdmin($"update visit set ended_at = now(), minutes = 0 where project_id = '{scene.ProjectId}'");
        (await admin.Put(team, new { technicalLeadId = technical, memberIds = rest })).ShouldBeOk();
        (await worker.Get($"/projects/{scene.ProjectId}")).ShouldRefuse("project.not_yours", "ACC-15", 404);

        (await admin.Put(team, new { technicalLeadId = scene.LeadId, memberIds = rest })).ShouldRefuse("person.not_appointed", "PEO-14", 409);
        (await admin.Put(team, new { memberIds = rest })).ShouldRefuse("project.technical_lead_stays", "PRJ-28", 422);
        (await admin.Put(team, new { technicalLeadId = scene.OperatorId, memberIds = rest })).ShouldRefuse("person.technical_lead_needs_first_grade", "PEO-10", 409);
    }

    private static IEnumerable<Guid> Offered(Answer team) => team.ShouldBeOk()["members"].EnumerateArray().Select(m => m.GetProperty("id").GetGuid());
}
