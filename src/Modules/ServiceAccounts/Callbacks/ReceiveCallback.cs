using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// WeChat's own door: the address check by GET, messages and events by POST. WeChat drops the line after five seconds and sends again,
/// so everything but taking the message in happens later, through the outbox.
/// </summary>
internal sealed class ReceiveCallback
{
    private const int MaxBytes = 1 << 20;
    private static readonly Counter<long> Refused = new Meter("WeChatService.ServiceAccounts").CreateCounter<long>("callback.refused");
    private static long lastLogged;
    private static readonly TimeSpan ReplyDeadline = TimeSpan.FromSeconds(3);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/wechat/{account:regex(^(agency|owner|miniprogram)$)}/callback", Echo).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/wechat/{account:regex(^(agency|owner|miniprogram)$)}/callback", Receive).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Echo(HttpContext http, [FromRoute(Name = "account")] RoutedAccount routed, ICallbackReader reader)
    {
        var account = routed.Kind;
        try
        {
            // The console may repeat its check at any time, so the same one is answered again.
            return reader.EchoIsGenuine(account, QueryOf(http)) && http.Request.Query["echostr"].ToString() is { Length: > 0 and <= 1024 } echo
                ? Results.Text(echo, "text/plain")
                : throw new RuleBroken(ServiceAccountProblems.CallbackForged);
        }
        catch (WeChatMisconfigured) { throw new RuleBroken(ServiceAccountProblems.NotSetUp); }
    }

    private static async Task<IResult> Receive(HttpContext http, [FromRoute(Name = "account")] RoutedAccount routed, ICallbackReader reader,
        ILogger<ReceiveCallback> log, CancellationToken ct)
    {
        var account = routed.Kind;
        try
        {
            var query = QueryOf(http);
            var body = await Body(http.Request, ct);
            if (reader.IsForged(account, query, body)) return Refuse(account, ServiceAccountProblems.CallbackForged, "the message signature does not hold", log);
            var read = reader.Read(account, query, body);
            var text = await TakeIn(account, read, http.RequestServices, log, ct);
            return Results.Text(text is null ? "success" : reader.Reply(account, read, text, query.Nonce!), text is null ? "text/plain" : "application/xml");
        }
        catch (CallbackRefused refused)
        {
            return Refuse(account, refused.Why switch
            {
                CallbackRefusal.Forged => ServiceAccountProblems.CallbackForged,
                CallbackRefusal.TooLarge => ServiceAccountProblems.CallbackTooLarge,
                _ => ServiceAccountProblems.CallbackMalformed,
            }, refused.Message, log);
        }
        catch (WeChatMisconfigured) { throw new RuleBroken(ServiceAccountProblems.NotSetUp); }
    }

    /// <summary>Stores what is believed by now, and gives the text that the sender is to read at once, if any.</summary>
    /// <param name="services">Asked only now: a forged request never opens the database.</param>
    private static async Task<string?> TakeIn(ServiceAccountKind account, ReadCallback read, IServiceProvider services, ILogger log, CancellationToken ct)
    {
        using var _ = services.GetRequiredService<CurrentActor>().AsSystem();
        var news = await services.GetRequiredService<CallbackInbox>().Take(account, read, ct);
        log.LogInformation("Callback {Type} of {Account}: {News}", read.Field("Event") ?? read.MsgType, account, news ? "taken in" : "known");
        // A repeated scan is answered again: WeChat repeats it because it saw no answer.
        return CallbackInbox.SceneOf(read) is { } scene
            ? await ReplyTo(account, read.FromUserName, scene, services.GetServices<IReplyToScan>(), log, ct)
            : null;
    }

    /// <summary>
    /// Anybody can post here, and a flood must cost us little: no exception up through the house, and one log line a second.
    /// </summary>
    private static IResult Refuse(ServiceAccountKind account, Problem problem, string why, ILogger log)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("code", problem.Code));
        var (now, last) = (Environment.TickCount64, Interlocked.Read(ref lastLogged));
        if (now - last >= 1000 && Interlocked.CompareExchange(ref lastLogged, now, last) == last)
            log.LogWarning("Callback of {Account} refused: {Why}", account, why);
        return new RefusedCallback(problem);
    }

    private sealed class RefusedCallback(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext http) => ProblemHandler.Write(http, problem, http.RequestAborted);
    }

    /// <summary>The first module that knows the scene answers. Nothing that goes wrong here may cost the message, which is in already.</summary>
    private static async Task<string?> ReplyTo(ServiceAccountKind account, string openId, string scene, IEnumerable<IReplyToScan> repliers,
        ILogger log, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(ReplyDeadline);
        try
        {
            foreach (var replier in repliers)
                if (await replier.ReplyFor(account, openId, scene, deadline.Token).WaitAsync(deadline.Token) is { Length: > 0 } text) return text;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("No answer to a scan of {Account}: {What}", account, e.GetType().Name);
        }
        return null;
    }

    private static async Task<ReadOnlyMemory<byte>> Body(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBytes) throw new CallbackRefused(CallbackRefusal.TooLarge, "the body is larger than 1 MiB");
        using var kept = new MemoryStream((int)(request.ContentLength ?? 4096));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            if (kept.Length + read > MaxBytes) throw new CallbackRefused(CallbackRefusal.TooLarge, "the body is larger than 1 MiB");
            kept.Write(buffer, 0, read);
        }
        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }

    private static CallbackQuery QueryOf(HttpContext http)
    {
        string? One(string name) => http.Request.Query.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
        return new CallbackQuery(One("signature"), One("msg_signature"), One("timestamp"), One("nonce"));
    }
}
