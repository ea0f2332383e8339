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
