using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace WeChatService.Kernel;

public static class Endpoints
{
    /// <summary>Only these roles may come here (rules §18.5); finer rules stand on the aggregate.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizeAttribute { Roles = string.Join(',', roles) });

    /// <summary>A write that may be repeated without harm and needs no Idempotency-Key.</summary>
    public static TBuilder RepeatsWithoutHarm<TBuilder>(this TBuilder endpoint, string why) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new WithoutKey(why));
}
