using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Plans.ForAgency;

namespace WeChatService.Plans;

/// <summary>What is to be done in a month, and who does it.</summary>
public sealed class PlansModule : IModule
{
    public string Name => "Plans";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IPlans, Lookups>();
        services.AddScoped<IDemoSeed, Demo>();
        services.AddEvent<PlanAssigned>("plans.assigned");
        services.AddConstraintProblem(PlanMapping.OnePerMonthAndKind, PlanProblems.Exists);
    }

    public void MapModel(ModelBuilder model) => PlanMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency)
    {
        ReadPlans.Map(agency);
        MakePlan.Map(agency);
        AssignFacilities.Map(agency);
    }
}
