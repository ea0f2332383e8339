using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Catalogue;

/// <summary>Fire systems, facility classes, test items and limits, by edition: files of config/catalogue, no tables.</summary>
public sealed class CatalogueModule : IModule
{
    public string Name => "Catalogue";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        // Read here and not on first use: a faulty catalogue, or a region without an edition, stops the start
        var regions = Directory.GetFiles(ConfigFolder.Find(configuration, "regions"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file));
        services.AddSingleton<ICatalogue>(CatalogueFiles.Load(ConfigFolder.Find(configuration, "catalogue"), regions));
    }

    public void MapModel(ModelBuilder model)
    {
    }

    public void MapForAgency(RouteGroupBuilder agency) => ReadCatalogue.Map(agency);

    public void MapForMiniProgram(RouteGroupBuilder miniProgram) => ReadCatalogue.Map(miniProgram);
}
