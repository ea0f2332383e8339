using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Alarms;
using WeChatService.ServiceAccounts.Callbacks;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.ServiceAccounts.ForPages;
using WeChatService.ServiceAccounts.MiniProgram;
using WeChatService.ServiceAccounts.OAuth;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.ServiceAccounts.Subscriptions;
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
        // Read here and not on first use: a text that WeChat would not show stops the start.
        services.AddSingleton(ReplyBook.Load(configuration));
        services.AddSingleton<CallbackReplies>();
        services.AddSingleton<CallbackDoor>();
        services.AddSingleton<CallbackBell>();
        services.AddSingleton<CallbackInbox>();
        services.AddHostedService(s => s.GetRequiredService<CallbackInbox>());
        services.AddScoped<CallbackEffects>();
        services.AddHealthChecks().AddCheck<CallbackHealth>("callbacks");
        services.AddSingleton<ITokenStore, TokenStore>();
        services.AddSingleton<ILoginCodes, LoginCodes>();
        services.AddSingleton<IAlarmBell, AlarmBell>();
        services.AddScoped<IServiceAccountAlarms, OpenAlarms>();
        services.AddScoped<ISubscriptions, SubscriptionBook>();
        services.AddScoped<IMiniProgram, MiniProgramDesk>();
        services.AddSingleton<IImportFollowers, FollowerImport>();
        services.AddHandler<FollowerChanged, LearnUnionId>();
        services.AddHandlerAtOnce<SubscriptionAnswered, WhatWeChatSaid>();
        services.AddHandlerAtOnce<SubscriptionMessageFinished, WhatWeChatSaid>();
        services.AddHandlerAtOnce<AuthorizationRevoked, WhatWeChatSaid>();
        services.AddJob<RefreshFollower, FollowerRefresher>("service_accounts.refresh_follower");
        services.AddEvent<SceneScanned>("service_accounts.scene_scanned");
        services.AddEvent<FollowerChanged>("service_accounts.follower_changed");
        services.AddEvent<TemplateJobFinished>("service_accounts.template_job_finished");
        services.AddEvent<SubscriptionAnswered>("service_accounts.subscription_answered");
        services.AddEvent<SubscriptionMessageFinished>("service_accounts.subscription_message_finished");
        services.AddEvent<AuthorizationRevoked>("service_accounts.authorization_revoked");
    }

    /// <summary>The worker role's loops.</summary>
    public static void AddWorkers(IServiceCollection services)
    {
        services.AddSingleton<CallbackApplier>();
        services.AddHostedService(s => s.GetRequiredService<CallbackApplier>());
    }

    public void MapModel(ModelBuilder model)
    {
        model.ApplyConfiguration(new FollowerMapping());
        model.ApplyConfiguration(new CallbackMessageMapping());
        model.ApplyConfiguration(new WeChatTokenMapping());
        model.ApplyConfiguration(new LoginCodeMapping());
        model.ApplyConfiguration(new AlarmRowMapping());
        model.ApplyConfiguration(new MiniProgramSessionMapping());
        model.ApplyConfiguration<Subscription>(new SubscriptionMapping());
        model.ApplyConfiguration<OptIn>(new SubscriptionMapping());
    }

    public void MapForAgency(RouteGroupBuilder agency) => SignPage.Map(agency, ServiceAccountKind.Agency);

    public void MapForOwner(RouteGroupBuilder owner) => SignPage.Map(owner, ServiceAccountKind.Owner);

    public void MapForMiniProgram(RouteGroupBuilder miniProgram) => MySubscriptions.Map(miniProgram);

    public void MapWire(IEndpointRouteBuilder app)
    {
        SignInByOAuth.Map(app);
        VerifyFile.Map(app);
    }

    public void UseFirst(IApplicationBuilder app) => CallbackDoor.Use(app);
}
