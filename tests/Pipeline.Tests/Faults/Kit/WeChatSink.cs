using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// api.weixin.qq.com as the pipeline sees it: <c>stable_token</c> and <c>message/template/send</c>, over real HTTP. It counts
/// <em>effects</em> (messages that a person would see) for each client_msg_id, which no real platform tells, and breaks as
/// <see cref="SinkFaults"/> says. Every process calls it under a path of its own (<see cref="AddressFor"/>), so that
/// what a killed one had begun is known.
/// </summary>
internal sealed class WeChatSink : IAsyncDisposable
{
    private static readonly HttpClient Sandbox = new() { Timeout = TimeSpan.FromSeconds(60) };

    private readonly WebApplication app;
    private readonly Uri? elsewhere;
    private readonly ConcurrentDictionary<string, SentMessage> messages = new();
    private long lastMsgId = 10_000;

    private WeChatSink(WebApplication app, Uri? elsewhere, FaultRun run)
    {
        (this.app, this.elsewhere) = (app, elsewhere);
        Faults = new SinkFaults(run.Random.Next());
    }

    public SinkFaults Faults { get; }

    public SinkTokens Tokens { get; } = new();

    /// <summary>By client_msg_id.</summary>
    public IReadOnlyDictionary<string, SentMessage> Messages => messages;

    /// <summary>Requests to send, answered or not.</summary>
    public int Requests => Volatile.Read(ref requests);

    private int requests;

    public Uri Address => new(app.Urls.First());

    /// <param name="run">Seeds its choices.</param>
    /// <param name="elsewhere">Who answers everything else (the sandbox, for signing in).</param>
    public static async Task<WeChatSink> Start(FaultRun run, Uri? elsewhere = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new WeChatSink(builder.Build(), elsewhere, run);
        sink.app.MapPost("/of/{process}/cgi-bin/stable_token", sink.Token);
        sink.app.MapPost("/of/{process}/cgi-bin/message/template/send", sink.Send);
        sink.app.Map("/of/{process}/{**path}", sink.Forward);
        await sink.app.StartAsync();
        return sink;
    }

    public string AddressFor(string process) => $"{Address.ToString().TrimEnd('/')}/of/{process}";

    public int EffectsOf(Guid delivery) => messages.TryGetValue(delivery.ToString("N"), out var message) ? message.Effects : 0;

    /// <summary>What this process has begun to send, with or without an answer.</summary>
    public HashSet<Guid> BegunBy(string process) =>
        [.. messages.Where(of => of.Value.Processes.Contains(process)).Select(of => Guid.ParseExact(of.Key, "N"))];

    private async Task Token(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var asked = await JsonDocument.ParseAsync(http.Request.Body);
        http.Request.Body.Position = 0;
        var appId = asked.RootElement.GetProperty("appid").GetString()!;
        if (!SinkTokens.AreFor(appId))
        {
            await Forward(http, "cgi-bin/stable_token");
            return;
        }

        var token = Tokens.Give(appId, asked.RootElement.TryGetProperty("force_refresh", out var given) && given.GetBoolean());
        await http.Response.WriteAsJsonAsync(new { access_token = token, expires_in = 7200 });
    }

    private async Task Send(HttpContext http)
    {
        Interlocked.Increment(ref requests);
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var (openId, id) = (body.RootElement.GetProperty("touser").GetString()!, body.RootElement.GetProperty("client_msg_id").GetString()!);
        var token = http.Request.Query["access_token"].ToString();
        var message = messages.GetOrAdd(id, _ => new SentMessage(openId));
        message.Seen((string)http.Request.RouteValues["process"]!);
        if (SinkTokens.AreFor(SinkTokens.AccountOf(token)) && !Tokens.Take(token))
        {
            await Answer(http, 40001, "invalid credential, access_token is invalid or not latest");
            return;
        }

        var fate = Faults.Draw(openId, SinkTokens.AccountOf(token));
        await Task.Delay(Faults.Delay, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Meet(http, message, fate);
    }

    private async Task Meet(HttpContext http, SentMessage message, Fate fate)
    {
        if (fate.Effect)
        {
            message.Take(Faults.Dedup, () => Interlocked.Increment(ref lastMsgId));
        }

        switch (fate.Answer)
        {
            case FateAnswer.Hang:
                await Task.Delay(TimeSpan.FromMinutes(2), http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                http.Abort();
                break;
            case FateAnswer.Reset:
                http.Abort();
                break;
            case FateAnswer.ServerError:
                http.Response.StatusCode = 502;
                break;
            default:
                await (fate.Code == 0
                    ? http.Response.WriteAsJsonAsync(new { errcode = 0, errmsg = "ok", msgid = message.MsgId })
                    : Answer(http, fate.Code, fate.Code == 47003 ? "argument invalid! data.thing1.value is empty" : "refused"));
                break;
        }
    }

    private static Task Answer(HttpContext http, int code, string what) =>
        http.Response.WriteAsJsonAsync(new { errcode = code, errmsg = $"{what} rid: 6579a1b2-3c4d5e6f-7a8b9c0d" });

    private async Task Forward(HttpContext http, string path)
    {
        if (elsewhere is null)
        {
            http.Response.StatusCode = 404;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(elsewhere, $"/{path}{http.Request.QueryString}"));
        if (http.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
        }

        using var answer = await Sandbox.SendAsync(request);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await http.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>What arrived under one client_msg_id.</summary>
internal sealed class SentMessage(string openId)
{
    private readonly Lock gate = new();
    private readonly List<(string Process, long At)> seen = [];

    public string OpenId { get; } = openId;

    /// <summary>How often a person would have seen it.</summary>
    public int Effects { get; private set; }

    public long MsgId { get; private set; }

    /// <summary>When the first effect was, by the machine's tick count.</summary>
    public long FirstEffectAt { get; private set; }

    public IReadOnlyList<string> Processes
    {
        get
        {
            lock (gate)
            {
                return seen.ConvertAll(of => of.Process);
            }
        }
    }

    /// <summary>Milliseconds between one arrival and the next.</summary>
    public IReadOnlyList<long> Gaps
    {
        get
        {
            lock (gate)
            {
                return [.. seen.Zip(seen.Skip(1), (one, next) => next.At - one.At)];
            }
        }
    }

    public void Seen(string process)
    {
        lock (gate)
        {
            seen.Add((process, Environment.TickCount64));
        }
    }

    /// <param name="dedup">As WeChat does: the same client_msg_id again has no second effect and gets the first msgid.</param>
    public void Take(bool dedup, Func<long> nextMsgId)
    {
        lock (gate)
        {
            if (Effects == 0 || !dedup)
            {
                Effects++;
                FirstEffectAt = FirstEffectAt == 0 ? Environment.TickCount64 : FirstEffectAt;
                MsgId = MsgId == 0 ? nextMsgId() : MsgId;
            }
        }
    }
}
