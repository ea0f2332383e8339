using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Agencies;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Agencies.Slices;

public sealed class StaffListTests(House house) : IClassFixture<House>
{
    [Fact, Rule("PEO-05")]
    public async Task The_staff_list_masks_identity_numbers_and_shows_validity()
    {
        var admin = await house.Console("sh-admin");
        var answer = (await admin.Get("/people?size=100")).ShouldBeOk();
        var lead = answer["items"].EnumerateArray().Single(p => p.GetProperty("name").GetString() == Demo.Person("sh-lead").Name);
        Assert.Equal("990*************22", lead.GetProperty("identityNumber").GetString());
        Assert.Equal("199 **** 0102", lead.GetProperty("phone").GetString());
        Assert.Equal("2029-05-12", lead.GetProperty("certificates")[0].GetProperty("validUntil").GetString());
        Assert.DoesNotContain("990102198609231022", answer.Text, StringComparison.Ordinal);
    }

    [Fact, Rule("PEO-05")]
    public async Task Beside_a_name_stand_the_running_projects_that_he_leads_answers_for_or_works_at()
    {
        var admin = await house.Console("sh-admin");
        var (lead, technical, desk, elsewhere) = (DemoWorld.Id("person", "sh-lead"), DemoWorld.Id("person", "sh-technical"), DemoWorld.Id("person", "sh-admin"), DemoWorld.Id("person", "bj-lead"));
        async Task<Dictionary<Guid, int>> Count() => (await admin.Get($"/projects/staffing?person={lead}&person={technical}&person={desk}&person={elsewhere}")).ShouldBeOk().Json.EnumerateArray()
            .ToDictionary(l => l.GetProperty("personId").GetGuid(), l => l.GetProperty("projects").GetInt32());
        var before = await Count();
        Assert.Equal((true, true, 0, 0), (before[lead] > 1, before[technical] > 0, before[desk], before[elsewhere]));

        var one = await house.Value<Guid>($"select id from project where lead_id = '{lead}' and state = 'Active' and technical_lead_id = '{technical}' limit 1");
        await house.SqlAsAdmin($"update project set state = 'Terminated' where id = '{one}'");
        var after = await Count();
        await house.SqlAsAdmin($"update project set state = 'Active' where id = '{one}'");
        Assert.Equal((before[lead] - 1, before[technical] - 1), (after[lead], after[technical]));
    }

    [Fact]
    public async Task The_staff_list_is_only_of_the_own_agency_and_only_for_its_administration()
    {
        var staff = (await (await house.Console("bj-admin")).Get("/people?size=100")).ShouldBeOk();
        var names = staff["items"].EnumerateArray().Select(p => p.GetProperty("name").GetString()).ToList();
        Assert.Contains(Demo.Person("bj-lead").Name, names);
        Assert.DoesNotContain(Demo.Person("sh-lead").Name, names);
        (await (await house.Console("sh-lead")).Get("/people")).ShouldRefuse("actor.not_your_role", status: 403);
    }

    [Fact]
    public async Task Identity_numbers_lie_sealed_in_the_database()
    {
        var open = await house.Value<long>("select count(*) from person where encode(sealed_identity_number, 'escape') like '%9901%'");
        var kept = await house.Value<long>("select count(*) from person where sealed_identity_number is not null");
        Assert.Equal((0, true), (open, kept > 15));
    }

    [Fact]
    public async Task Colleagues_are_found_and_another_agencys_people_are_not()
    {
        var (own, foreign) = (DemoWorld.Id("person", "sh-lead"), DemoWorld.Id("person", "bj-lead"));
        var found = await As(ActorOf("sh-agency"), people => people.Of([own, foreign]));
        Assert.Equal([own], found.Select(p => p.Id));
        var owner = new Actor(Door.Owner, Guid.NewGuid(), null, "周桂兰", [Role.OwnerContact], "shanghai", null, [Guid.NewGuid()], null, null, null, null);
        Assert.Equal(Demo.Person("sh-lead").Name, (await As(owner, people => people.Find(own)))?.Name);
        Assert.Empty(await As(owner, people => people.OfAgency(DemoWorld.Id("agency", "sh-agency"))));
    }

    [Fact]
    public async Task A_picker_offers_only_who_may()
    {
        var leads = await As(ActorOf("bj-agency"), people => people.OfAgency(DemoWorld.Id("agency", "bj-agency"), PeopleFilter.MayLead));
        Assert.Equal([Demo.Person("bj-lead").Name], leads.Select(p => p.Name));
        var onSite = await As(ActorOf("sh-agency"), people => people.OfAgency(DemoWorld.Id("agency", "sh-agency"), PeopleFilter.MayWorkOnSite));
        Assert.DoesNotContain(Demo.Person("sh-admin").Name, onSite.Select(p => p.Name));
    }

    [Fact]
    public async Task Seeding_twice_changes_nothing()
    {
        async Task<int> People() => await house.InDatabase(db => db.Set<Person>().CountAsync());
        var before = await People();
        await Host.Errands.SeedDemo(house.Services, new DemoWorld(Demo.Folder));
        Assert.Equal(before, await People());
    }

    private static Actor ActorOf(string agencyKey) => new(
        Door.Agency, Guid.NewGuid(), null, "某人", [Role.ProjectLead], "shanghai", DemoWorld.Id("agency", agencyKey), [], null, null, null, null);

    private async Task<T> As<T>(Actor actor, Func<IPeople, Task<T>> ask)
    {
        await using var scope = house.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(actor);
        return await ask(scope.ServiceProvider.GetRequiredService<IPeople>());
    }
}
