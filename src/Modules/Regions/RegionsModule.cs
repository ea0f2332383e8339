using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Regions;

/// <summary>The region profiles: no tables and no routes, one question: what does this region decide?</summary>
public sealed class RegionsModule : IModule
{
    public string Name => "Regions";

    public void AddServices(IServiceCollection services, IConfiguration configuration) =>
        // Read here and not on first use: a faulty profile stops the start
        services.AddSingleton<IRegionPolicies>(new RegionPolicies(PolicyFiles.Load(ConfigFolder.Find(configuration, "regions"))));

    public void MapModel(ModelBuilder model)
    {
    }
}
