using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports;

/// <summary>Puts a report of this month on a demonstration project's plan, without the work that leads to one (Given does that).</summary>
internal static class Shelf
{
    /// <param name="house">Where.</param>
    /// <param name="projectKey">A demonstration project that has this month's plan.</param>
    /// <param name="state">How far it has come.</param>
    public static async Task<Guid> Report(House house, string projectKey, ReportState state = ReportState.Filed)
    {
        await using var scope = house.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().Become(Actor.System);
        var (db, now) = (services.GetRequiredService<AppDb>(), house.Time.GetUtcNow());
        var project = (await services.GetRequiredService<IProjects>().Find(Demo.Id("project", projectKey), default))!;
        var plan = (await services.GetRequiredService<IPlans>().OfMonth(project.Id, ChinaMonth.Of(now), default))!;
        var today = ChinaTime.DayOf(now);
        var report = WeChatService.Reports.Report.Order(
            services.GetRequiredService<Ids>().Next(), ReportNumbers.Next("T", plan.Month), project, plan, [Guid.NewGuid()], today, plan.Month.FirstDay, today, null, now);
        if (state is ReportState.Ready or ReportState.Filed)
        {
            report.Complete(new Rendition(Guid.NewGuid(), 1000, 6, new string('a', 64), new string('b', 64), 4, 10, 1, 0), now);
        }

        if (state == ReportState.Filed)
        {
            report.File(new Filing(project.TechnicalLeadId!.Value, "沈工", "内容属实", now, null, null, null));
        }

        db.Add(report);
        await db.SaveChangesAsync();
        return report.Id;
    }
}
