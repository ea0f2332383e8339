using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.Messaging.Ports;
using WeChatService.Messaging.Push;
using WeChatService.Redis;
using WeChatService.ServiceAccounts;
using WeChatService.WeChat;

namespace WeChatService.PushProcess;

/// <summary>
/// The push half of a worker as a process of its own, for tests that kill it: publisher, consumer and lanes, the real
/// Redis transport, the real WeChat adapter with its shared tokens, and nothing else of the house, so that it is up
/// within about a second. Settings come from the environment under the Host's own names.
/// </summary>
/// <remarks>
/// Three names exist here only, and never in the product: <c>PUSH_PLAN_MS</c> (pauses between attempts, "50,100"),
/// <c>PUSH_DIE_ON</c> (an openid whose message kills the process, as a poisoned payload would) and <c>PUSH_PARENT</c>
/// (a pid; the process ends with it).
/// </remarks>
internal static class Entry
{
    public static async Task Main(string[] args)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("WeChatService.WeChat.Http", LogLevel.Error)
            .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        builder.Services
            .AddKernel(builder.Configuration, new HouseModules([new ServiceAccountsModule()]))
            .AddPush(builder.Configuration)
            .AddRedisPush(builder.Configuration)
            .AddWeChat(builder.Configuration)
            .AddPushWorkers();
        Impatience(builder);
        Poison(builder);
        using var host = builder.Build();
        EndWithParent(builder.Configuration["PUSH_PARENT"]);
        await host.StartAsync();
        Console.WriteLine("ready");
        await host.WaitForShutdownAsync();
    }

    private static void Impatience(HostApplicationBuilder builder)
    {
        if (builder.Configuration["PUSH_PLAN_MS"] is { Length: > 0 } plan)
        {
            var configured = builder.Configuration.GetSection("Messaging").Get<PushOptions>() ?? new PushOptions();
            builder.Services.AddSingleton(configured with
            {
                Plan = [.. plan.Split(',').Select(text => TimeSpan.FromMilliseconds(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)))],
            });
        }
    }

    private static void Poison(HostApplicationBuilder builder)
    {
        if (builder.Configuration["PUSH_DIE_ON"] is { Length: > 0 } openId)
        {
            var real = builder.Services.Last(service => service.ServiceType == typeof(INoticeSender)).ImplementationType!;
            builder.Services.AddSingleton(real);
            builder.Services.AddSingleton<INoticeSender>(services => new PoisonedSender((INoticeSender)services.GetRequiredService(real), openId));
        }
    }

    /// <summary>A test run that was cut off must leave nothing running.</summary>
    private static void EndWithParent(string? parent)
    {
        if (parent is null)
        {
            return;
        }

        new Thread(() =>
        {
            while (Directory.Exists($"/proc/{parent}"))
            {
                Thread.Sleep(1_000);
            }

            Environment.Exit(3);
        }) { IsBackground = true }.Start();
    }
}
