using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatService.Faces.Ports;

namespace WeChatService.TencentCloud;

public static class TencentCloudRegistration
{
    /// <summary>The face comparison of Tencent Cloud behind <see cref="IFaceComparer"/>.</summary>
    public static IServiceCollection AddTencentCloud(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new TencentCloudSettings(configuration));
        services.AddHttpClient(nameof(FaceComparer), http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = 1 << 20;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3), PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.AddSingleton<IFaceComparer>(s =>
            ActivatorUtilities.CreateInstance<FaceComparer>(s, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(FaceComparer))));
        return services;
    }
}
