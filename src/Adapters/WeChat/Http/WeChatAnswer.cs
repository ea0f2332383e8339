using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatService.WeChat.Http;

/// <summary>
/// One answer of api.weixin.qq.com: failures come as HTTP 200 with an errcode, and many successes carry none, which means 0.
/// WeChat writes some numbers as strings and the reverse, so both are read.
/// </summary>
/// <param name="Picture">Set instead of a body when WeChat answered with an image.</param>
/// <param name="Date">WeChat's clock, from the answer's Date header, whole seconds.</param>
internal sealed partial record WeChatAnswer(int Code, string? Message, JsonElement Body, byte[]? Picture = null, DateTimeOffset? Date = null)
{
    public bool Succeeded => Code == 0;

    /// <summary>The token was not accepted: taken back, malformed or expired.</summary>
    public bool TokenRefused => Code is 40001 or 40014 or 42001;

    /// <summary>Busy; the same call may work in a moment.</summary>
    public bool Busy => Code is -1 or 268487001 or 268487002;

    /// <summary>WeChat's number for the failed request, the only part of errmsg worth a log line besides the code.</summary>
    public string? RequestId => Message is null ? null : Rid().Match(Message) is { Success: true } found ? found.Groups[1].Value : null;

    public string? Text(string name) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) ? TextOf(value) : null;

    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The elements of an array; none when it is missing.</summary>
    public IEnumerable<JsonElement> List(string name) => Items(Body, name);

    public static IEnumerable<JsonElement> Items(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>A text or number as text; null when absent or empty.</summary>
    public static string? TextOf(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? TextOf(value) : null;

    /// <summary>Null when the text is no JSON object.</summary>
    public static WeChatAnswer? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var answer = new WeChatAnswer(0, null, document.RootElement.Clone());
            return answer with { Code = (int)(answer.Number("errcode") ?? 0), Message = answer.Text("errmsg") };
        }
        catch (JsonException) { return null; }
    }

    /// <summary>
    /// Calls that make pictures answer with one, or with JSON when they refuse; the content type of the latter is not to be relied on, its
    /// first byte is.
    /// </summary>
    public static WeChatAnswer? ParseOrPicture(byte[] body) => body switch
    {
        [(byte)'{', ..] => Parse(body),
        [0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => new WeChatAnswer(0, null, default, body),
        _ => null,
    };

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    [GeneratedRegex(@"\b(?:rid|req_id):\s*([A-Za-z0-9-]+)")]
    private static partial Regex Rid();
}
