using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Phone;

public enum CallbackMode { Safe, Compatible, Plain }

/// <summary>Service accounts know XML only; a mini program may choose.</summary>
public enum CallbackFormat { Xml, Json }

/// <summary>The way to the host; a handler given here replaces the network.</summary>
public sealed record CallbackTransport(HttpMessageHandler? Handler);

/// <summary>
/// Posts messages to the host as WeChat does: fresh timestamp and nonce each time, five seconds, three deliveries in
/// all; <c>success</c> or an empty body acknowledges; a passive reply is decrypted, checked and shown in the chat; any
/// other answer makes the chat say that the service is out of order
/// (developers.weixin.qq.com/doc/offiaccount/Getting_Started/message-push.html).
/// </summary>
public sealed class CallbackDriver(
    SandboxOptions options, CallbackTransport transport, People people, Chats chats, CallbackLog deliveries, RequestLog log, FaultBoard faults,
    AnswerWindows windows, IHostApplicationLifetime lifetime, ILogger<CallbackDriver> logger) : IDisposable
{
    readonly HttpClient _http = new(transport.Handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, transport.Handler is null)
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where the host listens, without trailing slash.</summary>
    public string? HostBase { get; set; } = options.HostBase;

    /// <summary>What the mini program on the phone asks of the host, over the same way.</summary>
    public Task<HttpResponseMessage> Ask(HttpRequestMessage request, CancellationToken ct) => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);

    /// <summary>The form of the callbacks per account; safe unless a test asks otherwise.</summary>
    public CallbackMode[] Modes { get; } = [CallbackMode.Safe, CallbackMode.Safe, CallbackMode.Safe];

    public CallbackFormat[] Formats { get; } = [CallbackFormat.Xml, CallbackFormat.Xml, CallbackFormat.Xml];

    /// <summary>Reports waiting to be sent that found no room any more.</summary>
    public long Overflowed => Interlocked.Read(ref _overflowed);

    const int MostWaiting = 100_000;
    int _waiting;
    long _overflowed;

    /// <summary>Tells the host and comes back when it is known what became of it. The faults drop, late and double concern
    /// the message as a whole.</summary>
    public async Task<Delivery> Send(DemoAccount account, CallbackMessage message)
    {
        windows.Opened(account.Kind, message);
        Hit? hit = faults.Take(Targets.Callback, $"/wechat/{account.PathName}/callback", account.PathName, message.Kind, wholeMessage: true);
        if (hit?.Mode == "drop") return Noted(account, message, DeliveryOutcome.Dropped, [], null);
        if (hit?.Mode == "late") await Task.Delay(hit.Delay, lifetime.ApplicationStopping);
        if (hit?.Mode == "double")
        {
            // Both at the same time: WeChat's own repeat does not wait for the first to be worked off.
            Delivery[] both = await Task.WhenAll(Deliver(account, message), Deliver(account, message));
            return both[0];
        }
        return await Deliver(account, message);
    }

    async Task<Delivery> Deliver(DemoAccount account, CallbackMessage message)
    {
        List<DeliveryAttempt> attempts = [];
        PassiveReply? reply = null;
        DeliveryOutcome outcome = HostBase is null ? DeliveryOutcome.NoHost : DeliveryOutcome.Failed;
        for (int n = 0; HostBase is not null && n < options.CallbackAttempts; n++)
        {
            if (n > 0) await Task.Delay(options.CallbackGap, lifetime.ApplicationStopping);
            DeliveryAttempt attempt;
            (attempt, reply) = await Try(account, message);
            attempts.Add(attempt);
            if (attempt.Outcome is "ack" or "reply")
            {
                outcome = reply is null ? DeliveryOutcome.Acknowledged : DeliveryOutcome.Replied;
                break;
            }
        }
        Show(account, message, outcome, reply);
        return Noted(account, message, outcome, attempts, reply);
    }

    Delivery Noted(DemoAccount account, CallbackMessage message, DeliveryOutcome outcome, IReadOnlyList<DeliveryAttempt> attempts, PassiveReply? reply) =>
        deliveries.Add(id => new Delivery
        {
            Id = id,
            Account = account.PathName,
            OpenId = message.OpenId,
            MsgType = message.MsgType,
            Event = message.Event,
            EventKey = message.EventKey,
            At = TimeProvider.System.GetUtcNow(),
            Outcome = outcome,
            Ack = outcome switch
            {
                DeliveryOutcome.Replied => "reply",
                DeliveryOutcome.Acknowledged => attempts[^1].Body is { Length: > 0 } ? "success" : "empty",
                _ => null,
            },
            Attempts = attempts,
            Reply = reply,
        }, message);

    /// <summary>Runs <paramref name="work"/> after a while in the background; stops with the sandbox. Beyond 100,000 waiting
    /// ones it is left out, so that a host that hangs does not fill the sandbox's memory.</summary>
    public void Later(TimeSpan delay, Func<Task> work)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _overflowed);
            return;
        }
        _ = Task.Run(async () =>
        {
            try
            {
                await Task.Delay(delay, lifetime.ApplicationStopping);
                await work();
            }
            catch (OperationCanceledException)
            {
                // The sandbox is stopping; WeChat would have sent it, we do not.
            }
            catch (Exception e)
            {
                logger.LogError(e, "A delayed callback failed.");
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        });
    }

    /// <summary>The GET check of the console's "submit" button: the plain echostr must come back byte for byte.</summary>
    public async Task<(bool Ok, int Status, string Body)> Echo(DemoAccount account)
    {
        string echo = RandomNumberGenerator.GetString("0123456789", 19);
        (string timestamp, string nonce) = Stamp();
        string query = $"signature={CallbackCrypto.Signature(account.Token, timestamp, nonce)}&echostr={echo}&timestamp={timestamp}&nonce={nonce}";
        using CancellationTokenSource deadline = new(options.CallbackDeadline);
        using HttpResponseMessage answer = await _http.GetAsync($"{HostBase}/wechat/{account.PathName}/callback?{query}", deadline.Token);
        string body = await answer.Content.ReadAsStringAsync(deadline.Token);
        return (answer.StatusCode == HttpStatusCode.OK && body == echo, (int)answer.StatusCode, body);
    }

    public void Dispose() => _http.Dispose();

    async Task<(DeliveryAttempt, PassiveReply?)> Try(DemoAccount account, CallbackMessage message)
    {
        (string timestamp, string nonce) = Stamp();
        CallbackMode mode = Modes[(int)account.Kind];
        bool json = Formats[(int)account.Kind] == CallbackFormat.Json;
        string Written(string? with) => json ? message.ToJson(account.OriginalId, with) : message.ToXml(account.OriginalId, with);
        string encrypt = CallbackCrypto.Encrypt(Written(null), account.AesKey, account.AppId);
        string query = $"signature={CallbackCrypto.Signature(account.Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&openid={message.OpenId}";
        if (mode != CallbackMode.Plain)
            query += $"&encrypt_type=aes&msg_signature={CallbackCrypto.Signature(account.Token, timestamp, nonce, encrypt)}";
        string sent = mode switch
        {
            CallbackMode.Safe => CallbackMessage.SafeEnvelope(account.OriginalId, encrypt, json),
            CallbackMode.Compatible => Written(encrypt),
            _ => Written(null),
        };
        string path = $"/wechat/{account.PathName}/callback?{query}";
        long started = Stopwatch.GetTimestamp();
        DeliveryAttempt attempt;
        PassiveReply? reply = null;
        try
        {
            Hit? fault = faults.Take(Targets.Callback, path, account.PathName, message.Kind);
            if (fault?.Mode == "slow") await Task.Delay(fault.Delay, lifetime.ApplicationStopping);
            else if (fault is { Mode: not "lost" }) throw new HttpRequestException("sandbox fault: " + fault.Mode);
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            deadline.CancelAfter(options.CallbackDeadline);
            using StringContent content = new(sent, new UTF8Encoding(false), json ? "application/json" : "text/xml");
            using HttpResponseMessage answer = await _http.PostAsync(HostBase + path, content, deadline.Token);
            string body = await answer.Content.ReadAsStringAsync(deadline.Token);
            // "lost": the host did its work, WeChat never saw the answer and will send again.
            if (fault?.Mode == "lost") throw new HttpRequestException("sandbox fault: lost");
            (string outcome, reply) = CallbackAnswer.Judge(account, message, mode, json, (int)answer.StatusCode, body);
            attempt = new DeliveryAttempt((int)answer.StatusCode, Elapsed(started), outcome, body.Length > 2000 ? body[..2000] : body);
        }
        catch (OperationCanceledException) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            attempt = new DeliveryAttempt(0, Elapsed(started), "timeout", null);
        }
        catch (HttpRequestException e)
        {
            attempt = new DeliveryAttempt(0, Elapsed(started), "unreachable", e.Message);
        }
        log.Add(Targets.Callback, "POST", path, attempt.Status, attempt.Outcome, attempt.Milliseconds, people.ByOpenId(message.OpenId)?.Person.Key);
        return (attempt, reply);
    }

    void Show(DemoAccount account, CallbackMessage message, DeliveryOutcome outcome, PassiveReply? reply)
    {
        if (people.ByOpenId(message.OpenId) is not { } receiver) return;
        // Nothing said in answer to an unfollow, a link or a delivery report can reach the chat.
        if (message.Event is not (null or "subscribe" or "SCAN" or "CLICK")) return;
        if (outcome == DeliveryOutcome.Failed) chats.AddText(receiver.Person, account.Kind, "system", "该公众号提供的服务出现故障，请稍后再试");
        else if (reply?.Text is { } text) chats.AddText(receiver.Person, account.Kind, "account", text);
    }

    static (string Timestamp, string Nonce) Stamp() =>
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(), RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString());

    static long Elapsed(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
