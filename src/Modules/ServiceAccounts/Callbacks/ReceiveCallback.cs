using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
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

    private static async Task<IResult> Receive(HttpContext http, [FromRoute(Name = "account")] RoutedAccount routed, ICallbackReader reader, CallbackInbox inbox,
        CurrentActor actor, IEnumerable<IReplyToScan> repliers, ILogger<ReceiveCallback> log, CancellationToken ct)
    {
        var account = routed.Kind;
        try
        {
            var query = QueryOf(http);
            var read = reader.Read(account, query, await Body(http.Request, ct));
            using var _ = actor.AsSystem();
            var news = await inbox.Take(account, read, ct);
            log.LogInformation("Callback {Type} of {Account}: {News}", read.Field("Event") ?? read.MsgType, account, news ? "taken in" : "known");
            // A repeated scan is answered again: WeChat repeats it because it saw no answer.
            var text = CallbackInbox.SceneOf(read) is { } scene ? await ReplyTo(account, read.FromUserName, scene, repliers, log, ct) : null;
            return Results.Text(text is null ? "success" : reader.Reply(account, read, text, query.Nonce!), text is null ? "text/plain" : "application/xml");
        }
        catch (CallbackRefused refused)
        {
            log.LogWarning("Callback of {Account} refused: {Why}", account, refused.Message);
            throw new RuleBroken(refused.Why switch
            {
                CallbackRefusal.Forged => ServiceAccountProblems.CallbackForged,
                CallbackRefusal.TooLarge => ServiceAccountProblems.CallbackTooLarge,
                _ => ServiceAccountProblems.CallbackMalformed,
            });
        }
        catch (WeChatMisconfigured) { throw new RuleBroken(ServiceAccountProblems.NotSetUp); }
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
