using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Callbacks;
using WeChatService.WeChat.Http;
using WeChatService.WeChat.Login;
using WeChatService.WeChat.Messages;

namespace WeChatService.WeChat;

public static class WeChatRegistration
{
    /// <summary>Everything that speaks to WeChat. Wants <see cref="ITokenStore"/> from ServiceAccounts.</summary>
    public static IServiceCollection AddWeChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new WeChatSettings(configuration));
        services.AddSingleton(_ => new TemplateBook(configuration));
        services.AddHttpClient(nameof(WeChatWire), http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3), PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 128,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's own log lines would show addresses, and with them tokens.
            .RemoveAllLoggers();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<WeChatWire>(s, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(WeChatWire))));
        services.AddSingleton<SharedTokens>();
        services.AddSingleton<WeChatApi>();
        services.AddSingleton<ICallbackReader>(s => new CallbackReader(s.GetRequiredService<WeChatSettings>(), TimeProvider.System));
        services.AddSingleton<IWeChatLogin, WeChatLogin>();
        services.AddSingleton<IJsSdk, JsSdk>();
        services.AddSingleton<IQrCodeIssuer, QrCodes>();
        services.AddSingleton<IFollowerLookup, FollowerLookup>();
        services.AddSingleton<INoticeSender, TemplateMessageSender>();
        services.AddSingleton(s => new AccountSetup(s.GetRequiredService<WeChatApi>()));
        return services;
    }
}
