using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using WeChatService.Faces.Ports;

namespace WeChatService.TencentCloud;

/// <summary>
/// CompareFace and DetectFace of Tencent Cloud's face service, model 3.0. Eight seconds for everything: one attempt of at most five, and one more in
/// what is left, so that the person waiting in the field is told within ten.
/// </summary>
internal sealed class FaceComparer : IFaceComparer, IFaceInspector
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(5);
    private const int MaxBase64 = 5 << 20;

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

    public Task<FaceScore> Compare(byte[] enrolled, byte[] live, CancellationToken ct) =>
        Ask("CompareFace", new { ImageA = Base64(enrolled), ImageB = Base64(live), FaceModelVersion = "3.0" }, Read, ct);

    public async Task<FaceSeen> Inspect(byte[] picture, CancellationToken ct)
    {
        try
        {
            return await Ask("DetectFace", new { Image = Base64(picture), MaxFaceNum = 2, NeedQualityDetection = 1, FaceModelVersion = "3.0" }, ReadSeen, ct);
        }
        catch (NoFaceFound)
        {
            return FaceSeen.None;
        }
    }

    private async Task<T> Ask<T>(string action, object said, Func<byte[], T> read, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(said);
        var start = clock.GetTimestamp();
        try
        {
            var answer = await pipeline.ExecuteAsync(async c => await Once(action, body, read, c), ct);
            log.LogInformation("{Action} answered after {Milliseconds} ms", action, Milliseconds(start));
            return answer;
        }
        catch (CloudAnswerError e)
        {
            log.Log(e.Kind == FaceErrorKind.Ours ? LogLevel.Error : LogLevel.Warning,
                "{Action} answered {Code} after {Milliseconds} ms ({RequestId})", action, e.Code, Milliseconds(start), e.RequestId);
            if (e.Kind == FaceErrorKind.Picture) throw new NoFaceFound(e.Code);
            throw new FaceUnavailable($"{action} answered {e.Code}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException or JsonException)
        {
            log.LogWarning("{Action} gave no answer after {Milliseconds} ms: {What}", action, Milliseconds(start), e.GetType().Name);
            throw new FaceUnavailable($"{action} gave no answer", e);
        }
    }

    private async Task<T> Once<T>(string action, byte[] body, Func<byte[], T> read, CancellationToken ct)
    {
        var call = new CloudCall(settings.IaiBase, "iai", action, "2020-03-03", settings.Region);
        var now = clock.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));
        var (answer, theirTime) = await call.Post(http, settings, body, now, ct);
        try { return read(answer); }
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

    internal static FaceSeen ReadSeen(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var (answer, _) = CloudCall.Open(document);
        if (!answer.TryGetProperty("FaceInfos", out var infos) || infos.ValueKind != JsonValueKind.Array) throw new JsonException("no FaceInfos");
        if (infos.GetArrayLength() == 0) return FaceSeen.None;
        // The largest face comes first.
        var first = infos[0];
        var quality = first.TryGetProperty("FaceQualityInfo", out var q) && q.ValueKind == JsonValueKind.Object ? q : default;
        return new FaceSeen(infos.GetArrayLength(), (int)Math.Min(Number(first, "Width"), Number(first, "Height")), Number(quality, "Brightness"), Number(quality, "Sharpness"));
    }

    private static double Number(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.TryGetDouble(out var number) ? number : throw new JsonException($"no {name}");

    private static string Base64(byte[] image)
    {
        if (image.Length == 0) throw new NoFaceFound("empty picture");
        if ((image.Length + 2) / 3 * 4 > MaxBase64) throw new NoFaceFound("picture too large to compare");
        return Convert.ToBase64String(image);
    }

    private long Milliseconds(long start) => (long)clock.GetElapsedTime(start).TotalMilliseconds;
}
