using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Callbacks;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.ServiceAccounts.ForPages;
using WeChatService.ServiceAccounts.OAuth;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.ServiceAccounts.Tokens;

namespace WeChatService.ServiceAccounts;

/// <summary>公众号 and mini program: who follows, what WeChat tells us, how a visitor is recognised.</summary>
public sealed class ServiceAccountsModule : IModule
{
    public string Name => "ServiceAccounts";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<FollowerBook>();
        services.AddScoped<IFollowers>(s => s.GetRequiredService<FollowerBook>());
        services.AddScoped<CallbackInbox>();
        services.AddSingleton<ITokenStore, TokenStore>();
        services.AddJob<RefreshFollower, FollowerRefresher>("service_accounts.refresh_follower");
        services.AddEvent<SceneScanned>("service_accounts.scene_scanned");
        services.AddEvent<FollowerChanged>("service_accounts.follower_changed");
        services.AddEvent<TemplateJobFinished>("service_accounts.template_job_finished");
        services.AddEvent<SubscriptionAnswered>("service_accounts.subscription_answered");
        services.AddEvent<SubscriptionMessageFinished>("service_accounts.subscription_message_finished");
        services.AddEvent<AuthorizationRevoked>("service_accounts.authorization_revoked");
    }

    public void MapModel(ModelBuilder model)
    {
        model.ApplyConfiguration(new FollowerMapping());
        model.ApplyConfiguration(new CallbackMessageMapping());
        model.ApplyConfiguration(new WeChatTokenMapping());
    }

    public void MapForAgency(RouteGroupBuilder agency) => SignPage.Map(agency, ServiceAccountKind.Agency);

    public void MapForOwner(RouteGroupBuilder owner) => SignPage.Map(owner, ServiceAccountKind.Owner);

    public void MapWire(IEndpointRouteBuilder app)
    {
        ReceiveCallback.Map(app);
        SignInByOAuth.Map(app);
    }
}
