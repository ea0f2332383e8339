using Microsoft.AspNetCore.Builder;
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

    /// <summary>Routes that follow somebody else's wire format: OAuth.</summary>
    void MapWire(IEndpointRouteBuilder app) { }

    /// <summary>
    /// What is served before everything else, without sign-in, limits and the exception handler: a short branch that proves by itself who
    /// calls, and is called by machines that wait for no one (WeChat's callbacks).
    /// </summary>
    void UseFirst(IApplicationBuilder app) { }
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
