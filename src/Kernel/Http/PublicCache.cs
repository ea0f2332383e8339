using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatService.Kernel;

/// <summary>
/// What anybody reads without sign-in is the same for everybody: asked a thousand times in a few seconds, it is read once. How long that is,
/// the Host that answers says: a policy by name would keep the word of the first one.
/// </summary>
internal sealed class PublicCache : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var configuration = context.HttpContext.RequestServices.GetRequiredService<IConfiguration>();
        var seconds = configuration.GetValue("Public:CacheSeconds", 30);
        context.EnableOutputCaching &= seconds > 0;
        context.ResponseExpirationTimeSpan = TimeSpan.FromSeconds(Math.Max(seconds, 0));
        context.CacheVaryByRules.QueryKeys = "*";
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
}
