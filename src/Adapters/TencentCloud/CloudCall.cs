using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace WeChatService.TencentCloud;

/// <summary>One action of a Tencent Cloud service, API 3.0: the signed request that goes out, and the envelope that comes back.</summary>
/// <param name="Base">Where the service stands; its authority is signed.</param>
/// <param name="Region">Null: the service takes its own.</param>
internal sealed record CloudCall(Uri Base, string Service, string Action, string Version, string? Region)
{
    private const string ContentType = "application/json";

    /// <param name="now">By their clock: a signature lives five minutes.</param>
    /// <returns>The answer's bytes, and what their clock said.</returns>
    /// <exception cref="HttpRequestException">No answer, or none of the service.</exception>
    public async Task<(byte[] Answer, DateTimeOffset? TheirTime)> Post(
        HttpClient http, TencentCloudSettings settings, byte[] body, DateTimeOffset now, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Base) { Content = new ByteArrayContent(body) };
        request.Headers.Host = Base.Authority;
        // The signed Content-Type is the sent one, byte for byte: no charset is added.
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Headers.TryAddWithoutValidation("Authorization",
            Tc3Signature.Authorization(settings.SecretId, settings.SecretKey, Service, Base.Authority, ContentType, body, now));
        request.Headers.Add("X-TC-Action", Action);
        request.Headers.Add("X-TC-Version", Version);
        request.Headers.Add("X-TC-Timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (Region is not null) request.Headers.Add("X-TC-Region", Region);
        using var response = await http.SendAsync(request, ct);
        var answer = await response.Content.ReadAsByteArrayAsync(ct);
        return response.IsSuccessStatusCode ? (answer, response.Headers.Date) : throw new HttpRequestException($"HTTP {(int)response.StatusCode}");
    }

    /// <summary>What is inside the envelope. Failures come as HTTP 200 with an Error inside.</summary>
    /// <exception cref="CloudAnswerError">The service refused the call.</exception>
    /// <exception cref="JsonException">It is no answer of theirs.</exception>
    public static (JsonElement Response, string RequestId) Open(JsonDocument document)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("Response", out var response)
            || response.ValueKind != JsonValueKind.Object) throw new JsonException("no Response");
        var requestId = Text(response, "RequestId");
        return response.TryGetProperty("Error", out var error) && error.ValueKind == JsonValueKind.Object
            ? throw new CloudAnswerError(Text(error, "Code") is { Length: > 0 } code ? code : "no code", requestId)
            : (response, requestId);
    }

    public static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";
}
