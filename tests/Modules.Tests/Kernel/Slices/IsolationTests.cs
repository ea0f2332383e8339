using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>The walls between agencies, owners and authorities: at the doors, and in the one query filter behind them.</summary>
public sealed class IsolationTests(House house) : IClassFixture<House>
{
    private static readonly Guid[] Projects = [Demo.Id("project", "shanghai-lake-b"), Demo.Id("project", "shanghai-mall"), Demo.Id("project", "beijing-library")];

    [Fact, Rule("ACC-15")]
    public async Task An_agencys_lead_finds_nothing_of_another_agency()
    {
        var plan = await house.Value<Guid>($"select id from plan where project_id = '{Projects[0]}'");
        var report = await Shelf.Report(house, "shanghai-care", ReportState.Ready);
        using var stranger = await house.Agency("bj-lead");

        (await stranger.Get($"/projects/{Projects[0]}")).ShouldRefuse("project.not_yours", "ACC-15", 404);
        (await stranger.Get($"/plans/{plan}")).ShouldRefuse("plan.not_yours", "ACC-15", 404);
        (await stranger.Get($"/plans/{plan}/assignees")).ShouldRefuse("plan.not_yours", "ACC-15", 404);
        (await stranger.Get($"/reports/{report}")).ShouldRefuse("report.not_yours", "ACC-15", 404);
        (await stranger.Get($"/reports/{report}/pdf")).ShouldRefuse("report.not_yours", "ACC-15", 404);
        (await stranger.Post("/plans", new { projectId = Projects[0], kind = "Year", month = "2026-11" })).ShouldRefuse("plan.not_yours", "ACC-15", 404);
        (await stranger.Delete($"/plans/{plan}")).ShouldRefuse("plan.not_yours", "ACC-15", 404);
        (await stranger.Delete($"/reports/{report}")).ShouldRefuse("report.not_yours", "ACC-15", 404);
        (await stranger.Post($"/reports/{report}/filing", new { opinion = "同意" })).ShouldRefuse("report.not_yours", "ACC-15", 404);
        (await stranger.Post($"/projects/{Projects[0]}/contact-invitation")).ShouldRefuse("project.not_yours", "ACC-15", 404);

        var seen = (await stranger.Get("/projects?size=100")).ShouldBeOk()["items"].EnumerateArray().Select(p => p.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(Projects[2], seen);
        Assert.DoesNotContain(Projects[0], seen);
        Assert.Equal(0, (await stranger.Get("/reports?size=100")).ShouldBeOk()["total"].GetInt32());
    }

    [Fact, Rule("ACC-15")]
    public async Task A_lead_sees_his_own_projects_and_an_administrator_the_agencys()
    {
        using var lead = await house.Agency("sh-lead");
        using var colleague = await house.Agency("sh-lead2");
        (await lead.Get($"/projects/{Projects[0]}")).ShouldBeOk();
        (await colleague.Get($"/projects/{Projects[0]}")).ShouldRefuse("project.not_yours", "ACC-15", 404);
        (await colleague.Get($"/projects/{Projects[1]}")).ShouldBeOk();
        using var admin = await house.Console("sh-admin");
        var all = (await admin.Get("/projects?size=100")).ShouldBeOk()["items"].EnumerateArray().Select(p => p.GetProperty("id").GetGuid()).ToList();
        var agencys = Demo.World.GetProperty("projects").EnumerateArray()
            .Where(p => p.GetProperty("agencyKey").GetString() == "sh-agency").Select(p => Demo.Id("project", p.GetProperty("key").GetString()!));
        Assert.Equal(agencys.Order(), all.Order());
        Assert.Contains(Projects[0], all);
        Assert.Contains(Projects[1], all);
    }

    [Fact, Rule("OWN-14")]
    public async Task A_contact_reads_what_belongs_to_his_own_unit_only()
    {
        var report = await Shelf.Report(house, "shanghai-mall");
        using var own = await house.Owner("sh-contact");
        using var other = await house.Owner("sh-contact2");
        (await own.Get($"/reports/{report}")).ShouldBeOk();
        (await other.Get($"/reports/{report}")).ShouldRefuse("report.not_yours", status: 404);
        (await other.Get($"/reports/{report}/pages/1")).ShouldRefuse("report.not_yours", status: 404);
        Assert.DoesNotContain((await other.Get("/reports?size=100")).ShouldBeOk()["items"].EnumerateArray(), r => r.GetProperty("id").GetGuid() == report);
    }

    [Theory, Rule("ACC-15")]
    [InlineData("sh-agency")]
    [InlineData("bj-agency")]
    [InlineData("sx-agency")]
    [InlineData("xj-agency")]
    public async Task Whatever_is_asked_for_an_agency_reads_only_its_own_rows(string key)
    {
        var agency = Demo.Id("agency", key);
        var rows = await Read(Nobody with { Door = Door.Agency, AgencyId = agency });
        var theirs = rows.OfType<IAgencyOwned>().ToList();
        Assert.True(theirs.Count > 10);
        Assert.All(theirs, row => Assert.Equal(agency, row.AgencyId));
        Assert.All(rows, row => Assert.IsAssignableFrom<IAgencyOwned>(row));
    }

    [Fact, Rule("OWN-14")]
    public async Task Whatever_is_asked_for_a_contact_reads_only_his_units_rows()
    {
        var unit = Demo.Id("owner", "sh-owner-lake");
        var rows = await Read(Nobody with { Door = Door.Owner, OwnerIds = [unit], ContactId = Demo.Id("contact", "sh-contact") });
        Assert.True(rows.Count > 3);
        Assert.All(rows, row => Assert.Equal(unit, Assert.IsAssignableFrom<IOwnerOwned>(row).OwnerId));
        Assert.Empty(await Read(Nobody with { Door = Door.Owner }));
    }

    [Fact, Rule("ACC-17")]
    public async Task A_brigade_reads_its_district_and_the_corps_its_province()
    {
        await Shelf.Report(house, "shanghai-lake-b");
        await Shelf.Report(house, "beijing-library");
        var brigade = Demo.Id("brigade", "sh-brigade-linhu");
        var district = await Read(Nobody with { Door = Door.Authority, Roles = [Role.Brigade], Region = "shanghai", BrigadeId = brigade });
        Assert.True(district.Count > 3);
        Assert.All(district, row => Assert.Equal(brigade, Assert.IsAssignableFrom<IBrigadeOwned>(row).BrigadeId));

        var province = await Read(Nobody with { Door = Door.Authority, Roles = [Role.Corps], Region = "shanghai" });
        Assert.True(province.Count > district.Count);
        Assert.All(province, row => Assert.Equal("shanghai", Assert.IsAssignableFrom<IRegionOwned>(row).Region));
    }

    [Fact, Rule("ACC-15")]
    public async Task Nobody_in_particular_reads_nothing() => Assert.Empty(await Read(null));

    /// <summary>The texts that somebody agrees to before he is known (PEO-20).</summary>
    private static readonly HashSet<string?> ReadBeforeSignIn = ["/api/agency/privacy", "/api/console/privacy", "/api/miniprogram/privacy"];

    [Fact, Rule("ACC-15")]
    public async Task Without_a_sign_in_every_reading_route_behind_a_door_answers_401()
    {
        var routes = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !e.RoutePattern.RawText.StartsWith("/api/public", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Where(e => !ReadBeforeSignIn.Contains(e.RoutePattern.RawText))
            .Select(e => Routes.Fill(e.RoutePattern)).Distinct().ToList();
        Assert.True(routes.Count > 30);
        using var anybody = house.Anonymous();
        foreach (var route in routes)
        {
            var answer = await anybody.Get(route);
            Assert.True((int)answer.Status == 401, $"{route}: {(int)answer.Status}");
            Assert.StartsWith("session.", answer["code"].GetString(), StringComparison.Ordinal);
        }
    }

    [Fact, Rule("ACC-15")]
    public async Task The_sign_in_of_one_door_opens_no_other()
    {
        using var lead = await house.Agency("sh-lead");
        using var contact = await house.Owner("sh-contact");
        foreach (var door in new[] { "owner", "miniprogram", "console", "authority" })
        {
            Assert.InRange((int)(await lead.Get($"/api/{door}/me")).Status, 401, 403);
        }

        foreach (var door in new[] { "agency", "miniprogram", "console", "authority" })
        {
            Assert.InRange((int)(await contact.Get($"/api/{door}/me")).Status, 401, 403);
        }
    }

    private static readonly Actor Nobody = new(Door.Public, Guid.NewGuid(), null, "无名", [], null, null, [], null, null, null, null);

    /// <summary>Every row of every table that has walls, as the actor sees it.</summary>
    private async Task<List<object>> Read(Actor? actor)
    {
        await using var scope = house.Services.CreateAsyncScope();
        if (actor is not null)
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(actor);
        }

        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        // What a SQL function answers has neither table nor view: it is asked with the actor's own reach only.
        var walled = db.Model.GetEntityTypes().Where(e => !e.IsOwned() && (e.GetTableName() ?? e.GetViewName()) is not null && !e.ClrType.IsDefined(typeof(SharedAttribute), true)).Select(e => e.ClrType).ToList();
        Assert.True(walled.Count > 15);
        var rows = new List<object>();
        foreach (var type in walled)
        {
            var all = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type).Invoke(db, null)!;
            rows.AddRange(await all.AsNoTracking().ToListAsync());
        }

        return rows;
    }
}
