using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Projects.Slices;

/// <summary>删除, 终止, 注销: in which state, by whom, and what stands afterwards.</summary>
public sealed class EndProjectTests(House house) : Slice(house)
{
    private static readonly Guid Draft = Demo.Id("project", "shanghai-warehouse");

    [Fact, Rule("PRJ-31", Regions = ["shanghai"]), Rule("PRJ-32", Regions = ["shanghai"]), Rule("SCR-05", Regions = ["shanghai"]), Rule("SCR-09")]
    public async Task A_draft_is_deleted_what_was_handed_in_is_terminated_with_a_reason_that_stands()
    {
        var scene = Given.AProject("shanghai");
        using var lead = await House.MiniProgram(scene.LeadKey);
        var rows = (await lead.Get("/projects?size=100")).ShouldBeOk()["items"].EnumerateArray().ToDictionary(p => p.GetProperty("id").GetGuid(), p => (p.GetProperty("mayDelete").GetBoolean(), p.GetProperty("mayEnd").GetBoolean()));
        Assert.Equal((true, false), rows[Draft]);
        Assert.Equal((false, true), rows[scene.ProjectId]);

        (await lead.Post($"/projects/{scene.ProjectId}/deletion", new { isSure = true })).ShouldRefuse("project.only_drafts_are_deleted", "PRJ-31", 409);
        (await lead.Post($"/projects/{Draft}/termination", new { reason = "不做了", isSure = true })).ShouldRefuse("project.draft_is_deleted", "PRJ-31", 409);
        (await lead.Post($"/projects/{Draft}/deletion")).ShouldRefuse("project.end_not_sure", "SCR-09", 422);
        // ACC-15, CHK-16: who works there reads, and decides nothing; who is of another agency finds nothing.
        using var worker = await House.MiniProgram(scene.OperatorKey);
        (await worker.Post($"/projects/{scene.ProjectId}/termination", new { reason = "不做了", isSure = true })).ShouldRefuse("actor.not_your_role", status: 403);
        (await (await House.Console("bj-admin")).Post($"/projects/{scene.ProjectId}/termination", new { reason = "不做了", isSure = true })).ShouldRefuse("project.not_yours", "ACC-15", 404);

        var key = Guid.NewGuid().ToString("N");
        (await lead.Post($"/projects/{Draft}/deletion", new { isSure = true }, key)).ShouldBeOk();
        (await lead.Post($"/projects/{Draft}/deletion", new { isSure = true }, key)).ShouldBeOk();
        (await lead.Post($"/projects/{Draft}/deletion", new { isSure = true })).ShouldRefuse("project.not_yours", "ACC-15", 404);
        (await lead.Get($"/projects/{Draft}")).ShouldRefuse("project.not_yours", "ACC-15", 404);
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'project.deleted' and subject_id = '{Draft}'"));

        (await lead.Post($"/projects/{scene.ProjectId}/termination", new { reason = " ", isSure = true })).ShouldRefuse("project.end_reason_missing", "PRJ-31", 422);
        (await lead.Post($"/projects/{scene.ProjectId}/termination", new { reason = "委托单位搬走了" })).ShouldRefuse("project.end_not_sure", "SCR-09", 422);
        Assert.Equal("Terminated", (await lead.Post($"/projects/{scene.ProjectId}/termination", new { reason = "委托单位搬走了", isSure = true })).ShouldBeOk()["state"].GetString());
        var again = (await lead.Post($"/projects/{scene.ProjectId}/termination", new { reason = "别的原因", isSure = true })).ShouldRefuse("project.ended_already", "PRJ-32", 409);
        Assert.Equal("委托单位搬走了", again["reason"].GetString());
        var shown = (await worker.Get($"/projects/{scene.ProjectId}")).ShouldBeOk();
        Assert.Equal(("委托单位搬走了", false), (shown["ending"].GetProperty("reason").GetString(), shown["mayEnd"].GetBoolean()));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => House.SqlAsApplication($"update project set end_reason = '改掉' where id = '{scene.ProjectId}'"));

        // PRJ-46: the history stays with those who worked there.
        (await worker.Get($"/visits?projectId={scene.ProjectId}")).ShouldBeOk();
    }

    [Theory, InlineData("beijing", "beijing-main", "Terminated"), InlineData("shaanxi", "shaanxi-main", "Terminated"), InlineData("xinjiang", "xinjiang-main", "Terminated")]
    [Rule("PRJ-33", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public async Task Elsewhere_the_administrator_alone_ends_a_project_and_nothing_is_deleted(string region, string key, string state)
    {
        var scene = Given.AProject(region);
        var id = Demo.Id("project", key);
        using var admin = await House.Console($"{scene.LeadKey[..2]}-admin");
        (await admin.Post($"/projects/{id}/deletion", new { isSure = true })).ShouldRefuse("project.nothing_is_deleted", "PRJ-33", 409);
        Assert.False((await (await scene.Lead()).Get($"/projects/{id}")).ShouldBeOk()["mayEnd"].GetBoolean());
        Assert.Equal(state, (await admin.Post($"/projects/{id}/termination", new { reason = "合同解除", isSure = true })).ShouldBeOk()["state"].GetString());
        (await admin.Post($"/projects/{id}/termination", new { reason = "合同解除", isSure = true })).ShouldRefuse("project.ended_already", "PRJ-32", 409);
        // No plan any more, so no report; and it counts nowhere among those that should have one.
        (await (await scene.Lead()).Post("/plans", new { projectId = id, kind = "Month", month = scene.Month.ToString() })).ShouldRefuse("plan.project_ended");
        Assert.False(await House.Value<bool>($"select exists (select from project_expected('{scene.Month}', current_date, current_date, false) p where p.id = '{id}')"));
    }
}
