using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Projects.Slices;

/// <summary>暂停: the administrator asks, the brigade decides, everybody of the project reads it.</summary>
public sealed class SuspensionTests(House house) : Slice(house)
{
    public static TheoryData<string> ByMonth => ["shaanxi", "xinjiang"];

    [Theory, MemberData(nameof(ByMonth)), Rule("PRJ-35", Regions = ["shaanxi", "xinjiang"]), Rule("PRJ-36", Regions = ["shaanxi", "xinjiang"]), Rule("PRJ-37", Regions = ["shaanxi", "xinjiang"]), Rule("NTF-13")]
    public async Task A_month_is_asked_for_with_reason_and_material_and_decided_by_the_jurisdiction(string region)
    {
        var scene = Given.AProject(region);
        var (admin, lead) = (await Admin(scene), await scene.Lead());
        await House.Phone(scene.LeadKey).Follow("agency");
        var month = scene.Month.AddMonths(1);
        (await lead.Post(Path(scene), await Asked(admin, month))).ShouldRefuse("actor.not_your_role", status: 403);
        (await admin.Post(Path(scene), new { month = month.ToString() })).ShouldRefuse("suspension.reason_missing", "PRJ-35", 422);
        (await admin.Post(Path(scene), new { month = month.ToString(), reason = "停产检修" })).ShouldRefuse("suspension.material_missing", "PRJ-35", 422);
        (await admin.Post(Path(scene), await Asked(admin, scene.Month.AddMonths(-1)))).ShouldRefuse("suspension.month_unfit", "PRJ-35", 422);
        var asked = (await admin.Post(Path(scene), await Asked(admin, month))).ShouldBeOk();
        (await admin.Post(Path(scene), await Asked(admin, month))).ShouldRefuse("suspension.asked_already", "PRJ-35", 409);

        // PRJ-37: who is of another jurisdiction finds nothing; a refusal says why.
        using var stranger = await House.Authority("sh-brigade");
        (await stranger.Post($"/suspensions/{asked.Id}/approval", new { })).ShouldRefuse("suspension.not_found", "PRJ-37", 404);
        using var brigade = await House.Authority(scene.BrigadeKey);
        var waiting = (await brigade.Get("/suspensions?state=Pending")).ShouldBeOk()["items"].EnumerateArray().Single(s => s.GetProperty("id").GetGuid() == asked.Id);
        Assert.Equal("停产检修，人员撤离", waiting.GetProperty("reason").GetString());
        Assert.Equal((byte)0xFF, (await brigade.Get(waiting.GetProperty("material").GetProperty("link").GetString()!)).ShouldBeOk().Bytes[0]);
        (await brigade.Post($"/suspensions/{asked.Id}/refusal", new { })).ShouldRefuse("suspension.note_missing", "PRJ-37", 422);
        var department = (await brigade.Post($"/suspensions/{asked.Id}/approval", new { })).ShouldBeOk()["department"].GetString();
        (await brigade.Post($"/suspensions/{asked.Id}/refusal", new { note = "再看看" })).ShouldRefuse("suspension.decided", "PRJ-38", 409);

        // At the foot of the project, also on the lead's phone; there he asks for nothing.
        foreach (Caller reader in new Caller[] { admin, lead })
        {
            var shown = (await reader.Get($"/projects/{scene.ProjectId}")).ShouldBeOk();
            var row = shown["suspensions"].EnumerateArray().Single(s => s.GetProperty("id").GetGuid() == asked.Id);
            Assert.Equal(("Approved", department), (row.GetProperty("state").GetString(), row.GetProperty("department").GetString()));
            Assert.True(row.GetProperty("closedAt").GetDateTimeOffset() > row.GetProperty("askedAt").GetDateTimeOffset());
            var months = shown["monthsToSuspend"].EnumerateArray().Select(m => m.GetString()).ToList();
            Assert.DoesNotContain(month.ToString(), months);
            Assert.Equal(reader == admin, months.Contains(scene.Month.ToString()));
        }

        await House.Settled();
        var told = await House.Phone(scene.LeadKey).AwaitMessage("agency", "暂停申请有结果了");
        Assert.Equal("同意暂停", told["审核结果"]);
    }

