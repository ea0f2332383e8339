using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Faults;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Faults;

/// <summary>Puts faults on demonstration projects, without the submission that brings them (Given does that).</summary>
internal static class Ledger
{
    /// <summary>One project of each region with a bound contact, and the people who act there.</summary>
    public static TheoryData<string> Regions => ["shanghai", "beijing", "shaanxi", "xinjiang"];

    public static string ProjectOf(string region) => region switch
    {
        "shanghai" => "shanghai-lake-b", "beijing" => "beijing-library", "shaanxi" => "shaanxi-hospital", _ => "xinjiang-school",
    };

    public static string Person(string region, string who) => $"{Demo.Prefixes[region]}-{who}";

    public static string Contact(string region) => Person(region, region == "shanghai" ? "contact" : "contact2");

    public static Guid ProjectId(string region) => Demo.Id("project", ProjectOf(region));

    public static Task<Guid> Fault(House house, string projectKey) => Fault(house, projectKey, _ => { });

    /// <param name="then">What has happened to it since.</param>
    /// <param name="foundAt">Now if not given.</param>
    public static Task<Guid> Fault(House house, string projectKey, Action<Fault> then, DateTimeOffset? foundAt = null, bool urgent = false) => house.InDatabase(async db =>
    {
        var project = await db.Set<Project>().SingleAsync(p => p.Id == Demo.Id("project", projectKey));
        var failed = new FailedItem(Guid.NewGuid(), project.FacilityClassCodes[0], "item", "消防水泵", "3 号泵不启动", [], "启动 失败");
        var fault = WeChatService.Faults.Fault.OfItem(
            Guid.NewGuid(),
            new FieldTaskSubmitted(
                Guid.NewGuid(), "任务", Guid.NewGuid(), project.Id, project.AgencyId, project.OwnerId, project.MemberIds[0], foundAt ?? house.Time.GetUtcNow(), 1, [failed]),
            failed, urgent);
        then(fault);
        db.Add(fault);
        await db.SaveChangesAsync();
        return fault.Id;
    });

    /// <summary>The contract as the modules below ask it.</summary>
    public static async Task<T> Asked<T>(House house, Func<IFaults, Task<T>> ask)
    {
        await using var scope = house.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        return await ask(scope.ServiceProvider.GetRequiredService<IFaults>());
    }

    /// <summary>How many people were told with this template about this.</summary>
    public static Task<long> Told(House house, Guid about, string template, string reader = "AgencyPerson") =>
        house.Value<long>($"select count(*) from notice where about_id = '{about}' and template = '{template}' and reader = '{reader}'");
}
