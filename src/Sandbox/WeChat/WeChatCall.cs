using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>One call of the WeChat server API: who calls (by access token) and what was sent.</summary>
public sealed class WeChatCall(HttpContext context, DemoAccount? account, byte[] sent)
{
    JsonObject? _body;
    Dictionary<string, Microsoft.Extensions.Primitives.StringValues>? _form;

    public HttpContext Context => context;

    /// <summary>The account whose token was presented. Only read on calls that need a token.</summary>
    public DemoAccount Account => account ?? throw new InvalidOperationException("This call carries no access token.");

    public string RawBody => Encoding.UTF8.GetString(sent);

    public T Service<T>() where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>The JSON object sent, whatever its content type says. 44002 on an empty body, 47001 when it is not a JSON object.</summary>
    public JsonObject Body => _body ??= LooseJson.Object(sent) ?? throw new VendorRefusal(44002);

    /// <summary>A parameter of the query; a POST may carry it in a form as well.</summary>
    public string? Query(string name)
    {
        if (context.Request.Query[name] is [{ Length: > 0 } value, ..]) return value;
        if (sent.Length == 0 || context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return null;
        _form ??= QueryHelpers.ParseQuery(RawBody);
        return _form.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues sentValue) && sentValue is [{ Length: > 0 } text, ..] ? text : null;
    }

    public string? Text(string name) => TextOf(Body, name);

    public long? Number(string name) => NumberOf(Body, name);

    /// <summary>A JSON string, or null when it is missing; 47001 when it is something else.</summary>
    public static string? TextOf(JsonObject node, string name) => node[name] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        _ => throw new VendorRefusal(47001, $"data format error: {name}"),
    };

    /// <summary>A JSON integer; WeChat also takes it as a string of digits.</summary>
    public static long? NumberOf(JsonObject node, string name) => node[name] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.Number && v.TryGetValue(out long n) => n,
        JsonValue v when v.GetValueKind() == JsonValueKind.String && long.TryParse(v.GetValue<string>(), out long n) => n,
        _ => throw new VendorRefusal(47001, $"data format error: {name}"),
    };

    /// <summary>A JSON truth value; also 0 and 1, which clients of untyped languages send.</summary>
    public static bool? FlagOf(JsonObject node, string name) => node[name] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() is JsonValueKind.True or JsonValueKind.False => v.GetValue<bool>(),
        JsonValue v when v.GetValueKind() == JsonValueKind.Number && v.TryGetValue(out long n) && n is 0 or 1 => n == 1,
        _ => throw new VendorRefusal(47001, $"data format error: {name}"),
    };

    /// <summary>The openids of a list; 40032 when it is missing or holds none or more than <paramref name="most"/>.</summary>
    public IReadOnlyList<string> OpenIds(string name, int most)
    {
        if (Body[name] is not JsonArray { Count: > 0 } list || list.Count > most) throw new VendorRefusal(40032);
        return [.. list.Select(o => o is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : throw new VendorRefusal(40003))];
    }

    /// <summary>Bytes of the text in UTF-8, the unit of the menu limits.</summary>
    public static int Utf8Length(string text) => Encoding.UTF8.GetByteCount(text);
}

/// <summary>Reads JSON as a tolerant server does: a byte order mark is skipped, of a name given twice the last counts.</summary>
static class LooseJson
{
    /// <summary>The object, or null on an empty body; 47001 on anything else.</summary>
    public static JsonObject? Object(ReadOnlyMemory<byte> sent)
    {
        if (sent.Span.StartsWith("\ufeff"u8)) sent = sent[3..];
        if (sent.Span.Trim(" \t\r\n"u8).IsEmpty) return null;
        try
        {
            using JsonDocument read = JsonDocument.Parse(sent);
            return Copy(read.RootElement) as JsonObject ?? throw new VendorRefusal(47001);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: text that is no UTF-8, or half a surrogate pair.
            throw new VendorRefusal(47001, "data format error hint: [json parse failed]");
        }
    }

    static JsonNode? Copy(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                JsonObject made = [];
                foreach (JsonProperty property in element.EnumerateObject()) made[property.Name] = Copy(property.Value);
                return made;
            case JsonValueKind.Array:
                JsonArray list = [];
                foreach (JsonElement item in element.EnumerateArray()) list.Add(Copy(item));
                return list;
            case JsonValueKind.String: return JsonValue.Create(element.GetString());
            case JsonValueKind.Null: return null;
            default: return JsonValue.Create(element.Clone());
        }
    }
}
