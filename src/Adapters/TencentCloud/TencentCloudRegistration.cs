using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatService.Accounts.Ports;
using WeChatService.Faces.Ports;

namespace WeChatService.TencentCloud;

public static class TencentCloudRegistration
{
    /// <summary>The face comparison and the SMS of Tencent Cloud behind <see cref="IFaceComparer"/> and <see cref="ISmsSender"/>.</summary>
    public static IServiceCollection AddTencentCloud(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new TencentCloudSettings(configuration));
        services.AddCloudClient<IFaceComparer, FaceComparer>();
        services.AddSingleton(s => (IFaceInspector)s.GetRequiredService<IFaceComparer>());
        services.AddCloudClient<ISmsSender, SmsSender>();
        return services;
    }

    private static void AddCloudClient<TPort, TAdapter>(this IServiceCollection services) where TPort : class where TAdapter : TPort
    {
        var name = typeof(TAdapter).Name;
        services.AddHttpClient(name, http =>
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
        services.AddSingleton<TPort>(s => ActivatorUtilities.CreateInstance<TAdapter>(s, s.GetRequiredService<IHttpClientFactory>().CreateClient(name)));
    }
}
