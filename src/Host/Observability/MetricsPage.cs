using System.Security.Cryptography;
using System.Text;

namespace WeChatService.Host;

/// <summary>
/// <c>GET /metrics</c>, for a scraper that shows the token of <c>Metrics__Token</c>. Without that setting there is no such page: behind a
/// reverse proxy every request comes from this machine, so that an allow-list of addresses would let everybody in.
/// </summary>
internal static class MetricsPage
{
    public static void MapMetrics(this WebApplication app)
    {
        var telemetry = app.Services.GetRequiredService<Telemetry>();
        if (telemetry.Token is not { } token)
        {
            return;
        }

        var expected = SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}"));
        app.MapGet("/metrics", (HttpRequest request) =>
            CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString())), expected)
                ? Results.Text(telemetry.Read(), PrometheusText.ContentType)
                : Results.StatusCode(StatusCodes.Status401Unauthorized)).AllowAnonymous().ExcludeFromDescription();
    }
}
