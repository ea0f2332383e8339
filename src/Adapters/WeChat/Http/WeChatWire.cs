using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace WeChatService.WeChat.Http;

/// <summary>The call did not come back with an answer. <see cref="Left"/> false: it never reached WeChat, so nothing was done.</summary>
internal sealed class NoAnswer(bool left, string what, Exception? cause = null) : Exception(what, cause)
{
    public bool Left { get; } = left;
}

/// <summary>
/// The only place that speaks HTTP to WeChat: one attempt, five seconds, one log line. Tokens, secrets and codes travel in the query,
/// so logs name the path and never the address.
/// </summary>
internal sealed class WeChatWire(HttpClient http, TimeProvider clock, ILogger<WeChatWire> log)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private const int MaxAnswerBytes = 4 << 20;

    /// <summary>Menus are refused with 40033 when Chinese arrives as \uXXXX, which is what the default encoder writes.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Meter Meter = new("WeChatService.WeChat");
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>("wechat.calls", description: "Calls to WeChat by path and errcode; errcode is none when no answer came.");
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>("wechat.call.duration", "s", "Time of one call to WeChat.");

    /// <param name="path">Without query; it is what logs and metrics show.</param>
    /// <param name="body">Sent as JSON by POST; null makes it a GET.</param>
    /// <param name="picture">The call answers with an image when it succeeds.</param>
    /// <param name="within">Less than <see cref="Timeout"/> where the caller has less time left.</param>
    /// <exception cref="NoAnswer">Nothing came back in time, or nothing that can be read.</exception>
    public async Task<WeChatAnswer> Call(Uri root, string path, IReadOnlyList<(string Name, string Value)> query, object? body, CancellationToken ct, bool picture = false, TimeSpan? within = null)
    {
        var address = new Uri(root, path.TrimStart('/') + "?" + string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}")));
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }
        var start = clock.GetTimestamp();
        var errcode = "none";
        try
        {
            var answer = await Send(request, picture, within < Timeout ? within.Value : Timeout, ct);
            errcode = answer.Code.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (answer.Succeeded) log.LogDebug("WeChat {Path} answered after {Milliseconds} ms", path, Milliseconds(start));
            else log.LogWarning("WeChat {Path} answered {Code} ({RequestId}) after {Milliseconds} ms", path, answer.Code, answer.RequestId, Milliseconds(start));
            return answer;
        }
        catch (NoAnswer e)
        {
            log.LogWarning("WeChat {Path} gave no answer after {Milliseconds} ms: {What}", path, Milliseconds(start), e.Message);
            throw;
        }
        finally
        {
            Calls.Add(1, new TagList { { "path", path }, { "errcode", errcode } });
            Seconds.Record(clock.GetElapsedTime(start).TotalSeconds, new TagList { { "path", path } });
        }
    }

    private async Task<WeChatAnswer> Send(HttpRequestMessage request, bool picture, TimeSpan within, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await Body(response, either.Token);
            if (!response.IsSuccessStatusCode) throw new NoAnswer(true, $"HTTP {(int)response.StatusCode}");
            var answer = picture ? WeChatAnswer.ParseOrPicture(body) : WeChatAnswer.Parse(body);
            return answer is null ? throw new NoAnswer(true, "an answer that is no JSON") : answer with { Date = response.Headers.Date };
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested) { throw new NoAnswer(true, "timeout", e); }
        catch (HttpRequestException e) { throw new NoAnswer(!NeverLeft(e), e.HttpRequestError.ToString(), e); }
        catch (IOException e) { throw new NoAnswer(true, "the connection broke", e); }
    }

    private static async Task<byte[]> Body(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            if (kept.Length + read > MaxAnswerBytes) throw new NoAnswer(true, "an answer larger than 4 MiB");
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }

    private static bool NeverLeft(HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private long Milliseconds(long start) => (long)clock.GetElapsedTime(start).TotalMilliseconds;
}
