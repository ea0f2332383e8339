using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Messaging.ForConsole;
using WeChatService.Messaging.ForReaders;
using WeChatService.Messaging.On;
using WeChatService.Messaging.Push;
using WeChatService.Owners.Contracts;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.Supervision.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Messaging;

/// <summary>Tells people what happened: notices, their deliveries through WeChat, and the message lists of three doors.</summary>
public sealed class MessagingModule : IModule
{
    public string Name => "Messaging";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => NoticeTemplates.Load(
            Path.Combine(configuration["Config:Folder"] ?? Path.Combine(AppContext.BaseDirectory, "config"), "wechat", "templates.json")));
        services.AddScoped<NoticeWriter>();
        services.AddScoped<IDemoSeed, Demo>();
        services.AddScoped<ResendDesk>();
        services.AddScoped<DeliverySearch>();
        services.AddScoped<DeliveryLines>();
        services.AddConstraintProblem("pk_followup", MessagingProblems.AlreadyFollowedUp);
        services.AddHandler<PlanAssigned, PlanEvents>();
        services.AddHandler<PlanWithdrawn, PlanEvents>();
        services.AddHandler<PlanReminder, PlanEvents>();
        services.AddHandler<TermPlanPushed, PlanEvents>();
        services.AddHandler<ConsentRequested, FieldTaskEvents>();
        services.AddHandler<ConsentDecided, FieldTaskEvents>();
        services.AddHandler<FieldTaskSubmitted, FieldTaskEvents>();
        services.AddHandler<FaultHandled, FaultEvents>();
        services.AddHandler<FaultTaskConcluded, FaultEvents>();
        services.AddHandler<RepairRequested, FaultEvents>();
        services.AddHandler<FaultOverdue, FaultEvents>();
        services.AddHandler<ProblemScanned, FaultEvents>();
        services.AddHandler<RepairProposed, FaultEvents>();
        services.AddHandler<ProposalAnswered, FaultEvents>();
        services.AddHandler<TaskReturned, ReviewEvents>();
        services.AddHandler<ReviewClosed, ReviewEvents>();
        services.AddHandler<SpotChecked, ReviewEvents>();
        services.AddHandler<SuspensionDecided, ProjectEvents>();
        services.AddHandler<FeedbackFormSubmitted, VisitEvents>();
        services.AddHandler<RatingReminded, VisitEvents>();
        services.AddHandler<VisitStillOpen, VisitEvents>();
        services.AddHandler<RatingAnswered, VisitEvents>();
        services.AddHandler<FlagRaised, SupervisionEvents>();
        services.AddHandler<EligibilityLost, StaffEvents>();
        services.AddHandler<AccountClosed, StaffEvents>();
        services.AddHandler<CertificateExpiring, StaffEvents>();
        services.AddHandler<ReportGenerated, ReportEvents>();
        services.AddHandler<ReportReturned, ReportEvents>();
        services.AddHandler<FilingDueSoon, ReportEvents>();
        services.AddHandler<FaultsFound, FaultEvents>();
        services.AddHandler<ReportFiled, ReportEvents>();
        services.AddHandler<ChangeDecided, ReportEvents>();
        services.AddHandler<ReportReadByOwner, ReportEvents>();
        services.AddHandler<MonthlyReportPushed, ReportEvents>();
        services.AddHandler<TemplateJobFinished, SendEvents>();
        services.AddHandler<FollowerChanged, FollowerEvents>();
        services.AddHandler<ContactBound, ContactEvents>();
        services.AddHandler<ContactLeft, ContactEvents>();
        services.AddScoped<IPersonalData, ToldInMessages>();
        services.AddPush(configuration);
    }

    /// <summary>The worker role: publisher, consumer and its lanes. Needs adapters behind the ports.</summary>
    public static void AddWorkers(IServiceCollection services) => services.AddPushWorkers();

    /// <summary>WeChat gave the account its daily quota back (clear_quota): what rests for it goes on.</summary>
    public static Task QuotaGivenBack(IServiceProvider services, ServiceAccountKind account, CancellationToken ct) =>
        services.GetRequiredService<AccountTable>().QuotaGivenBack(account, ct);

    public void MapModel(ModelBuilder model) => MessagingMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency)
    {
        Messages.Map(agency);
        SentNotices.Map(agency);
    }

    public void MapForConsole(RouteGroupBuilder console)
    {
        ReadDeliveries.Map(console);
        CountHours.Map(console);
        ShowDelivery.Map(console);
        FollowUp.Map(console);
        ReadPushes.Map(console);
    }

    public void MapForOwner(RouteGroupBuilder owner)
    {
        Messages.Map(owner);
        ChoosePushes.Map(owner);
    }

    public void MapForMiniProgram(RouteGroupBuilder miniProgram) => Messages.Map(miniProgram);
}
