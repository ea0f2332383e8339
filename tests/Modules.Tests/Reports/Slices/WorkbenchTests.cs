using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>The home screen: which blocks stand for whom, and that each number is the length of the list it opens.</summary>
public sealed class WorkbenchTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => [.. WeChatService.TestKit.Demo.Prefixes.Keys];

    [Theory, MemberData(nameof(Regions))]
    [Rule("SCR-01"), Rule("PLN-30")]
    public async Task Every_number_is_the_total_of_the_list_it_opens(string region)
    {
        var scene = await Given.ASubmittedTask(region);
        var lead = await scene.Lead();
        var bench = (await lead.Get("/workbench")).ShouldBeOk();

        var plans = bench["plans"];
        Assert.Equal(await Total(lead, "/plans/uncreated"), Of(plans, "uncreated"));
        var month = (await lead.Get($"/plans?month={scene.Month}&size=100")).ShouldBeOk()["items"].EnumerateArray().ToList();
        Assert.Equal(month.Count(p => p.GetProperty("state").GetString() != "Completed"), Of(plans, "unfinished"));
        Assert.True(Of(plans, "unfinished") > 0 && Of(plans, "uncreated") > 0);

        Assert.Equal(await Total(lead, "/reviews?state=Pending"), Of(bench["reviews"], "count"));
        Assert.Equal(1, Of(bench["reviews"], "count"));
        Assert.Equal(scene.TaskId, bench["reviews"].GetProperty("oldest").GetProperty("taskId").GetGuid());
        foreach (var state in new[] { "Pending", "InProgress", "OwnerDeclined", "Resolved", "OutOfScope" })
        {
            var list = (await lead.Get($"/faults?state={state}")).ShouldBeOk()["faults"].GetProperty("total").GetInt32();
            Assert.Equal(list, Of(bench["faults"], char.ToLowerInvariant(state[0]) + state[1..]));
        }

        Assert.Equal(1, Of(bench["faults"], "pending"));
    }

    [Fact, Rule("SCR-01", Regions = ["beijing"]), Rule("APR-01", Regions = ["beijing"]), Rule("APR-02", Regions = ["beijing"])]
    public async Task Consents_are_counted_by_kind_where_the_profile_asks_for_them()
    {
        var scene = await Given.ATakenTask("beijing");
        var (lead, mobile) = (await scene.Lead(), await scene.Operator());
        (await mobile.Post("/consents", new { kind = "Start", taskId = scene.TaskId, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite })).ShouldBeOk();

        var consents = (await lead.Get("/workbench")).ShouldBeOk()["consents"];
        Assert.Equal((1, 0), (Of(consents, "start"), Of(consents, "submit")));
        Assert.Equal(Of(consents, "start"), await Total(lead, "/consents?state=Pending&kind=Start"));
        Assert.Equal(Of(consents, "submit"), await Total(lead, "/consents?state=Pending&kind=Submit"));
        Assert.NotEqual(JsonValueKind.Null, consents.GetProperty("oldestAt").ValueKind);
    }

    [Theory, MemberData(nameof(Regions))]
    [Rule("SCR-02")]
    public async Task The_lead_has_no_filing_block_and_the_technical_lead_no_other_but_what_the_profile_lets_him_review(string region)
    {
        var scene = await Given.AGeneratedReport(region);
        var lead = (await (await scene.Lead()).Get("/workbench")).ShouldBeOk();
        Assert.Equal(["plans", "reviews", "faults"], Blocks(lead).Except(["consents"]));
        Assert.Equal(scene.Policy("approval", "start").GetBoolean(), Blocks(lead).Contains("consents"));

        var technicalLead = await scene.TechnicalLead();
        var technical = (await technicalLead.Get("/workbench")).ShouldBeOk();
        var reviews = scene.Policy("review", "roles").EnumerateArray().Any(r => r.GetString() == "TechnicalLead");
        Assert.Equal(reviews ? ["reviews", "filings"] : ["filings"], Blocks(technical));
        Assert.Equal(await Total(technicalLead, "/filings?state=Open"), Of(technical["filings"], "open"));
        Assert.True(technical["mayAct"].GetBoolean());
    }

    [Fact, Rule("SCR-02")]
    public async Task A_manager_reads_all_figures_of_the_agency_and_has_no_part_in_them()
    {
        var scene = await Given.ASubmittedTask("shaanxi");
        var lead = (await (await scene.Lead()).Get("/workbench")).ShouldBeOk();
        await House.SqlAsAdmin("update account set roles = '[\"AgencyManager\"]' where user_name = 'sxtechnical'");
        var manager = await House.Agency("sx-technical");

        var bench = (await manager.Get("/workbench")).ShouldBeOk();
        Assert.False(bench["mayAct"].GetBoolean());
        Assert.Equal(["plans", "reviews", "faults"], Blocks(bench));
        Assert.Equal(lead["faults"].GetRawText(), bench["faults"].GetRawText());
        Assert.Equal(1, Of(bench["reviews"], "count"));
        (await manager.Post($"/reviews/{scene.TaskId}/pass", new { opinion = "同意" })).ShouldRefuse("actor.not_your_role", status: 403);
    }

    [Fact, Rule("SCR-01")]
    public async Task The_months_progress_counts_each_project_once()
    {
        var scene = await Given.AFiledReport();
        var progress = (await (await scene.Lead()).Get("/workbench")).ShouldBeOk()["progress"];
        Assert.Equal(1, Of(progress, "filed"));
        Assert.Equal(Of(progress, "projects"), Of(progress, "filed") + Of(progress, "toFile") + Of(progress, "running") + Of(progress, "idle"));
        Assert.Equal(0, Of(progress, "filedLastMonth"));

        // A month later the same report is last month's, filed by this time of the month.
        await House.SqlAsAdmin($"alter table report disable trigger all; update report set month = '{scene.Month.AddMonths(-1)}', filing = jsonb_set(filing, '{{at}}', to_jsonb(now() - interval '32 days')); alter table report enable trigger all");
        progress = (await (await scene.Lead()).Get("/workbench")).ShouldBeOk()["progress"];
        Assert.Equal((0, 1), (Of(progress, "filed"), Of(progress, "filedLastMonth")));
    }

    private static IReadOnlyList<string> Blocks(Answer bench) =>
        [.. new[] { "plans", "consents", "reviews", "faults", "filings" }.Where(b => bench[b].ValueKind != JsonValueKind.Null)];

    private static int Of(JsonElement block, string number) => block.GetProperty(number).GetInt32();

    private static async Task<int> Total(Caller caller, string list)
    {
        var found = (await caller.Get(list)).ShouldBeOk().Json;
        return found.ValueKind == JsonValueKind.Array ? found.GetArrayLength() : found.GetProperty("total").GetInt32();
    }
}
