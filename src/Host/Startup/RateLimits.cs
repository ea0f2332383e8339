using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WeChatService.Kernel;

namespace WeChatService.Host;

/// <summary>
/// How often one account, or one address, may ask: generous for people, tight for guessing passwords and codes of labels.
/// A load test raises the limits by setting.
/// </summary>
/// <remarks>
/// ASP.NET's own middleware lets its limiters' timers run on when the application ends, each holding the whole application in memory.
/// These end with it; the limiters themselves and the endpoints' declaration (<c>RequireRateLimiting</c>) are the framework's.
/// </remarks>
internal sealed class RateLimits(IConfiguration configuration) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _requests = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        http.Request.Path.StartsWithSegments("/api")
            ? RateLimitPartition.GetTokenBucketLimiter(WhoOf(http), _ => Bucket(configuration.GetValue("Limits:RequestsPerMinute", 1200)))
            : RateLimitPartition.GetNoLimiter(""));

    // Whoever tries codes of labels by lot finds none in a lifetime; nor shall he keep us busy.
    private readonly PartitionedRateLimiter<HttpContext> _scans = ByAddress(configuration.GetValue("Limits:ScansPerMinute", 60));

    // The directories; many phones stand behind one address of a mobile network.
    private readonly PartitionedRateLimiter<HttpContext> _public = ByAddress(configuration.GetValue("Limits:PublicPerMinute", 300));

    private readonly PartitionedRateLimiter<HttpContext> _signIns = ByAddress(configuration.GetValue("Limits:SignInsPerMinute", 30));

    public static async Task Guard(HttpContext http, RequestDelegate next)
    {
        var limits = http.RequestServices.GetRequiredService<RateLimits>();
        using var request = limits._requests.AttemptAcquire(http);
        using var declared = request.IsAcquired ? limits.Declared(http)?.AttemptAcquire(http) : null;
        if (request.IsAcquired && declared is null or { IsAcquired: true })
        {
            await next(http);
            return;
        }

        http.Response.Headers.RetryAfter = "5";
        await ProblemHandler.Write(http, KernelProblems.TooMany, http.RequestAborted);
    }

    public void Dispose()
    {
        _requests.Dispose();
        _scans.Dispose();
        _public.Dispose();
        _signIns.Dispose();
    }

    private PartitionedRateLimiter<HttpContext>? Declared(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName switch
        {
            null => null,
            "scan" => _scans,
            Endpoints.Public => _public,
            "sign-in" => _signIns,
            var unknown => throw new InvalidOperationException($"no rate limit is called {unknown}"),
        };

    private static PartitionedRateLimiter<HttpContext> ByAddress(int perMinute) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(AddressOf(http), _ => Bucket(perMinute)));

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 12),
        ReplenishmentPeriod = TimeSpan.FromSeconds(5),
        AutoReplenishment = true,
    };

    private static string WhoOf(HttpContext http) => http.User.FindFirst(Doors.AccountClaim)?.Value ?? AddressOf(http);

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
