using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>编辑月报: saved as often as one likes, then pushed to the client once (RPT-24).</summary>
internal sealed class WriteMonthly(AppDb db, CurrentActor actor, IProjects projects, IVisits visits, IRegionPolicies policies, Ids ids, TimeProvider time)
{
    public sealed record Request(string? Done, string? Problems, string? Advice, string? Next);
    public sealed record Response(Guid Id, MonthlyReportState State, DateTimeOffset SavedAt, DateTimeOffset? PushedAt);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapPut("/monthly-reports/{projectId:guid}/{month}", (Guid projectId, ChinaMonth month, Request request, WriteMonthly write, CancellationToken ct) =>
            write.Save(projectId, month, request, ct)).For(OrderReport.Authors);
        door.MapPost("/monthly-reports/{projectId:guid}/{month}/push", (Guid projectId, ChinaMonth month, WriteMonthly write, CancellationToken ct) =>
            write.Push(projectId, month, ct)).For(OrderReport.Authors);
    }

    private async Task<Response> Save(Guid projectId, ChinaMonth month, Request request, CancellationToken ct)
    {
        var project = await Mine(projectId, ct);
        var report = await Find(projectId, month, ct);
        if (report is null)
        {
            var forms = await visits.FormsOf(projectId, month, ct);
            MonthlyReport.MustBeWritable(month, forms.Count, forms.Count(f => f.Rated));
            db.Add(report = MonthlyReport.Begin(ids.Next(), project, month));
        }

        report.Write(new MonthlyTexts(request.Done ?? "", request.Problems ?? "", request.Advice ?? "", request.Next ?? ""), actor.Required, time.GetUtcNow());
        db.Audit("monthly_report.saved", "MonthlyReport", report.Id, $"保存{project.Name} {month.Says()}月报", after: report.Texts);
        return Answer(report);
    }

    private async Task<Response> Push(Guid projectId, ChinaMonth month, CancellationToken ct)
    {
        var project = await Mine(projectId, ct);
        var report = await Find(projectId, month, ct) ?? throw new RuleBroken(MonthlyProblems.NotWritten);
        db.Announce(report.Push(time.GetUtcNow()));
        db.Audit("monthly_report.pushed", "MonthlyReport", report.Id, $"推送{project.Name} {month.Says()}月报给委托单位");
        return Answer(report);
    }

    private async Task<ProjectCard> Mine(Guid projectId, CancellationToken ct)
    {
        var project = await projects.OfMonthly(projectId, policies, actor.Required, ct);
        return project.MayWriteMonthly(actor.Required) ? project : throw new RuleBroken(MonthlyProblems.NotTheWriter);
    }

    private Task<MonthlyReport?> Find(Guid projectId, ChinaMonth month, CancellationToken ct) =>
        db.Set<MonthlyReport>().FirstOrDefaultAsync(m => m.ProjectId == projectId && m.Month == month, ct);

    private static Response Answer(MonthlyReport report) => new(report.Id, report.State, report.SavedAt, report.PushedAt);
}
