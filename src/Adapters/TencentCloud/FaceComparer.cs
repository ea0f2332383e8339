using System.Globalization;
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
    private const string Action = "CompareFace";

    private readonly HttpClient http;
    private readonly TencentCloudSettings settings;
    private readonly TimeProvider clock;
    private readonly ILogger<FaceComparer> log;
    private readonly CloudCall call;
    private readonly ResiliencePipeline pipeline;
    private long aheadTicks;

    public FaceComparer(HttpClient http, TencentCloudSettings settings, TimeProvider clock, ILogger<FaceComparer> log)
    {
        (this.http, this.settings, this.clock, this.log) = (http, settings, clock, log);
        call = new CloudCall(settings.IaiBase, "iai", Action, "2020-03-03", settings.Region);
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
        var now = clock.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));
        var (answer, theirTime) = await call.Post(http, settings, body, now, ct);
        try { return Read(answer); }
        catch (CloudAnswerError e) when (e.Code == CloudAnswerError.ClockOff && theirTime is { } theirs)
        {
            // A signature lives five minutes by their clock: when ours is off, theirs is taken over for the next attempt.
            Interlocked.Exchange(ref aheadTicks, (theirs - clock.GetUtcNow()).Ticks);
            log.LogWarning("Our clock is {Seconds} s off the face service's", (long)(clock.GetUtcNow() - theirs).TotalSeconds);
            throw;
        }
    }

    internal static FaceScore Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var (answer, requestId) = CloudCall.Open(document);
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
