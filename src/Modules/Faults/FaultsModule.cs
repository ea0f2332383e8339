using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Faults.Contracts;
using WeChatService.Faults.ForAgency;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>What does not work, and what becomes of it.</summary>
public sealed class FaultsModule : IModule
{
    public string Name => "Faults";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IFaults, Lookups>();
        services.AddHandlerAtOnce<FieldTaskSubmitted, FromFailedItems>();
        services.AddEvent<FaultHandled>("faults.handled");
    }

    public void MapModel(ModelBuilder model) => FaultMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency)
    {
        ReadFaults.Map(agency);
        HandleFault.Map(agency);
    }

    public void MapForOwner(RouteGroupBuilder owner) => ForOwner.ReadFaults.Map(owner);
}
