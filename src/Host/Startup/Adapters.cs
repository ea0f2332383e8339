using WeChatService.Agencies;
using WeChatService.Messaging;
using WeChatService.ObjectStorage;
using WeChatService.Pdf;
using WeChatService.Plans;
using WeChatService.Redis;
using WeChatService.ServiceAccounts;
using WeChatService.Smtp;
using WeChatService.TencentCloud;
using WeChatService.WeChat;

namespace WeChatService.Host;

/// <summary>Which adapter stands behind which port; the only place that names a vendor to the house.</summary>
internal static class Adapters
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddRedisPush(configuration);
        services.AddWeChat(configuration);
        services.AddTencentCloud(configuration);
        services.AddObjectStorage(configuration);
        services.AddReportRendering(configuration);
        services.AddSmtp(configuration);
    }

    public static void AddWorkers(IServiceCollection services, IConfiguration configuration)
    {
        ServiceAccountsModule.AddWorkers(services);
        AgenciesModule.AddWorkers(services);
        PlansModule.AddWorkers(services);
        MessagingModule.AddWorkers(services);
    }
}
