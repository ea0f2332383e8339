using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatService.Benchmarks.Children;

/// <summary>
/// The far side of G2 and G7: tokens, and a template send that answers after so many milliseconds (<c>BENCH_DELAY</c>, default 5). It
/// keeps nothing, for it shares the machine with whoever is measured.
/// </summary>
internal static class MockWeChat
{
    public static async Task Serve(string[] args)
    {
        var delay = int.Parse(Environment.GetEnvironmentVariable("BENCH_DELAY") ?? "5", CultureInfo.InvariantCulture);
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var lastMsgId = 0L;
        app.MapGet("/ready", () => "ready");
        app.MapPost("/cgi-bin/stable_token", () => Results.Text("""{"access_token":"bench","expires_in":7200}""", "application/json"));
        app.MapPost("/cgi-bin/message/template/send", async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            await Task.Delay(delay);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync($$"""{"errcode":0,"errmsg":"ok","msgid":{{Interlocked.Increment(ref lastMsgId)}}}""");
        });
        await app.RunAsync();
    }
}
