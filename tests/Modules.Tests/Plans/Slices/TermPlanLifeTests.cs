using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Plans.Slices;

/// <summary>The maintenance plan of a term from the lead's hands to the contact's phone.</summary>
public sealed class TermPlanLifeTests(House house) : Slice(house)
{
    private static readonly Guid Project = Demo.Id("project", "shanghai-main");

    [Fact, Rule("PLN-23", Regions = ["shanghai"]), Rule("PLN-24", Regions = ["shanghai"]), Rule("PLN-25", Regions = ["shanghai"]), Rule("PLN-26", Regions = ["shanghai"]), Rule("NTF-08", Regions = ["shanghai"])]
    public async Task It_is_written_generated_printed_pushed_and_read()
    {
        var scene = await Given.ABoundContact();
        var lead = await scene.Lead();
        var address = $"/projects/{Project}/term-plan";
        await House.SqlAsAdmin($"delete from term_plan where project_id = '{Project}'");
        object month = new { projectId = Project, kind = "Month", month = scene.Month.ToString() };
        (await lead.Post("/plans", month)).ShouldRefuse("plan.nothing_written", "PLN-23", 409);

        var advised = (await lead.Get(address)).ShouldBeOk();
        Assert.Equal((36, "2026-01-01", "2028-12-31"), (advised["periods"].GetArrayLength(), advised["periods"][0].GetProperty("starts").GetString(), advised["periods"][35].GetProperty("ends").GetString()));
        (await lead.Put(address, new { periods = new[] { new { number = 1, starts = "2026-01-02" } } })).ShouldRefuse("term_plan.end_fixed", "PLN-24", 422);
        (await lead.Put(address, new { periods = new[] { new { number = 2, ends = "2026-03-06" } } })).ShouldRefuse("term_plan.shift_too_far", "PLN-25", 422);
        var written = (await lead.Put(address, new { periods = Enumerable.Range(1, 36).Select(n => new { number = n, kind = "Month" }) })).ShouldBeOk();
        Assert.Equal("Drafting", written["state"].GetString());
        (await lead.Put(address, new { periods = new[] { new { number = 2, ends = "2026-03-05" } } })).ShouldBeOk();
        (await lead.Post("/plans", month)).ShouldRefuse("plan.nothing_written", "PLN-23", 409);
        (await lead.Get($"{address}/pdf")).ShouldRefuse("term_plan.not_generated", "PLN-26", 409);
        (await lead.Post($"{address}/push", new { })).ShouldRefuse("term_plan.not_generated", "PLN-26", 409);

        (await lead.Post($"{address}/generation", new { })).ShouldBeOk();
        await House.Settled(TimeSpan.FromSeconds(180));
        var pdf = (await lead.Get($"{address}/pdf")).ShouldBeOk();
        Assert.Equal("application/pdf", pdf.MediaType);
        Assert.StartsWith("%PDF", pdf.Text, StringComparison.Ordinal);

        var contact = await scene.Contact();
        (await contact.Get(address)).ShouldRefuse("plan.not_yours", status: 404);
        Assert.Equal(1, (await lead.Post($"{address}/push", new { })).ShouldBeOk()["contacts"].GetInt32());
        await House.Settled();
        Assert.Equal(36, (await contact.Get(address)).ShouldBeOk()["periods"].GetArrayLength());
        var period = (await contact.Get($"{address}/periods/2")).ShouldBeOk();
        Assert.Equal(("2026-02-01", "2026-03-05"), (period["starts"].GetString(), period["ends"].GetString()));
        Assert.True(period["systems"].GetArrayLength() > 0);
        Assert.Equal("application/pdf", (await contact.Get($"{address}/pdf")).ShouldBeOk().MediaType);
        Assert.Equal(1, await House.Value<long>($"select count(*) from notice where template = 'term_plan' and project_id = '{Project}'"));

        (await lead.Post("/plans", month)).ShouldBeOk();
        (await lead.Put(address, new { periods = new[] { new { number = 3, kind = "Year" } } })).ShouldRefuse("term_plan.work_begun", "PLN-23", 409);
    }

    [Fact, Rule("PLN-26", Regions = ["shanghai"])]
    public async Task Without_a_follower_nothing_is_pushed_and_the_refusal_says_why()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();
        var address = $"/projects/{Project}/term-plan/push";
        (await lead.Post(address, new { })).ShouldRefuse("term_plan.nobody_bound", "PLN-26", 409);
        await Given.ABoundContact();
        await House.SqlAsAdmin("update follower set subscribed = false");
        (await lead.Post(address, new { })).ShouldRefuse("term_plan.nobody_follows", "PLN-26", 409);
        Assert.Equal(0, await House.Value<long>("select count(*) from notice where template = 'term_plan'"));
    }

    [Fact, Rule("PLN-23", Regions = ["shanghai"])]
    public async Task A_plan_contains_what_its_period_says_and_the_task_records_just_that()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();
        var address = $"/projects/{Project}/term-plan";
        var number = (scene.Month.Year - 2026) * 12 + scene.Month.Month;
        var whole = (await lead.Get($"{address}/periods/{number}")).ShouldBeOk();
        var facility = whole["systems"][0].GetProperty("classes")[0];
        var items = facility.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!).Take(2).ToArray();
        (await lead.Put(address, new { periods = new[] { new { number, itemCodes = items } } })).ShouldBeOk();
        (await lead.Post($"{address}/generation", new { })).ShouldBeOk();
        (await lead.Post("/plans", new { projectId = Project, kind = "Year", month = scene.Month.ToString() })).ShouldRefuse("plan.kind_as_written", "PLN-23", 409);
        var plan = (await lead.Post("/plans", new { projectId = Project, kind = "Month", month = scene.Month.ToString() })).ShouldBeOk().Id;
        var row = Assert.Single((await lead.Get($"/plans/{plan}")).ShouldBeOk()["facilities"].EnumerateArray());
        Assert.Equal((facility.GetProperty("code").GetString(), 2), (row.GetProperty("classCode").GetString(), row.GetProperty("items").GetInt32()));
        var codes = new[] { row.GetProperty("classCode").GetString()! };
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes = codes, personId = scene.OperatorId })).ShouldBeOk();
        var worker = await scene.Operator();
        var task = (await worker.Post("/tasks", new { planId = plan, classCodes = codes })).ShouldBeOk().Id;
        Assert.Equal(items, (await worker.Get($"/tasks/{task}")).ShouldBeOk()["items"].EnumerateArray().Select(i => i.GetProperty("code").GetString()));
    }

    [Theory, Rule("PLN-23", Regions = ["beijing", "shaanxi", "xinjiang"])]
    [InlineData("beijing", "bj-lead")]
    [InlineData("shaanxi", "sx-lead")]
    [InlineData("xinjiang", "xj-lead")]
    public async Task Elsewhere_no_term_plan_is_written(string region, string who)
    {
        using var lead = await House.Agency(who);
        var address = $"/projects/{Demo.Id("project", $"{region}-main")}/term-plan";
        (await lead.Get(address)).ShouldRefuse("term_plan.not_used_here", "PLN-23", 409);
        (await lead.Put(address, new { periods = Array.Empty<object>() })).ShouldRefuse("term_plan.not_used_here", "PLN-23", 409);
    }
}
