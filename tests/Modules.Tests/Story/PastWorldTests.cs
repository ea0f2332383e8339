using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Story;

/// <summary>The past that scripts/start seeds (config/demo/past.json): every list of the leads has something in it.</summary>
public sealed class PastWorldTests(House house) : IClassFixture<House>
{
    [Fact, Rule("SCR-01")]
    public async Task Seeded_twice_the_leads_find_work_in_every_state_and_nothing_twice()
    {
        await Seed();
        var tasks = await house.Value<long>("select count(*) from field_task");
        var faults = await house.Value<long>("select count(*) from fault");
        await Seed();
        Assert.Equal((tasks, faults), (await house.Value<long>("select count(*) from field_task"), await house.Value<long>("select count(*) from fault")));
        Assert.Equal(16, tasks);

        var states = await house.Value<string>("select string_agg(distinct state, ',' order by state) from field_task");
        Assert.Equal("Approved,AwaitingSubmitConsent,Created,InProgress,Returned,Submitted", states);
        Assert.Equal("InProgress,OutOfScope,OwnerDeclined,Pending", await house.Value<string>("select string_agg(distinct state, ',' order by state) from fault"));
        Assert.Equal("Granted,Pending,Refused", await house.Value<string>("select string_agg(distinct state, ',' order by state) from consent"));

        foreach (var lead in new[] { "sh-lead", "bj-lead", "sx-lead", "xj-lead" })
        {
            var client = await house.Agency(lead);
            var bench = (await client.Get("/workbench")).ShouldBeOk();
            Assert.True(bench["reviews"].GetProperty("count").GetInt32() > 0, lead);
            Assert.True(bench["faults"].GetProperty("pending").GetInt32() > 0, lead);
            Assert.True(bench["plans"].GetProperty("unfinished").GetInt32() > 0, lead);
            var task = bench["reviews"].GetProperty("oldest").GetProperty("taskId").GetGuid();
            (await client.Get($"/reviews/{task}")).ShouldBeOk();
        }

        var consents = (await (await house.Agency("bj-lead")).Get("/consents?handled=false")).ShouldBeOk();
        Assert.Equal(2, consents["total"].GetInt32());
        foreach (var consent in consents["items"].EnumerateArray())
        {
            (await (await house.Agency("bj-lead")).Get($"/consents/{consent.GetProperty("id").GetGuid()}")).ShouldBeOk();
        }

        Assert.Equal(1, (await (await house.Agency("sh-lead")).Get("/visits/on-site")).ShouldBeOk()["items"].EnumerateArray().Count(p => p.GetProperty("visitId").ValueKind != System.Text.Json.JsonValueKind.Null));
    }

    /// <summary>Lists with something in them: what is shown of a row is read for the page at once, never row by row.</summary>
    [Theory, Rule("SCR-10")]
    [InlineData("bj-lead")]
    [InlineData("bj-technical")]
    [InlineData("bj-admin")]
    [InlineData("sh-lead")]
    public async Task A_list_of_many_rows_runs_as_many_statements_as_a_list_of_one(string who)
    {
        await Seed();
        using var client = await house.Agency(who);
        string[] lists =
        [
            "/projects", "/plans", "/plans/uncreated", "/plans/missed", "/plans/projects", "/reviews", "/reviews?state=Done", "/judgements", "/faults",
            "/faults/figures", "/reports", "/reports/query", "/reports/due?show=Blocked", "/monthly-reports", "/visits/on-site", "/messages",
        ];
        var longer = 0;
        foreach (var list in lists)
        {
            var page = list + (list.Contains('?', StringComparison.Ordinal) ? "&size=" : "?size=");
            if ((await client.Get(page + "1")).Status != System.Net.HttpStatusCode.OK)
            {
                continue; // not for this person
            }

            var (one, all) = (await Of(page + "1"), await Of(page + "100"));
            // What has no row has nothing to look up: the first page of one has at least as many rows as the whole, or is shorter.
            Assert.True(one.Count >= all.Count, $"{who} {list}: {one.Count} statements for one row, {all.Count} for all:\n{string.Join("\n\n", all)}");
            Assert.InRange(one.Count, 1, 20);
            longer++;
        }

        Assert.True(longer > 10, $"{who} read {longer} lists only");

        Task<IReadOnlyList<string>> Of(string path) => Statements.Of(async () => (await client.Get(path)).ShouldBeOk());
    }

    private async Task Seed()
    {
        for (var i = 0; ; i++)
        {
            await using var scope = house.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
            var seeds = scope.ServiceProvider.GetServices<IDemoSeed>().OrderBy(s => s.Order).ToList();
            if (i == seeds.Count)
            {
                return;
            }

            await seeds[i].Seed(new DemoWorld(Demo.Folder, WithPast: true), CancellationToken.None);
        }
    }
}
