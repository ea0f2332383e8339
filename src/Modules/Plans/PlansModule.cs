using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Plans.ForAgency;
using WeChatService.Plans.ForOwner;
using WeChatService.Plans.Reminders;
using WeChatService.Plans.Term;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans;

/// <summary>What is to be done in a month, and who does it.</summary>
public sealed class PlansModule : IModule
{
    public string Name => "Plans";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IPlans, Lookups>();
        services.AddScoped<IDemoSeed, Demo>();
        services.AddScoped<PlanLedger>();
        services.AddScoped<PlanContents>();
        services.AddScoped<TermDesk>();
        services.AddJob<PrintTermPlan, PrintTermPlanRunner>("plans.print_term_plan");
        services.AddJob<RemindOfPlans, RemindOfPlansRunner>("plans.remind");
        services.AddHandlerAtOnce<MonthToRest, MonthsThatRest>();
        services.AddHandlerAtOnce<SystemsToChange, SystemsOfIssuedPlans>();
        services.AddEvent<PlanAssigned>("plans.assigned");
        services.AddEvent<PlanWithdrawn>("plans.withdrawn");
        services.AddEvent<PlanReminder>("plans.reminder");
        services.AddEvent<TermPlanPushed>("plans.term_plan_pushed");
        services.AddConstraintProblem(PlanMapping.OnePerMonthAndKind, PlanProblems.Exists);
        services.AddConstraintProblem(PlanMapping.OneOfDetection, PlanProblems.OnlyOne);
        services.AddConstraintProblem(PlanMapping.OneTermPlan, KernelProblems.LostRace);
    }

    /// <summary>The worker role: orders each day's reminders.</summary>
    public static void AddWorkers(IServiceCollection services) => services.AddHostedService<PlanWatch>();

    public void MapModel(ModelBuilder model) => PlanMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency) => MapPlanning(agency);

    /// <summary>PLN-21: the desk does the same with the same effect.</summary>
    public void MapForConsole(RouteGroupBuilder console) => MapPlanning(console);

    private static void MapPlanning(RouteGroupBuilder door)
    {
        ReadPlans.Map(door);
        ReadMonths.Map(door);
        ReadCalendar.Map(door);
        MakePlan.Map(door);
        ChooseAssignee.Map(door);
        AssignFacilities.Map(door);
        ChangePlan.Map(door);
        WriteTermPlan.Map(door);
    }

    /// <summary>The project's own pages (PRJ-45).</summary>
    public void MapForMiniProgram(RouteGroupBuilder miniProgram)
    {
        ReadPlans.Map(miniProgram);
        WriteTermPlan.MapReading(miniProgram);
    }

    public void MapForOwner(RouteGroupBuilder owner) => ReadTermPlan.Map(owner);
}
