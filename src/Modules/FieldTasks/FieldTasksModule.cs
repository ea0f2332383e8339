using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.FieldTasks.Contracts;
using WeChatService.FieldTasks.ForAgency;
using WeChatService.FieldTasks.ForMiniProgram;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>What is done on site: tasks with their records, photos and tracks, troubleshooting and repair of faults, and the lead's consents where the profile asks for them.</summary>
public sealed class FieldTasksModule : IModule
{
    public string Name => "FieldTasks";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IDemoSeed, DemoPast>();
        services.AddScoped<IFieldTasks, Lookups>();
        services.AddScoped<IPlanReviews, PlanReviews>();
        services.AddScoped<IFaultTasks, FaultTaskLookups>();
        services.AddScoped<IProblemItems, ProblemItems>();
        services.AddScoped<ConsentDesk>();
        services.AddHandlerAtOnce<TeamToLeave, WorkOfLeavers>();
        services.AddScoped<ReviewGate>();
        services.AddScoped<ConsentBook>();
        services.AddEvent<FieldTaskSubmitted>("field_tasks.submitted");
        services.AddEvent<FaultTaskSubmitted>("field_tasks.fault_task_submitted");
        services.AddEvent<ConsentRequested>("field_tasks.consent_requested");
        services.AddEvent<ConsentDecided>("field_tasks.consent_decided");
        services.AddConstraintProblem(FieldTaskMapping.OneRecordPerClientId, RecordProblems.SentTwice);
        services.AddConstraintProblem(FieldTaskMapping.OnePendingConsent, ConsentProblems.AlreadyAsked);
        services.AddConstraintProblem(FaultTaskMapping.OneUnderWay, KernelProblems.LostRace);
    }

    public void MapModel(ModelBuilder model)
    {
        FieldTaskMapping.Map(model);
        FaultTaskMapping.Map(model);
    }

    public void MapForMiniProgram(RouteGroupBuilder miniProgram)
    {
        ShowField.Map(miniProgram);
        ReadWorkLog.Map(miniProgram);
        TakeFacilities.Map(miniProgram);
        MakeExtraTask.Map(miniProgram);
        ReadTasks.Map(miniProgram);
        StartTask.Map(miniProgram);
        RecordItems.Map(miniProgram);
        CountPositions.Map(miniProgram);
        TrackWork.Map(miniProgram);
        SubmitTask.Map(miniProgram);
        DropTask.Map(miniProgram);
        AskConsent.Map(miniProgram);
        ReadFaultTasks.Map(miniProgram);
        DoFaultTask.Map(miniProgram);
    }

    public void MapForAgency(RouteGroupBuilder agency)
    {
        ReadConsents.Map(agency);
        DecideConsent.Map(agency);
        RemoveTask.Map(agency);
        Reassign.Map(agency);
    }

    public void MapForConsole(RouteGroupBuilder console)
    {
        ReadConsents.Map(console);
        RemoveTask.Map(console);
    }

    public void MapForAuthority(RouteGroupBuilder authority) => ForAuthority.ReadConsents.Map(authority);
}
