using System.Text.Json;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>One field finds projects, plans, tasks, faults and reports, and nobody else's.</summary>
public sealed class SearchTests(House house) : IClassFixture<House>
{
    [Fact, Rule("SCR-01"), Rule("ACC-15")]
    public async Task A_projects_name_finds_all_that_belongs_to_it()
    {
        var scene = await house.Given.AGeneratedReport();
        var lead = await scene.Lead();
        var name = Demo.Project(scene.ProjectKey).GetProperty("name").GetString()!;

        var found = await Search(lead, name[..6]);
        Assert.Contains(scene.ProjectId, Ids(found, "projects"));
        Assert.Contains(scene.PlanId, Ids(found, "plans"));
        Assert.Contains(scene.TaskId, Ids(found, "tasks"));
        Assert.Contains(scene.ReportId, Ids(found, "reports"));
        Assert.NotEmpty(Ids(found, "faults"));
        Assert.All(found["reports"].GetProperty("items").EnumerateArray(), r => Assert.Equal(name, r.GetProperty("projectName").GetString()));

        var number = found["reports"].GetProperty("items")[0].GetProperty("number").GetString()!;
        Assert.Equal([scene.ReportId], Ids(await Search(lead, number), "reports"));
        Assert.Contains(scene.TaskId, Ids(await Search(lead, Demo.Person(scene.OperatorKey).Name), "tasks"));
        Assert.NotEmpty(Ids(await Search(lead, "锈蚀"), "faults"));

        foreach (var stranger in new[] { "sh-lead2", "bj-lead" })
        {
            var others = await Search(await house.Agency(stranger), name);
            Assert.DoesNotContain(scene.ProjectId, Ids(others, "projects"));
            Assert.All(["plans", "tasks", "faults", "reports"], kind => Assert.Empty(Ids(others, kind)));
        }
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("' or 1=1 --")]
    [InlineData("   ")]
    [InlineData("\u0000")]
    public async Task Signs_that_mean_something_to_a_database_are_only_signs(string typed)
    {
        var found = await Search(await house.Agency("sh-lead"), typed);
        Assert.All(["projects", "plans", "tasks", "faults", "reports"], kind => Assert.Equal(0, found[kind].GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task A_whole_page_of_text_is_no_harm()
    {
        var lead = await house.Agency("sh-lead");
        Assert.Empty(Ids(await Search(lead, new string('澄', 200)), "projects"));
        Assert.Empty(Ids(await Search(lead, new string('a', 49) + "🚒🚒"), "projects"));
        Assert.NotEmpty(Ids(await Search(lead, "澄湖路"), "projects"));
    }

    private static async Task<Answer> Search(Caller who, string words) => (await who.Get($"/search?q={Uri.EscapeDataString(words)}")).ShouldBeOk();

    private static IReadOnlyList<Guid> Ids(Answer found, string kind) =>
        [.. found[kind].GetProperty("items").EnumerateArray().Select((JsonElement hit) => hit.GetProperty("id").GetGuid())];
}
