using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatService.Kernel;

public static class Endpoints
{
    /// <summary>Name of the limit of what anybody reads.</summary>
    public const string Public = "public";

    /// <summary>Only these roles may come here (rules §18.5); finer rules stand on the aggregate.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizeAttribute { Roles = string.Join(',', roles) });

    /// <summary>Read without sign-in by anybody and the same for everybody: limited by address, and kept for a few seconds.</summary>
    public static RouteHandlerBuilder ForAnybody(this RouteHandlerBuilder endpoint) => endpoint.RequireRateLimiting(Public).CacheOutput(policy => policy.AddPolicy(typeof(PublicCache)));

    /// <summary>A write that may be repeated without harm and needs no Idempotency-Key.</summary>
    public static TBuilder RepeatsWithoutHarm<TBuilder>(this TBuilder endpoint, string why) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new WithoutKey(why));
}
