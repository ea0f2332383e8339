using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Xunit.Sdk;

namespace WeChatService.TestKit;

/// <summary>What the Host answered, read whole.</summary>
public sealed class Answer(HttpMethod method, Uri? address, HttpStatusCode status, HttpResponseHeaders headers, string? mediaType, byte[] bytes)
{
    private JsonDocument? _json;

    public HttpStatusCode Status { get; } = status;
    public HttpResponseHeaders Headers { get; } = headers;
    public string? MediaType { get; } = mediaType;
    public byte[] Bytes { get; } = bytes;
    public Uri? Address { get; } = address;
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => (_json ??= JsonDocument.Parse(Bytes)).RootElement;

    /// <summary>A member of the JSON body.</summary>
    public JsonElement this[string name] => Json.GetProperty(name);

    /// <summary>The <c>id</c> of what was made.</summary>
    public Guid Id => Json.GetProperty("id").GetGuid();

    public T As<T>() => JsonSerializer.Deserialize<T>(Bytes, Caller.JsonOptions)!;

    /// <summary>True if the answer is the stored one of an earlier request with the same key.</summary>
    public bool IsReplayed => Headers.Contains("Idempotent-Replayed");

    /// <exception cref="XunitException">It was refused; shows the refusal.</exception>
    public Answer ShouldBeOk() =>
        (int)Status < 300 ? this : throw new XunitException($"{method} {Address} answered {(int)Status}: {Shown}");

    /// <summary>
    /// It was refused by this rule: code and rule ID agree, the title is a Chinese sentence, the body is a problem.
    /// </summary>
    public Answer ShouldRefuse(string code, string? rule = null, int? status = null)
    {
        if ((int)Status < 400)
        {
            throw new XunitException($"{method} {Address} should be refused by {code}, but answered {(int)Status}: {Shown}");
        }

        if (MediaType != "application/problem+json")
        {
            throw new XunitException($"{method} {Address} should answer a problem, but answered {(int)Status} {MediaType}: {Shown}");
        }

        var told = (Code: Member("code"), Rule: Member("rule"));
        if (told.Code != code || (rule is not null && told.Rule != rule) || (status is not null && (int)Status != status))
        {
            throw new XunitException($"{method} {Address} should be refused by {status} {code} {rule}, but answered {(int)Status}: {Shown}");
        }

        if (Member("title") is not { } title || !title.Any(c => c is >= '\u4e00' and <= '\u9fff'))
        {
            throw new XunitException($"{code} has no Chinese title: {Shown}");
        }

        return this;
    }

    private string? Member(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private string Shown => Text.Length > 900 ? Text[..900] : Text;
}
