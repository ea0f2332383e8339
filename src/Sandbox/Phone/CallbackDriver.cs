using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Phone;

public enum CallbackMode { Safe, Compatible, Plain }

/// <summary>The way to the host; a handler given here replaces the network.</summary>
public sealed record CallbackTransport(HttpMessageHandler? Handler);

/// <summary>
/// Posts messages to the host as WeChat does: fresh timestamp and nonce each time, five seconds, three deliveries in
/// all; <c>success</c> or an empty body acknowledges; a passive reply is decrypted, checked and shown in the chat; any
/// other answer makes the chat say that the service is out of order.
/// </summary>
public sealed class CallbackDriver(
    SandboxOptions options, CallbackTransport transport, People people, Chats chats, CallbackLog deliveries, RequestLog log, FaultBoard faults,
    IHostApplicationLifetime lifetime, ILogger<CallbackDriver> logger) : IDisposable
{
    readonly HttpClient _http = new(transport.Handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, transport.Handler is null)
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where the host listens, without trailing slash.</summary>
    public string? HostBase { get; set; } = options.HostBase;

    /// <summary>The form of the callbacks per account; safe unless a test asks otherwise.</summary>
    public CallbackMode[] Modes { get; } = [CallbackMode.Safe, CallbackMode.Safe, CallbackMode.Safe];

    public async Task<Delivery> Send(DemoAccount account, CallbackMessage message)
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
        return deliveries.Add(id => new Delivery
        {
            Id = id,
            Account = account.PathName,
            OpenId = message.OpenId,
            MsgType = message.MsgType,
            Event = message.Event,
            EventKey = message.EventKey,
            At = TimeProvider.System.GetUtcNow(),
            Outcome = outcome,
            Attempts = attempts,
            Reply = reply,
        }, message);
    }

    /// <summary>Runs <paramref name="work"/> after a while in the background; stops with the sandbox.</summary>
    public void Later(TimeSpan delay, Func<Task> work) => _ = Task.Run(async () =>
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
    });

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
        string encrypt = CallbackCrypto.Encrypt(message.ToXml(account.OriginalId), account.AesKey, account.AppId);
        string query = $"signature={CallbackCrypto.Signature(account.Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&openid={message.OpenId}";
        if (mode != CallbackMode.Plain)
            query += $"&encrypt_type=aes&msg_signature={CallbackCrypto.Signature(account.Token, timestamp, nonce, encrypt)}";
        string xml = mode switch
        {
            CallbackMode.Safe => CallbackMessage.SafeEnvelope(account.OriginalId, encrypt),
            CallbackMode.Compatible => message.ToXml(account.OriginalId, encrypt),
            _ => message.ToXml(account.OriginalId),
        };
        string path = $"/wechat/{account.PathName}/callback?{query}";
        long started = Stopwatch.GetTimestamp();
        DeliveryAttempt attempt;
        PassiveReply? reply = null;
        try
        {
            Fault? fault = faults.Take(Targets.Callback, path);
            if (fault?.Mode == "slow") await Task.Delay(fault.Delay, lifetime.ApplicationStopping);
            else if (fault is { Mode: not "lost" }) throw new HttpRequestException("sandbox fault: " + fault.Mode);
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            deadline.CancelAfter(options.CallbackDeadline);
            using StringContent content = new(xml, new UTF8Encoding(false), "text/xml");
            using HttpResponseMessage answer = await _http.PostAsync(HostBase + path, content, deadline.Token);
            string body = await answer.Content.ReadAsStringAsync(deadline.Token);
            // "lost": the host did its work, WeChat never saw the answer and will send again.
            if (fault?.Mode == "lost") throw new HttpRequestException("sandbox fault: lost");
            (string outcome, reply) = Judge(account, message, mode, (int)answer.StatusCode, body);
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

    /// <summary>Worth of an answer: ack, reply, or the reason why it is neither.</summary>
    static (string Outcome, PassiveReply? Reply) Judge(DemoAccount account, CallbackMessage message, CallbackMode mode, int status, string body)
    {
        if (status != 200) return ("status " + status, null);
        if (body.Length == 0 || body == "success") return ("ack", null);
        try
        {
            XElement xml = Parse(body);
            if (mode == CallbackMode.Safe && xml.Element("Encrypt") is null) return ("reply not encrypted", null);
            if (xml.Element("Encrypt") is { } encrypt)
            {
                string[] parts = [account.Token, (string?)xml.Element("TimeStamp") ?? "", (string?)xml.Element("Nonce") ?? "", encrypt.Value];
                if (CallbackCrypto.Signature(parts) != (string?)xml.Element("MsgSignature")) return ("reply signature wrong", null);
                xml = Parse(CallbackCrypto.Decrypt(encrypt.Value, account.AesKey, account.AppId));
            }
            if ((string?)xml.Element("ToUserName") != message.OpenId || (string?)xml.Element("FromUserName") != account.OriginalId)
                return ("reply names not swapped", null);
            if (!long.TryParse((string?)xml.Element("CreateTime"), out _)) return ("reply without CreateTime", null);
            string? type = (string?)xml.Element("MsgType");
            if (type is not ("text" or "image" or "voice" or "video" or "music" or "news" or "transfer_customer_service")) return ("reply type unknown", null);
            string? text = type == "news" ? (string?)xml.Descendants("Title").FirstOrDefault() : (string?)xml.Element("Content");
            if (type == "text" && (string.IsNullOrEmpty(text) || Encoding.UTF8.GetByteCount(text) > 2048)) return ("reply text empty or over 2048 bytes", null);
            return ("reply", new PassiveReply(type, text));
        }
        catch (XmlException)
        {
            return ("unknown body", null);
        }
        catch (CryptographicException e)
        {
            return ("reply not decryptable: " + e.Message, null);
        }
    }

    void Show(DemoAccount account, CallbackMessage message, DeliveryOutcome outcome, PassiveReply? reply)
    {
        if (people.ByOpenId(message.OpenId) is not { } receiver) return;
        // Nothing said in answer to an unfollow, a link or a delivery report can reach the chat.
        if (message.Event is "unsubscribe" or "VIEW" or "view_miniprogram" or "TEMPLATESENDJOBFINISH") return;
        if (outcome == DeliveryOutcome.Failed) chats.AddText(receiver.Person, account.Kind, "system", "该公众号提供的服务出现故障，请稍后再试");
        else if (reply?.Text is { } text) chats.AddText(receiver.Person, account.Kind, "account", text);
    }

    static XElement Parse(string xml)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }

    static (string Timestamp, string Nonce) Stamp() =>
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(), RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString());

    static long Elapsed(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
