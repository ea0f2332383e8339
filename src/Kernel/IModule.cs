using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatService.Kernel;

/// <summary>
/// One lifecycle noun of the house. Its class is the module's table of contents: services, tables, and every
/// route by door. The Host lists the modules in dependency order; each may ask only those above it.
/// </summary>
public interface IModule
{
    string Name { get; }

    void AddServices(IServiceCollection services, IConfiguration configuration);
    void MapModel(ModelBuilder model);

    void MapForAgency(RouteGroupBuilder agency) { }
    void MapForOwner(RouteGroupBuilder owner) { }
    void MapForMiniProgram(RouteGroupBuilder miniProgram) { }
    void MapForConsole(RouteGroupBuilder console) { }
    void MapForAuthority(RouteGroupBuilder authority) { }
    void MapForPublic(RouteGroupBuilder open) { }

    /// <summary>Routes that follow somebody else's wire format: WeChat callbacks and OAuth.</summary>
    void MapWire(IEndpointRouteBuilder app) { }
}

/// <summary>The modules in dependency order.</summary>
public sealed record HouseModules(IReadOnlyList<IModule> All);

/// <summary>Demonstration data of one module, run in ascending order; running it again changes nothing.</summary>
public interface IDemoSeed
{
    /// <summary>The module's place in the dependency order, times ten.</summary>
    int Order { get; }

    /// <summary>Adds what is missing and saves it.</summary>
    Task Seed(DemoWorld world, CancellationToken ct);
}

/// <summary>Where the demonstration files lie (config/demo: people.json, world.json, portraits, photos).</summary>
public sealed record DemoWorld(string Folder)
{
    /// <summary>The same key always gives the same id, so that seeds of different modules agree without asking.</summary>
    public static Guid Id(string kind, string key)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{kind}:{key}"));
        hash[7] = (byte)((hash[7] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16));
    }
}
