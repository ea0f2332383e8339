using Microsoft.AspNetCore.Builder;
using WeChatService.Sandbox;

namespace WeChatService.Benchmarks;

/// <summary>The sandbox in this process, for signing in before a measurement; nothing is measured through it.</summary>
internal sealed class BenchSandbox(WebApplication app) : IAsyncDisposable
{
    public Uri Address => new(app.Urls.First());

    public static async Task<BenchSandbox> Start()
    {
        var app = SandboxApp.Create(["--Sandbox:Port=0", $"--Sandbox:Config={Path.Combine(AppContext.BaseDirectory, "config")}", "--Logging:LogLevel:Default=None"]);
        await app.StartAsync();
        return new BenchSandbox(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
