using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Projects.ForAgency;
using WeChatService.Projects.ForAuthority;
using WeChatService.Projects.ForConsole;

namespace WeChatService.Projects;

/// <summary>What an agency serves: contract data, people, buildings, facilities, place and fence.</summary>
public sealed class ProjectsModule : IModule
{
    public string Name => "Projects";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IProjects, Lookups>();
        services.AddScoped<IDeviceLabels, DeviceLabels>();
        services.AddScoped<IDemoSeed, Demo>();
        services.AddEvent<MonthToRest>("projects.month_to_rest");
        services.AddEvent<SuspensionDecided>("projects.suspension_decided");
        services.AddEvent<SystemsToChange>("projects.systems_to_change");
        services.AddEvent<TeamToLeave>("projects.team_to_leave");
        services.AddEvent<FenceMoved>("projects.fence_moved");
        services.AddConstraintProblem(ProjectMapping.OneRestPerMonth, SuspensionProblems.AskedAlready);
    }

    public void MapModel(ModelBuilder model) => ProjectMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency)
    {
        ListProjects.Map(agency);
        ShowProject.Map(agency);
        ReplaceLead.Map(agency);
        InviteContact.Map(agency);
        ProjectContacts.Map(agency);
        AskSuspension.Map(agency);
        PrintLabels.Map(agency);
    }

    public void MapForMiniProgram(RouteGroupBuilder miniProgram)
    {
        ListProjects.Map(miniProgram);
        ShowProject.Map(miniProgram);
        EndProject.Map(miniProgram);
        PrintProject.MapNotice(miniProgram);
        InviteContact.Map(miniProgram);
    }

    public void MapForConsole(RouteGroupBuilder console)
    {
        ListProjects.Map(console);
        ShowProject.Map(console);
        EnterProject.Map(console);
        CountProjects.Map(console);
        ReadParts.Map(console);
        CompleteProject.Map(console);
        StaffProject.Map(console);
        PrintProject.MapCode(console);
        PrintProject.MapNotice(console);
        EndProject.Map(console);
        ReplaceLead.Map(console);
        AskSuspension.Map(console);
        PrintLabels.Map(console);
    }

    public void MapForPublic(RouteGroupBuilder open) => ForPublic.ListProjects.Map(open);

    public void MapForAuthority(RouteGroupBuilder authority) => DecideSuspension.Map(authority);
}