    [Fact, Rule("PRJ-35", Regions = ["shaanxi"])]
    public async Task A_month_that_has_a_plan_is_neither_asked_for_nor_approved()
    {
        var scene = Given.AProject("shaanxi");
        var (admin, lead) = (await Admin(scene), await scene.Lead());
        var asked = (await admin.Post(Path(scene), await Asked(admin, scene.Month))).ShouldBeOk();
        (await lead.Post("/plans", new { projectId = scene.ProjectId, kind = "Month", month = scene.Month.ToString() })).ShouldBeOk();
        using var brigade = await House.Authority(scene.BrigadeKey);
        (await brigade.Post($"/suspensions/{asked.Id}/approval", new { })).ShouldRefuse("plan.month_has_plan", "PRJ-35", 409);
        Assert.Equal("Pending", await House.Value<string>($"select state from project_suspension where id = '{asked.Id}'"));
        (await admin.Post($"/suspensions/{asked.Id}/withdrawal", new { })).ShouldBeOk();
        (await admin.Post(Path(scene), await Asked(admin, scene.Month))).ShouldRefuse("plan.month_has_plan", "PRJ-35", 409);
    }

    [Fact, Rule("PRJ-38", Regions = ["shaanxi"]), Rule("PLN-29", Regions = ["shaanxi"])]
    public async Task What_is_not_decided_can_be_withdrawn_and_what_is_approved_takes_no_plan()
    {
        var scene = Given.AProject("shaanxi");
        var (admin, lead) = (await Admin(scene), await scene.Lead());
        var first = (await admin.Post(Path(scene), await Asked(admin, scene.Month))).ShouldBeOk();
        (await lead.Post($"/suspensions/{first.Id}/withdrawal", new { })).ShouldRefuse("actor.not_your_role", status: 403);
        (await admin.Post($"/suspensions/{first.Id}/withdrawal", new { })).ShouldBeOk();
        (await admin.Post($"/suspensions/{first.Id}/withdrawal", new { })).ShouldRefuse("suspension.withdrawn", "PRJ-38", 409);

        var again = (await admin.Post(Path(scene), await Asked(admin, scene.Month))).ShouldBeOk();
        using var brigade = await House.Authority(scene.BrigadeKey);
        (await brigade.Post($"/suspensions/{again.Id}/approval", new { })).ShouldBeOk();
        (await admin.Post($"/suspensions/{again.Id}/withdrawal", new { })).ShouldRefuse("suspension.decided", "PRJ-38", 409);
        (await lead.Post("/plans", new { projectId = scene.ProjectId, kind = "Month", month = scene.Month.ToString() })).ShouldRefuse("plan.month_suspended", "PLN-29", 409);
    }

    [Theory, InlineData("beijing"), InlineData("shanghai"), Rule("PRJ-35", Regions = ["beijing", "shanghai"])]
    public async Task Where_the_profile_knows_no_suspension_nobody_asks(string region)
    {
        var scene = Given.AProject(region);
        var admin = await Admin(scene);
        (await admin.Post(Path(scene), await Asked(admin, scene.Month))).ShouldRefuse("suspension.not_used_here", "PRJ-35", 409);
        Assert.Empty((await admin.Get($"/projects/{scene.ProjectId}")).ShouldBeOk()["monthsToSuspend"].EnumerateArray());
    }

    private static string Path(Scene scene) => $"/projects/{scene.ProjectId}/suspensions";

    private Task<ConsoleClient> Admin(Scene scene) => House.Console($"{Demo.Prefixes[scene.Region]}-admin");

    private static async Task<object> Asked(Caller admin, ChinaMonth month) => new
    {
        month = month.ToString(), reason = "停产检修，人员撤离",
        materialPhotoId = await admin.UploadScene("sx-lead", "site", "Other"),
    };
}
