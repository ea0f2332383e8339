using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatService.Accounts.Ports;

namespace WeChatService.TencentCloud;

/// <summary>
/// SendSms of Tencent Cloud, API 2021-01-11. One attempt of eight seconds: an SMS that may have been sent is not sent again by itself.
/// </summary>
internal sealed class SmsSender(HttpClient http, TencentCloudSettings settings, TimeProvider clock, ILogger<SmsSender> log) : ISmsSender
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);
    private const string Action = "SendSms";
    private readonly CloudCall call = new(settings.SmsBase, "sms", Action, "2021-01-11", settings.SmsRegion);

    // The service counts and signs bytes; Chinese goes out as UTF-8, not as \u escapes.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task Send(string phone, SmsText text, IReadOnlyList<string> values, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            PhoneNumberSet = new[] { $"+86{phone}" }, SmsSdkAppId = settings.SmsSdkAppId, SignName = settings.SmsSignName,
            TemplateId = settings.SmsTemplateOf(text), TemplateParamSet = values,
        }, Plain);
        using var limit = new CancellationTokenSource(Deadline, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            Read((await call.Post(http, settings, body, clock.GetUtcNow(), both.Token)).Answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            log.LogWarning("{Action} gave no answer: {What}", Action, e.GetType().Name);
            throw new SmsUnavailable($"{Action} gave no answer", e);
        }
        catch (CloudAnswerError e)
        {
            log.LogError("{Action} answered {Code} ({RequestId})", Action, e.Code, e.RequestId);
            throw new SmsUnavailable($"{Action} answered {e.Code}", e);
        }
    }

    /// <summary>Failures come as HTTP 200: an Error for the call, or a Code other than Ok for the number.</summary>
    internal static void Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var (answer, requestId) = CloudCall.Open(document);
        if (!answer.TryGetProperty("SendStatusSet", out var sent) || sent.ValueKind != JsonValueKind.Array || sent.GetArrayLength() == 0)
            throw new JsonException("no SendStatusSet");
        if (CloudCall.Text(sent[0], "Code") is var code and not "Ok") throw new CloudAnswerError(code, requestId);
    }
}
