using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Reports.Composing;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.ForAgency;
using WeChatService.Reports.ForAuthority;
using WeChatService.Reports.ForOwner;
using WeChatService.Reports.ForPublic;

namespace WeChatService.Reports;

/// <summary>The month's document: ordered, generated, filed, read, verified. Also the two home screens, which ask everything above.</summary>
public sealed class ReportsModule : IModule
{
    public string Name => "Reports";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IPersonalData, OwnReadings>();
        services.AddScoped<IPersonalData, OwnSignatures>();
        services.AddScoped<IPersonalData, OwnMails>();
        services.AddScoped<IReports, Lookups>();
        services.AddScoped<ReportComposer>();
        services.AddScoped<ReportFiles>();
        services.AddScoped<MonthlyDocument>();
        services.AddScoped<PrintMonthly>();
        services.AddSingleton(_ => SampleForms.Load(ConfigFolder.Find(configuration, "forms")));
        services.AddScoped<OrderReport>();
        services.AddScoped<FileReport>();
        services.AddScoped<FilingClock>();
        services.AddScoped<IAuditCheck, FiledReportsCheck>();
        services.AddScoped<ChangeReport>();
        services.AddScoped<WriteMonthly>();
        services.AddScoped<WorkbenchBook>();
        services.AddJob<GenerateReport, GenerateReportRunner>("reports.generate");
        services.AddScoped<IAuditCheck, SignedOpinionsCheck>();
        services.AddJob<MakeClientCopy, MakeClientCopyRunner>("reports.client_copy");
        services.AddJob<SendReportMail, SendReportMailRunner>("reports.mail");
        services.AddHandler<ContactLeft, MailsOfTheErased>();
        services.AddJob<DrawPages, DrawPagesRunner>("reports.draw_pages");
        services.AddJob<RemindToFile, RemindToFileRunner>("reports.remind_to_file");
        services.AddEvent<FilingDueSoon>("reports.filing_due_soon");
        services.AddEvent<ReportGenerated>("reports.generated");
        services.AddEvent<ReportFiled>("reports.filed");
        services.AddEvent<ReportReturned>("reports.returned");
        services.AddEvent<ChangeDecided>("reports.change_decided");
        services.AddEvent<ReportReadByOwner>("reports.read_by_owner");
        services.AddEvent<MonthlyReportPushed>("reports.monthly_pushed");
        services.AddHandlerAtOnce<ReportFiled, AfterFiling>();
        foreach (var index in new[] { ReportMapping.OnePerMonth, ReportMapping.OnePerPlan, ReportMapping.OneAtATime })
        {
            services.AddConstraintProblem(index, ReportProblems.Exists);
        }

        services.AddConstraintProblem(ReportMapping.OneOpinion, OpinionProblems.Signed);
        services.AddConstraintProblem(ReportMapping.CopyIsKept, OpinionProblems.CopyMade);
        services.AddConstraintProblem(ReportMapping.FiledIsLocked, ReportProblems.FiledCannotBeChanged);
        services.AddConstraintProblem(ReportMapping.OneOpenChange, ReportProblems.ChangeAlreadySent);
        services.AddConstraintProblem(ReportMapping.ChangeIsKept, ReportProblems.ChangeNotWithdrawn);
    }

    public void MapModel(ModelBuilder model) => ReportMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency)
    {
        Workbench.Map(agency);
        Search.Map(agency);
        MapReports(agency);
        MapFiling(agency);
    }

    public void MapForConsole(RouteGroupBuilder console)
    {
        Search.Map(console);
        MapReports(console);
        MapFiling(console);
    }

    /// <summary>The phone does what the desk does (SCR-12): each slice once, for both doors.</summary>
    private static void MapReports(RouteGroupBuilder door)
    {
        ReadDue.Map(door);
        DownloadForms.Map(door);
        QueryReports.Map(door);
        ForAgency.ReadReports.Map(door);
        ClientCopies.MapForDesk(door);
        UploadReportFile.Map(door);
        OrderReport.Map(door);
        ChangeReport.Map(door);
        RequestChange.Map(door);
        ForAgency.ReadMonthly.Map(door);
        ReadHazards.Map(door);
        WriteMonthly.Map(door);
        PrintMonthly.Map(door);
    }

    public void MapForMiniProgram(RouteGroupBuilder miniProgram)
    {
        MapFiling(miniProgram);
        ForAgency.ReadReports.Map(miniProgram);
    }

    /// <summary>FIL-08: every door has the slices, the region's channel says through which of them one files.</summary>
    private static void MapFiling(RouteGroupBuilder door)
    {
        Filings.Map(door);
        ShowFiling.Map(door);
        FileReport.Map(door);
        RejectReport.Map(door);
    }

    public void MapForOwner(RouteGroupBuilder owner)
    {
        Home.Map(owner);
        ForOwner.ReadReports.Map(owner);
        SignReport.Map(owner);
        ClientCopies.MapForOwner(owner);
        MailReport.Map(owner);
        ReadMissing.Map(owner);
        ReadProject.Map(owner);
        ForOwner.ReadMonthly.Map(owner);
    }

    public void MapForAuthority(RouteGroupBuilder authority)
    {
        ReadFiled.Map(authority);
        DecideChanges.Map(authority);
    }

    public void MapForPublic(RouteGroupBuilder open) => VerifyReport.Map(open);
}
