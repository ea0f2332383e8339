using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using WeChatService.Faces.Ports;

namespace WeChatService.TencentCloud;

/// <summary>
/// CompareFace of Tencent Cloud's face service, model 3.0. Eight seconds for everything: one attempt of at most five, and one more in
/// what is left, so that the person waiting in the field is told within ten.
/// </summary>
internal sealed class FaceComparer : IFaceComparer
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(5);
    private const int MaxBase64 = 5 << 20;
    private const string Service = "iai", Action = "CompareFace", Version = "2020-03-03", ContentType = "application/json";

    private readonly HttpClient http;
    private readonly TencentCloudSettings settings;
    private readonly TimeProvider clock;
    private readonly ILogger<FaceComparer> log;
    private readonly ResiliencePipeline pipeline;
    private long aheadTicks;

    public FaceComparer(HttpClient http, TencentCloudSettings settings, TimeProvider clock, ILogger<FaceComparer> log)
    {
        (this.http, this.settings, this.clock, this.log) = (http, settings, clock, log);
        pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(Deadline)
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 1, Delay = TimeSpan.FromMilliseconds(200), UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>().Handle<IOException>().Handle<TimeoutRejectedException>()
                    .Handle<CloudAnswerError>(e => e.Kind == FaceErrorKind.Passing),
            })
            .AddTimeout(Attempt)
            .Build();
    }

    public async Task<FaceScore> Compare(byte[] enrolled, byte[] live, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { ImageA = Base64(enrolled), ImageB = Base64(live), FaceModelVersion = "3.0" });
        var start = clock.GetTimestamp();
        try
        {
            var score = await pipeline.ExecuteAsync(async c => await Once(body, c), ct);
            log.LogInformation("{Action} answered after {Milliseconds} ms ({RequestId})", Action, Milliseconds(start), score.RequestId);
            return score;
        }
        catch (CloudAnswerError e)
        {
            log.Log(e.Kind == FaceErrorKind.Ours ? LogLevel.Error : LogLevel.Warning,
                "{Action} answered {Code} after {Milliseconds} ms ({RequestId})", Action, e.Code, Milliseconds(start), e.RequestId);
            if (e.Kind == FaceErrorKind.Picture) throw new NoFaceFound(e.Code);
            throw new FaceUnavailable($"{Action} answered {e.Code}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException or JsonException)
        {
            log.LogWarning("{Action} gave no answer after {Milliseconds} ms: {What}", Action, Milliseconds(start), e.GetType().Name);
            throw new FaceUnavailable($"{Action} gave no answer", e);
        }
    }

    private async Task<FaceScore> Once(byte[] body, CancellationToken ct)
    {
        var host = settings.IaiBase.Authority;
        var now = clock.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.IaiBase) { Content = new ByteArrayContent(body) };
        request.Headers.Host = host;
        // The signed Content-Type is the sent one, byte for byte: no charset is added.
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Headers.TryAddWithoutValidation("Authorization",
            Tc3Signature.Authorization(settings.SecretId, settings.SecretKey, Service, host, ContentType, body, now));
        request.Headers.Add("X-TC-Action", Action);
        request.Headers.Add("X-TC-Version", Version);
        request.Headers.Add("X-TC-Timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (settings.Region is { } region) request.Headers.Add("X-TC-Region", region);

        using var response = await http.SendAsync(request, ct);
        var answer = await response.Content.ReadAsByteArrayAsync(ct);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"HTTP {(int)response.StatusCode}");
        try { return Read(answer); }
        catch (CloudAnswerError e) when (e.Code == CloudAnswerError.ClockOff && response.Headers.Date is { } theirs)
        {
            // A signature lives five minutes by their clock: when ours is off, theirs is taken over for the next attempt.
            Interlocked.Exchange(ref aheadTicks, (theirs - clock.GetUtcNow()).Ticks);
            log.LogWarning("Our clock is {Seconds} s off the face service's", (long)(clock.GetUtcNow() - theirs).TotalSeconds);
            throw;
        }
    }

    /// <summary>Failures come as HTTP 200 with an Error inside.</summary>
    internal static FaceScore Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("Response", out var answer)
            || answer.ValueKind != JsonValueKind.Object) throw new JsonException("no Response");
        var requestId = answer.TryGetProperty("RequestId", out var id) ? id.ToString() : "";
        if (answer.TryGetProperty("Error", out var error) && error.ValueKind == JsonValueKind.Object)
            throw new CloudAnswerError(error.TryGetProperty("Code", out var code) ? code.ToString() : "no code", requestId);
        return answer.TryGetProperty("Score", out var score)
            && double.TryParse(score.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var hundredths)
            ? new FaceScore(Math.Clamp(hundredths / 100, 0, 1), requestId)
            : throw new JsonException("no Score");
    }

    private static string Base64(byte[] image)
    {
        if (image.Length == 0) throw new NoFaceFound("empty picture");
        if ((image.Length + 2) / 3 * 4 > MaxBase64) throw new NoFaceFound("picture too large to compare");
        return Convert.ToBase64String(image);
    }

    private long Milliseconds(long start) => (long)clock.GetElapsedTime(start).TotalMilliseconds;
}
