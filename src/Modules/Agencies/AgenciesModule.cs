using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Agencies.Contracts;
using WeChatService.Agencies.ForConsole;
using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>Agencies, their staff and certificates, and the authorities that supervise them (ORG, PEO).</summary>
public sealed class AgenciesModule : IModule
{
    public string Name => "Agencies";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IPeople, PeopleDirectory>();
        services.AddScoped<IStaffing, Staffing>();
        services.AddConstraintProblem(Person.OneEmploymentKey, AgencyProblems.EmployedAlready);
        services.AddScoped<IAgencies, AgencyDirectory>();
        services.AddScoped<IAuthorities, AgencyDirectory>();
        services.AddScoped<IDemoSeed, Demo>();
    }

    public void MapForPublic(RouteGroupBuilder open) => ForPublic.ListAgencies.Map(open);

    public void MapModel(ModelBuilder model) => AgenciesMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency) => ShowAgency.Map(agency);

    public void MapForConsole(RouteGroupBuilder console)
    {
        ListPeople.Map(console);
        ShowAgency.Map(console);
    }
}
