using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Faults.Contracts;
using WeChatService.Faults.ForAgency;
using WeChatService.Faults.ForOwner;
using WeChatService.Faults.ForPublic;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Faults;

/// <summary>What does not work, and what becomes of it.</summary>
public sealed class FaultsModule : IModule
{
    public string Name => "Faults";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IPersonalData, OwnRepairs>();
        services.AddScoped<IPersonalData, OwnFaultViews>();
        services.AddScoped<IDemoSeed, DemoPast>();
        services.AddScoped<IFaults, Lookups>();
        services.AddScoped<FaultNames>();
        services.AddScoped<HandleFault>();
        services.AddScoped<ShowFault>();
        services.AddScoped<ReportByLabel>();
        services.AddHandlerAtOnce<FieldTaskSubmitted, FromFailedItems>();
        services.AddHandlerAtOnce<FaultTaskSubmitted, FromTaskResults>();
        services.AddJob<RemindOfFault, FaultReminder>("faults.remind");
        services.AddEvent<FaultsFound>("faults.found");
        services.AddEvent<FaultHandled>("faults.handled");
        services.AddEvent<FaultTaskConcluded>("faults.task_concluded");
        services.AddEvent<RepairRequested>("faults.repair_requested");
        services.AddEvent<FaultOverdue>("faults.overdue");
        services.AddEvent<ProblemScanned>("faults.problem_scanned");
        services.AddEvent<RepairProposed>("faults.repair_proposed");
        services.AddEvent<ProposalAnswered>("faults.proposal_answered");
        services.AddConstraintProblem(FaultMapping.OneStepPerNumber, KernelProblems.LostRace);
    }

    public void MapModel(ModelBuilder model) => FaultMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency) => MapDesk(agency);

    /// <summary>管理测试故障 on the PC (FLT-09, 10) is the same desk.</summary>
    public void MapForConsole(RouteGroupBuilder console) => MapDesk(console);

    public void MapForOwner(RouteGroupBuilder owner)
    {
        SeeFaults.Map(owner);
        RepairForm.Map(owner);
        ReadLabel.Map(owner);
        RequestRepair.Map(owner);
        AnswerProposal.Map(owner);
    }

    public void MapForPublic(RouteGroupBuilder open) => ReportByLabel.Map(open);

    private static void MapDesk(RouteGroupBuilder door)
    {
        ReadFaults.Map(door);
        ShowFault.Map(door);
        HandleFault.Map(door);
        ProposeRepair.Map(door);
        UrgeOwner.Map(door);
        CountFaults.Map(door);
    }
}
