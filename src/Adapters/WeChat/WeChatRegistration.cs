using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Callbacks;
using WeChatService.WeChat.Http;
using WeChatService.WeChat.Login;
using WeChatService.WeChat.Messages;
using WeChatService.WeChat.MiniProgram;
using WeChatService.WeChat.Setup;

namespace WeChatService.WeChat;

public static class WeChatRegistration
{
    /// <summary>
    /// Everything that speaks to WeChat. Wants <see cref="ITokenStore"/>, <see cref="ILoginCodes"/>, <see cref="IAlarmBell"/> and the
    /// counted opt-ins from ServiceAccounts.
    /// </summary>
    /// <exception cref="InvalidOperationException">config/wechat/templates.json says something that WeChat would refuse.</exception>
    public static IServiceCollection AddWeChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new WeChatSettings(configuration));
        var templates = new TemplateBook(configuration);
        services.AddSingleton(templates);
        services.AddSingleton<ISubscriptionTemplates>(templates);
        AddHttp(services);
        services.AddSingleton<SharedTokens>();
        services.AddSingleton<WeChatApi>();
        services.AddSingleton<ICallbackReader>(s => new CallbackReader(s.GetRequiredService<WeChatSettings>(), TimeProvider.System));
        services.AddSingleton<IWeChatLogin, WeChatLogin>();
        services.AddSingleton<IJsSdk, JsSdk>();
        services.AddSingleton<IQrCodeIssuer, QrCodes>();
        services.AddSingleton<IFollowerLookup, FollowerLookup>();
        services.AddSingleton<IMiniProgramWire, MiniProgramWire>();
        services.AddSingleton<IMiniProgramLinks, MiniProgramLinks>();
        services.AddSingleton<SpentOptIns>();
        services.AddSingleton<INoticeSender, TemplateMessageSender>();
        AddSetup(services, configuration);
        return services;
    }

    private static void AddHttp(IServiceCollection services)
    {
        foreach (var name in (string[])[nameof(WeChatWire), nameof(CallbackProbe)])
            services.AddHttpClient(name, http => http.Timeout = Timeout.InfiniteTimeSpan)
                .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
                {
                    AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3), PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    MaxConnectionsPerServer = 128,
                })
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
                // The factory's own log lines would show addresses, and with them tokens.
                .RemoveAllLoggers();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<WeChatWire>(s, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(WeChatWire))));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<CallbackProbe>(s, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CallbackProbe))));
    }

    /// <summary>What an operator does with an account, by errands of the Host.</summary>
    private static void AddSetup(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(s => new Menus(s.GetRequiredService<WeChatApi>(), s.GetRequiredService<WeChatSettings>(), configuration));
        services.AddSingleton(s => new Templates(s.GetRequiredService<WeChatApi>(), s.GetRequiredService<TemplateBook>()));
        services.AddSingleton(s => new Quotas(s.GetRequiredService<WeChatApi>(), s.GetRequiredService<WeChatSettings>()));
        services.AddSingleton(s => new Doctor(
            s.GetRequiredService<WeChatApi>(), s.GetRequiredService<WeChatSettings>(), s.GetRequiredService<Menus>(), s.GetRequiredService<Templates>(),
            s.GetRequiredService<Quotas>(), s.GetRequiredService<CallbackProbe>(), s.GetRequiredService<IFollowerLookup>(), configuration,
            s.GetRequiredService<TimeProvider>()));
    }
}
