using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.FileProviders;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Mail;
using WeChatService.Sandbox.ObjectStore;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.TencentCloud;
using WeChatService.Sandbox.WeChat;
using WeChatService.Sandbox.Wire;

namespace WeChatService.Sandbox;

/// <summary>
/// Puts the sandbox together. One instance holds all its state in its own service container, so several can live in
/// one process (tests start one per fixture on port 0).
/// </summary>
public static class SandboxApp
{
    /// <summary>Builds the app without starting it. <paramref name="args"/> are configuration switches such as
    /// <c>--Sandbox:Port=0 --Sandbox:Config=/path</c>; the environment (<c>Sandbox__Port</c>) comes below them.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="callbackHandler">Replaces the network for callbacks to a host that runs in-process without a socket.</param>
    public static WebApplication Create(string[] args, HttpMessageHandler? callbackHandler = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(SandboxApp).Assembly.GetName().Name,
        });
        SandboxOptions options = SandboxOptions.From(builder.Configuration);
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        // The object store takes reports and photos; 64 MiB is far above any of them and far below the memory at hand.
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            k.AddServerHeader = false;
            // As a forward proxy it is asked for other hosts than the one the connection is made to.
            k.AllowHostHeaderOverride = true;
            k.ConfigureEndpointDefaults(listen => listen.Open(listen.ApplicationServices.GetRequiredService<RootCertificate>()));
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        AddServices(builder.Services, options, callbackHandler);

        WebApplication app = builder.Build();
        if (options.RootFile is { } file) File.WriteAllText(file, app.Services.GetRequiredService<RootCertificate>().Pem);
        app.UseMiddleware<VirtualHosts>();
        app.UseMiddleware<RequestLogging>();
        app.UseMiddleware<FaultInjection>();
        if (options.WebRoot is { } root)
        {
            PhysicalFileProvider files = new(root);
            app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
            app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
        }
        app.UseRouting();
        app.MapWeChat();
        app.MapIai();
        app.MapObjectStore();
        app.MapMiniProgramApp();
        app.MapDriving();
        app.MapInspection();
        app.MapGet("/health", () => Results.Json(new { status = "ok" }));
        if (options.WebRoot is null)
            app.MapGet("/", () => Results.Text("沙盒在运行。手机页面还没有构建：先构建 src/Web/apps/phone。", "text/plain; charset=utf-8"));
        return app;
    }

    static void AddServices(IServiceCollection services, SandboxOptions options, HttpMessageHandler? callbackHandler)
    {
        services.AddSingleton(options);
        services.AddSingleton<RootCertificate>();
        services.AddSingleton(_ => DemoAccounts.Load(options.ConfigFolder));
        services.AddSingleton<People>();
        services.AddSingleton<Projects>();
        services.AddSingleton<TemplateLibrary>();
        services.AddSingleton<SandboxClock>();
        services.AddSingleton<StateFile>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<FaultBoard>();
        services.AddSingleton<Followers>();
        services.AddSingleton<Chats>();
        services.AddSingleton<CallbackLog>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<CallbackDriver>(s, new CallbackTransport(callbackHandler)));
        services.AddSingleton<Scanner>();
        services.AddSingleton<PeopleView>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<TemplateSending>();
        services.AddSingleton<SubscribeSending>();
        services.AddSingleton<QrCodes>();
        services.AddSingleton<Menus>();
        services.AddSingleton<JsTickets>();
        services.AddSingleton<OAuthCodes>();
        services.AddSingleton<MiniProgramSessions>();
        services.AddSingleton<FaceStandIn>();
        services.AddSingleton<SmsInbox>();
        services.AddSingleton<MailBox>();
        services.AddSingleton<SmtpDoor>();
        services.AddHostedService(s => s.GetRequiredService<SmtpDoor>());
        services.AddSingleton<Bucket>();
        services.AddSingleton<Resetting>();
        services.AddSingleton<Quotas>();
        services.AddSingleton<Rids>();
        services.AddSingleton<Receivers>();
        services.AddSingleton<RepeatWindow>();
        services.AddSingleton<Tags>();
        services.AddSingleton<AnswerWindows>();
        services.AddSingleton<Industries>();
        services.AddSingleton<ConditionalMenus>();
        services.AddSingleton<MiniProgramLinks>();
        services.ConfigureHttpJsonOptions(json =>
        {
            // The vendors answer plain UTF-8, never \u escapes.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<AccountKind>(new LowerCase()));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
    }

    /// <summary>Accounts are called in JSON as in the callback paths: agency, owner, miniprogram.</summary>
    sealed class LowerCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
