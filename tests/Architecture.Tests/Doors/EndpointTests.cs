using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatService.Architecture.Tests.Doors;

/// <summary>Nothing is reachable by accident: every route asks for somebody, or says that it asks for nobody.</summary>
public class EndpointTests
{
    /// <summary>What may be called without having signed in.</summary>
    private static readonly string[] Open =
    [
        "/", "/health", "/openapi/", "/metrics", "/api/public/", "/wechat/", "/agency/", "/owner/", "/verify/", "/scan/", "/console/", "/{file:length(6,64)}.txt",
        "/api/agency/sign-in", "/api/owner/sign-in", "/api/owner/password", "/api/console/sign-in", "/api/miniprogram/sign-in", "/api/miniprogram/link",
        "/api/miniprogram/link/phone", "/api/miniprogram/registration", "/api/miniprogram/agency-registration", "/api/miniprogram/privacy", "/api/agency/privacy", "/api/console/privacy",
    ];

    private static readonly IReadOnlyList<RouteEndpoint> Endpoints = AllEndpoints();

    [Fact]
    public void Every_endpoint_asks_for_a_sign_in_or_says_that_it_does_not()
    {
        var forgotten = Endpoints
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<AuthorizationPolicy>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(Route);

        Assert.Empty(forgotten);
    }

    [Fact]
    public void Only_the_open_places_are_open()
    {
        var open = Endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Route).Where(r => !IsOpen(r));

        Assert.Empty(open);
    }

    [Fact]
    public void A_route_behind_a_door_is_not_open()
    {
        Assert.False(IsOpen("GET /api/agency/plans"));
        Assert.False(IsOpen("GET /api/publicity"));
        Assert.True(IsOpen("GET /api/public/reports/{number}/verify"));
    }

    [Fact]
    public void Every_route_of_the_API_stands_behind_the_policy_of_its_own_door()
    {
        var elsewhere = from endpoint in Endpoints
                        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                        where path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/api/public/", StringComparison.Ordinal)
                        let door = path.Split('/')[2]
                        let policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>()
                        where !policies.Any(p => p.Equals($"Door:{door}", StringComparison.OrdinalIgnoreCase))
                        select Route(endpoint);

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void No_route_is_mapped_twice()
    {
        var twice = Endpoints.GroupBy(Route).Where(g => g.Count() > 1).Select(g => g.Key);

        Assert.Empty(twice);
    }

    private static bool IsOpen(string route)
    {
        var path = route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return Open.Any(o => path == o || path == o.TrimEnd('/') || (o.Length > 1 && o.EndsWith('/') && path.StartsWith(o, StringComparison.Ordinal)));
    }

    private static string Route(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])} /{endpoint.RoutePattern.RawText!.TrimStart('/')}";

    private static List<RouteEndpoint> AllEndpoints()
    {
        using var host = Product.BuiltHost();
        var endpoints = ((IEndpointRouteBuilder)host).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(endpoints);
        return endpoints;
    }
}
