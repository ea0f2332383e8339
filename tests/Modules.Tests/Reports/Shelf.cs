using System.Text;
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
    /// <param name="projectKey">A demonstration project; a report of its plan of this month, if it has one.</param>
    /// <param name="state">How far it has come.</param>
    /// <param name="kind">How it came about.</param>
    /// <param name="daysAgo">When it was made, and its filing clock began.</param>
    /// <param name="pdf">Its file; without it one that no tool can draw.</param>
    /// <param name="pages">How many pages it is said to have.</param>
    public static async Task<Guid> Report(
        House house, string projectKey, ReportState state = ReportState.Filed, ReportKind kind = ReportKind.Maintenance, int daysAgo = 0, byte[]? pdf = null,
        int pages = 6)
    {
        await using var scope = house.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().Become(Actor.System);
        var (db, now) = (services.GetRequiredService<AppDb>(), house.Time.GetUtcNow());
        var project = (await services.GetRequiredService<IProjects>().Find(Demo.Id("project", projectKey), default))!;
        var month = ChinaMonth.Of(now);
        var plan = kind == ReportKind.Maintenance ? await services.GetRequiredService<IPlans>().OfMonth(project.Id, month, default) : null;
        var today = ChinaTime.DayOf(now);
        var report = WeChatService.Reports.Report.Order(
            services.GetRequiredService<Ids>().Next(), ReportNumbers.Next("T", month), project,
            new ReportOrder(kind, plan?.Id, plan?.Kind, month, [Guid.NewGuid()], today, month.FirstDay, today), now);
        if (state is ReportState.Ready or ReportState.Filed)
        {
            // Bytes of its own: the same bytes lie once in the store, and tests change them behind its back.
            var file = await services.GetRequiredService<Photos>().AddDocument(pdf ?? Encoding.ASCII.GetBytes($"%PDF-1.7 of {report.Id}"), ObjectKind.Report, "application/pdf", default);
            report.StartFilingClock(now.AddDays(-daysAgo));
            report.Complete(new Rendition(file.Id, file.Bytes, pages, file.Sha256, new string('b', 64), 4, 10, 1, 0), now.AddDays(-daysAgo));
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
