using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatService.Sandbox.Tests.Kit;

public sealed record ReceivedCallback(string Method, string Path, IReadOnlyDictionary<string, string> Query, string Body);

/// <summary>Plays the product's callback address: keeps what arrives and answers what a test wants.</summary>
public sealed class ListeningHost : IAsyncLifetime
{
    static readonly Func<ReceivedCallback, HttpContext, Task> s_success = (_, context) => context.Response.WriteAsync("success");

    readonly Lock _lock = new();
    readonly List<ReceivedCallback> _received = [];
    WebApplication _app = null!;

    public string Base { get; private set; } = "";

    /// <summary>Answers a callback; <c>success</c> unless a test says otherwise.</summary>
    public Func<ReceivedCallback, HttpContext, Task> Answers { get; set; } = s_success;

    public IReadOnlyList<ReceivedCallback> Received
    {
        get { lock (_lock) return [.. _received]; }
    }

    /// <summary>Forgets what arrived and answers <c>success</c> again.</summary>
    public void Reset()
    {
        Answers = s_success;
        lock (_lock) _received.Clear();
    }

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            ReceivedCallback received = new(context.Request.Method, context.Request.Path,
                context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()), await reader.ReadToEndAsync());
            lock (_lock) _received.Add(received);
            await Answers(received, context);
        });
        await _app.StartAsync();
        Base = _app.Urls.Single();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
