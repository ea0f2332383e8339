using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>What is due, why it waits, and where to mend it; what was made and what was not.</summary>
public sealed class DueTests(House house) : Slice(house)
{
    [Theory, Rule("RPT-01"), Rule("RPT-04")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Each_step_of_the_work_changes_what_is_named_and_where_it_is_mended(string region)
    {
        var scene = await Given.ABoundContact(region);
        var lead = await scene.Lead();
        Assert.Equal(("MakePlan", scene.ProjectId), await First(lead, scene));
        await House.Renew();
        scene = await Given.ASubmittedTask(region);
        lead = await scene.Lead();
        Assert.Equal(("Review", scene.TaskId), await First(lead, scene));
        (await lead.Post("/reports", Given.Order(scene))).ShouldRefuse(
            scene.Policy("report", "author").EnumerateArray().Any(a => a.GetString() == "ProjectLead") ? "report.tasks_unapproved" : "report.not_the_author");
    }

    [Theory, Rule("RPT-01"), Rule("RPT-04"), Rule("RPT-06"), Rule("RPT-20"), Rule("RPT-28")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task What_is_ready_offers_its_tasks_and_once_made_it_is_due_no_more(string region)
    {
        var scene = await Given.AMonthlyReport(region);
        var author = await scene.ReportAuthor();
        var due = await Row(author, scene);
        Assert.Equal((JsonValueKind.Null, true), (due.GetProperty("blockedBy").ValueKind, due.GetProperty("mayAuthor").GetBoolean()));
        var offer = (await author.Get($"/reports/due/{scene.ProjectId}")).ShouldBeOk();
        var tick = Assert.Single(offer["ticks"].EnumerateArray());
        Assert.Equal((scene.TaskId, true, "Approved"), (tick.GetProperty("id").GetGuid(), tick.GetProperty("must").GetBoolean(), tick.GetProperty("state").GetString()));

        scene.ReportId = (await author.Post("/reports", Given.Order(scene))).ShouldBeOk().Id;
        await scene.ReportReady();
        Assert.DoesNotContain((await author.Get("/reports/due?size=100")).ShouldBeOk()["items"].EnumerateArray(), d => d.GetProperty("projectId").GetGuid() == scene.ProjectId);
        var report = (await author.Get($"/reports/{scene.ReportId}")).ShouldBeOk();
        Assert.Equal(("Maintenance", "系统生成", "Month"), (report["kind"].GetString(), report["form"].GetString(), report["planKind"].GetString()));
        Assert.NotNull(report["generatedAt"].GetString());
    }

    [Fact, Rule("RPT-29", Regions = ["shaanxi"]), Rule("RPT-26")]
    public async Task A_suspended_month_is_neither_due_nor_counted_as_missing()
    {
        using var admin = await House.Console("sx-admin");
        var plant = Demo.Id("project", "shaanxi-plant");
        await House.SqlAsAdmin("delete from project_suspension");
        Assert.Contains(plant, await Ids(admin, "/reports/due?size=100"));
        Assert.Contains(plant, await Ids(admin, "/reports/query?issued=false&size=100"));

        await House.SqlAsAdmin($"""
            insert into project_suspension (id, project_id, agency_id, owner_id, brigade_id, region, month, state, reason, asked_at, asked_by_name)
            select gen_random_uuid(), id, agency_id, owner_id, brigade_id, region, '{ChinaMonth.Of(House.Time.GetUtcNow())}', 'Approved', '停业装修', now(), '' from project where id = '{plant}'
            """);
        Assert.DoesNotContain(plant, await Ids(admin, "/reports/due?size=100"));
        Assert.DoesNotContain(plant, await Ids(admin, "/reports/query?size=100"));

        await House.SqlAsAdmin("update project_suspension set state = 'Refused', note = '材料不清楚'");
        Assert.Contains(plant, await Ids(admin, "/reports/due?size=100"));
    }

    [Fact, Rule("RPT-26")]
    public async Task The_query_list_tells_issued_from_not_issued_and_filters_by_project_owner_type_and_day()
    {
        var made = await Shelf.Report(House, "xinjiang-school");
        using var admin = await House.Console("xj-admin");
        var all = (await admin.Get("/reports/query?size=100")).ShouldBeOk();
        var total = all["total"].GetInt32();
        Assert.Equal((1, total - 1), (all["issued"].GetInt32(), all["unissued"].GetInt32()));
        var row = Assert.Single((await admin.Get("/reports/query?issued=true")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal((made, "Filed", "系统生成"), (row.GetProperty("reportId").GetGuid(), row.GetProperty("state").GetString(), row.GetProperty("form").GetString()));
        Assert.True(row.GetProperty("ownerName").GetString()!.Length > 0 && row.GetProperty("agencyName").GetString()!.Length > 0);
        Assert.Equal(total - 1, (await admin.Get("/reports/query?issued=false")).ShouldBeOk()["total"].GetInt32());

        var name = row.GetProperty("projectName").GetString()!;
        Assert.Equal([made], await Ids(admin, $"/reports/query?project={name[1..3]}&issued=true", "reportId"));
        Assert.NotEmpty(await Ids(admin, $"/reports/query?owner={row.GetProperty("ownerName").GetString()![1..3]}"));
        Assert.Equal(0, (await admin.Get("/reports/query?type=Assessment")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await admin.Get("/reports/query?from=2099-01-01")).ShouldBeOk()["total"].GetInt32());
        using var lead = await House.Agency("sx-lead");
        Assert.DoesNotContain(made, (await lead.Get("/reports/query?issued=true")).ShouldBeOk()["items"].EnumerateArray().Select(r => r.GetProperty("reportId").GetGuid()));
    }

    [Fact, Rule("RPT-03"), Rule("RPT-26")]
    public async Task A_month_that_went_by_without_a_report_is_listed_as_missing()
    {
        using var admin = await House.Console("xj-admin");
        var next = ChinaMonth.Of(House.Time.GetUtcNow()).AddMonths(-1);
        var rows = (await admin.Get($"/reports/query?month={next}&issued=false&type=Maintenance")).ShouldBeOk()["items"].EnumerateArray().ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.GetProperty("late").GetBoolean()));
    }

    [Fact]
    public async Task A_page_of_many_projects_costs_as_many_statements_as_a_page_of_one()
    {
        using var admin = await House.Console("xj-admin");
        foreach (var path in new[] { "/reports/due", "/reports/query" })
        {
            Assert.Equal(await Count($"{path}?size=1"), await Count($"{path}?size=100"));
        }

        async Task<int> Count(string path) => (await Statements.Of(async () => (await admin.Get(path)).ShouldBeOk())).Count;
    }

    private static async Task<(string, Guid)> First(Caller caller, Scene scene)
    {
        var blocked = (await Row(caller, scene)).GetProperty("blockedBy");
        return (blocked.GetProperty("mend").GetString()!, blocked.GetProperty("at").GetGuid());
    }

    private static async Task<JsonElement> Row(Caller caller, Scene scene) =>
        (await caller.Get("/reports/due?size=100")).ShouldBeOk()["items"].EnumerateArray().Single(d => d.GetProperty("projectId").GetGuid() == scene.ProjectId);

    private static async Task<List<Guid>> Ids(Caller caller, string path, string name = "projectId") =>
        [.. (await caller.Get(path)).ShouldBeOk()["items"].EnumerateArray().Select(d => d.GetProperty(name).GetGuid())];
}
