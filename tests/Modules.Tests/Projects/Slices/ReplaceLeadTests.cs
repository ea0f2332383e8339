using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Projects.Slices;

/// <summary>更新: somebody else leads from now on.</summary>
public sealed class ReplaceLeadTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Agencies.Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("PEO-29"), Rule("PEO-12", Regions = ["beijing"]), Rule("PEO-13", Regions = ["shanghai"])]
    public async Task The_new_lead_sees_the_project_and_the_old_one_does_not_any_more(string region)
    {
        var prefix = Demo.Prefixes[region];
        var scene = Given.AProject(region);
        var (admin, old) = (await House.Console($"{prefix}-admin"), await scene.Lead());
        (await old.Get($"/projects/{scene.ProjectId}")).ShouldBeOk();
        (await admin.Put($"/projects/{scene.ProjectId}/lead", new { personId = scene.OperatorId }))
            .ShouldRefuse(region == "shanghai" ? "person.lead_needs_first_grade" : "person.lead_needs_engineer", "PEO-08", 409);
        var technical = DemoWorld.Id("person", $"{prefix}-technical");
        var picker = (await admin.Get($"/projects/{scene.ProjectId}/leads")).ShouldBeOk().Json.EnumerateArray().Select(p => p.GetProperty("id").GetGuid()).ToList();
        if (region == "beijing")
        {
            Assert.DoesNotContain(technical, picker);
            (await admin.Put($"/projects/{scene.ProjectId}/lead", new { personId = technical })).ShouldRefuse("person.technical_lead_never_leads", "PEO-12", 409);
        }
        else if (region == "shanghai")
        {
            (await admin.Put($"/projects/{scene.ProjectId}/lead", new { personId = technical })).ShouldRefuse("project.leaders_are_one", "PEO-13", 409);
        }

        // Where the world has one engineer more, he; else one is made of the operator
        var next = $"{prefix}-{(prefix == "sh" ? "lead2" : "operator2")}";
        await House.SqlAsAdmin($"update certificate set kind = 'Engineer', level = 'FirstGrade' where person_id = '{DemoWorld.Id("person", next)}'");
        await House.SqlAsAdmin($"""update account set roles = '["ProjectLead"]' where id = '{DemoWorld.Id("account", next)}'""");
        var heir = await House.Agency(next);
        (await heir.Get($"/projects/{scene.ProjectId}")).ShouldRefuse("project.not_yours", status: 404);
        (await heir.Put($"/projects/{scene.ProjectId}/lead", new { personId = DemoWorld.Id("person", next) })).ShouldRefuse("project.not_yours", status: 404);
        (await admin.Put($"/projects/{scene.ProjectId}/lead", new { personId = DemoWorld.Id("person", next) })).ShouldBeOk();
        (await heir.Get($"/projects/{scene.ProjectId}")).ShouldBeOk();
        (await old.Get($"/projects/{scene.ProjectId}")).ShouldRefuse("project.not_yours", status: 404);
        (await (await House.Console($"{(prefix == "sh" ? "bj" : "sh")}-admin")).Put($"/projects/{scene.ProjectId}/lead", new { personId = technical })).ShouldRefuse("project.not_yours", status: 404);
    }
}
