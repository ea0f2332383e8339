using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatService.Faces.Ports;

namespace WeChatService.TencentCloud;

/// <summary>
/// SendSms of Tencent Cloud, API 2021-01-11. One attempt of eight seconds: an SMS that may have been sent is not sent again by itself.
/// </summary>
internal sealed class SmsSender(HttpClient http, TencentCloudSettings settings, TimeProvider clock, ILogger<SmsSender> log) : ISmsSender
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);
    private const string Service = "sms", Action = "SendSms", Version = "2021-01-11", ContentType = "application/json";

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
            Read(await Post(body, both.Token));
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

    private async Task<byte[]> Post(byte[] body, CancellationToken ct)
    {
        var (host, now) = (settings.SmsBase.Authority, clock.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.SmsBase) { Content = new ByteArrayContent(body) };
        request.Headers.Host = host;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Headers.TryAddWithoutValidation("Authorization",
            Tc3Signature.Authorization(settings.SecretId, settings.SecretKey, Service, host, ContentType, body, now));
        request.Headers.Add("X-TC-Action", Action);
        request.Headers.Add("X-TC-Version", Version);
        request.Headers.Add("X-TC-Timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-TC-Region", settings.SmsRegion);
        using var response = await http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"HTTP {(int)response.StatusCode}");
        return await response.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>Failures come as HTTP 200: an Error for the call, or a Code other than Ok for the number.</summary>
    internal static void Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("Response", out var answer)
            || answer.ValueKind != JsonValueKind.Object) throw new JsonException("no Response");
        var requestId = Text(answer, "RequestId");
        if (answer.TryGetProperty("Error", out var error) && error.ValueKind == JsonValueKind.Object) throw new CloudAnswerError(Text(error, "Code"), requestId);
        if (!answer.TryGetProperty("SendStatusSet", out var sent) || sent.ValueKind != JsonValueKind.Array || sent.GetArrayLength() == 0)
            throw new JsonException("no SendStatusSet");
        if (Text(sent[0], "Code") is var code and not "Ok") throw new CloudAnswerError(code, requestId);
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";
}
