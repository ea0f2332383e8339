using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// WeChat's own door: the address check by GET, messages and events by POST. Anybody can knock here, and WeChat drops the line after five
/// seconds: so it stands before sign-in, limits and pages, refuses without an exception, and answers in time whatever is broken behind it.
/// Unproven senders read 401, proven ones whose message makes no sense 400, too much 413; 503 when the message could not be stored.
/// </summary>
internal sealed partial class CallbackDoor(
    ICallbackReader reader, CallbackInbox inbox, CallbackReplies replies, FieldCipher cipher, Ids ids, TimeProvider time, ILogger<CallbackDoor> log)
{
    /// <summary>WeChat waits five seconds; the rest is for the way, and for a machine that is late.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3.5);

    private static readonly (string Path, ServiceAccountKind Account)[] Addresses =
        [.. Enum.GetValues<ServiceAccountKind>().Select(kind => ($"/wechat/{kind.ToString().ToLowerInvariant()}/callback", kind))];

    private long lastLogged;
    private long refusedSince;

    public static void Use(IApplicationBuilder app)
    {
        var door = new Lazy<CallbackDoor>(app.ApplicationServices.GetRequiredService<CallbackDoor>);
        app.Use(next => http =>
        {
            var path = http.Request.Path.Value;
            foreach (var (own, account) in Addresses)
                if (own.Equals(path, StringComparison.OrdinalIgnoreCase)) return door.Value.Serve(http, account);
            return next(http);
        });
    }

    private Task Serve(HttpContext http, ServiceAccountKind account)
    {
        try
        {
            if (HttpMethods.IsPost(http.Request.Method)) return Receive(http, account);
            if (HttpMethods.IsGet(http.Request.Method)) return Echo(http, account);
            http.Response.Headers.Allow = "GET, POST";
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }
        catch (WeChatMisconfigured)
        {
            return CallbackAnswers.Write(http, CallbackAnswers.NotSetUp);
        }
    }

    private Task Echo(HttpContext http, ServiceAccountKind account)
    {
        var query = QueryOf(http.Request, out var echo);
        // The console may repeat its check at any time, so the same one is answered again.
        return reader.EchoIsGenuine(account, query) && echo is { Length: > 0 and <= 1024 }
            ? CallbackAnswers.Text(http, System.Text.Encoding.UTF8.GetBytes(echo), "text/plain; charset=utf-8")
            : Refuse(http, account, CallbackRefusal.Forged);
    }

    private async Task Receive(HttpContext http, ServiceAccountKind account)
    {
        var arrived = Stopwatch.GetTimestamp();
        try
        {
            var query = QueryOf(http.Request, out _);
            var (read, refusal) = await Read(http, account, query);
            if (read is null) await Refuse(http, account, refusal);
            else await Answer(http, account, read, query, arrived);
        }
        catch (WeChatMisconfigured)
        {
            await CallbackAnswers.Write(http, CallbackAnswers.NotSetUp);
        }
        catch (BadHttpRequestException e)
        {
            // Too slow, too long, not HTTP.
            http.Response.Headers.Connection = "close";
            if (!http.Response.HasStarted) http.Response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (e is ConnectionAbortedException or ConnectionResetException or IOException or OperationCanceledException)
        {
            // The sender has gone.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            Unexpected(log, e, account);
            await CallbackAnswers.Write(http, CallbackAnswers.Unexpected);
        }
    }

    /// <summary>Reads the body up to the limit and judges it where it lies.</summary>
    private async ValueTask<(ReadCallback?, CallbackRefusal)> Read(HttpContext http, ServiceAccountKind account, CallbackQuery query)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = ICallbackReader.MaxBytes;
        if (http.Request.ContentLength > ICallbackReader.MaxBytes) return (null, CallbackRefusal.TooLarge);
        var body = http.Request.BodyReader;
        while (true)
        {
            var part = await body.ReadAsync();
            if (part.Buffer.Length > ICallbackReader.MaxBytes)
            {
                body.AdvanceTo(part.Buffer.End);
                return (null, CallbackRefusal.TooLarge);
            }
            if (part.IsCompleted)
            {
                var judged = Judge(account, query, part.Buffer);
                body.AdvanceTo(part.Buffer.End);
                return judged;
            }
            body.AdvanceTo(part.Buffer.Start, part.Buffer.End);
        }
    }

    private (ReadCallback?, CallbackRefusal) Judge(ServiceAccountKind account, in CallbackQuery query, ReadOnlySequence<byte> body)
    {
        CallbackRefusal refusal;
        if (body.IsSingleSegment) return (reader.Read(account, query, body.FirstSpan, out refusal), refusal);
        var rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(rented);
        var read = reader.Read(account, query, rented.AsSpan(0, (int)body.Length), out refusal);
        ArrayPool<byte>.Shared.Return(rented);
        return (read, refusal);
    }

    /// <summary>Stores what is believed by now, and answers with the text that the sender is to read at once, if any.</summary>
    private async Task Answer(HttpContext http, ServiceAccountKind account, ReadCallback read, CallbackQuery query, long arrived)
    {
        var now = time.GetUtcNow();
        CallbackMeters.Take(account, read, now.ToUnixTimeSeconds() - read.CreateTime);
        // Looked up meanwhile. A repeat is answered again: WeChat repeats because it saw no answer.
        var text = replies.To(account, read, Deadline);
        if (!CallbackEffects.IsNotKept(read)
            && !await inbox.Store(CallbackMessage.Of(ids.Next(), account, read, cipher, now), Deadline - Stopwatch.GetElapsedTime(arrived)))
        {
            CallbackMeters.NotStored(account);
            await CallbackAnswers.Write(http, CallbackAnswers.NotStored);
            return;
        }
        if (log.IsEnabled(LogLevel.Debug)) TakenIn(log, read.Field("Event") ?? read.MsgType, account);
        await (await text is { } reply
            ? CallbackAnswers.Text(http, reader.Reply(account, read, reply, query.Nonce!), "application/xml; charset=utf-8")
            : CallbackAnswers.Success(http));
    }

    /// <summary>A flood must cost us little: no exception, an answer made beforehand, and one log line a second.</summary>
    private Task Refuse(HttpContext http, ServiceAccountKind account, CallbackRefusal why)
    {
        CallbackMeters.Refuse(account, why);
        var count = Interlocked.Increment(ref refusedSince);
        var (now, last) = (Environment.TickCount64, Interlocked.Read(ref lastLogged));
        if (now - last >= 1000 && Interlocked.CompareExchange(ref lastLogged, now, last) == last)
        {
            Interlocked.Add(ref refusedSince, -count);
            Refused(log, count, account, why);
        }
        if (why == CallbackRefusal.TooLarge) http.Response.Headers.Connection = "close";
        return CallbackAnswers.Write(http, CallbackAnswers.To(why));
    }

    /// <summary>What appears twice counts as absent.</summary>
    private static CallbackQuery QueryOf(HttpRequest request, out string? echo)
    {
        string? signature = null, messageSignature = null, timestamp = null, nonce = null;
        echo = null;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            switch (pair.EncodedName.Span)
            {
                case "signature": Once(ref signature, pair); break;
                case "msg_signature": Once(ref messageSignature, pair); break;
                case "timestamp": Once(ref timestamp, pair); break;
                case "nonce": Once(ref nonce, pair); break;
                case "echostr": Once(ref echo, pair); break;
            }
        return new CallbackQuery(signature, messageSignature, timestamp, nonce);
    }

    private static void Once(ref string? value, QueryStringEnumerable.EncodedNameValuePair pair) => value = value is null ? pair.DecodeValue().ToString() : "";

    [LoggerMessage(LogLevel.Debug, "Callback {Type} of {Account} stored")]
    private static partial void TakenIn(ILogger log, string type, ServiceAccountKind account);

    [LoggerMessage(LogLevel.Warning, "{Count} callbacks refused, the last of {Account}: {Why}")]
    private static partial void Refused(ILogger log, long count, ServiceAccountKind account, CallbackRefusal why);

    [LoggerMessage(LogLevel.Error, "A callback of {Account} met an error of ours")]
    private static partial void Unexpected(ILogger log, Exception e, ServiceAccountKind account);
}
