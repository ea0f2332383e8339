using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Agencies.Contracts;
using WeChatService.Agencies.ForConsole;
using WeChatService.Agencies.StaffWatch;
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
        services.AddScoped<INationalImport, NationalImport>();
        services.AddEvent<StaffRemoved>("agencies.staff_removed");
        services.AddConstraintProblem(StaffChange.OneOpenKey, AgencyProblems.ChangeWaits);
        services.AddConstraintProblem(Person.OneEmploymentKey, AgencyProblems.EmployedAlready);
        services.AddScoped<IAgencyFounding, AgencyFounding>();
        services.AddConstraintProblem(Agency.OnceKey, AgencyProblems.RegisteredAlready);
        services.AddScoped<IAgencies, AgencyDirectory>();
        services.AddScoped<IAuthorities, AgencyDirectory>();
        services.AddJob<WatchStaff, StaffRunner>("agencies.watch_staff");
        services.AddJob<JudgeStaff, StaffRunner>("agencies.judge_staff");
        services.AddEvent<EligibilityLost>("agencies.eligibility_lost");
        services.AddEvent<EligibilityRegained>("agencies.eligibility_regained");
        services.AddEvent<CertificateExpiring>("agencies.certificate_expiring");
        services.AddScoped<IDemoSeed, Demo>();
    }

    /// <summary>The worker role: the daily look at the staff.</summary>
    public static void AddWorkers(IServiceCollection services) => services.AddHostedService<DailyWatch>();

    public void MapForPublic(RouteGroupBuilder open) => ForPublic.ListAgencies.Map(open);

    public void MapForAuthority(RouteGroupBuilder authority) => ForAuthority.DecideStaffChange.Map(authority);

    public void MapModel(ModelBuilder model) => AgenciesMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency) => ShowAgency.Map(agency);

    public void MapForConsole(RouteGroupBuilder console)
    {
        ListPeople.Map(console);
        ChangeStaff.Map(console);
        AppointTechnicalLead.Map(console);
        ShowAgency.Map(console);
    }
}
