using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>One call of the WeChat server API: who calls (by access token) and what was sent.</summary>
public sealed class WeChatCall(HttpContext context, DemoAccount? account, string rawBody)
{
    JsonObject? _body;

    public HttpContext Context => context;

    /// <summary>The account whose token was presented. Only read on calls that need a token.</summary>
    public DemoAccount Account => account ?? throw new InvalidOperationException("This call carries no access token.");

    public string RawBody => rawBody;

    /// <summary>The JSON object sent. 44002 on an empty body, 47001 when it is not a JSON object.</summary>
    public JsonObject Body
    {
        get
        {
            if (_body is not null) return _body;
            if (string.IsNullOrWhiteSpace(rawBody)) throw new VendorRefusal(44002, "empty post data");
            try
            {
                return _body = JsonNode.Parse(rawBody) as JsonObject ?? throw new VendorRefusal(47001, "data format error");
            }
            catch (JsonException)
            {
                throw new VendorRefusal(47001, "data format error");
            }
        }
    }

    public string? Query(string name) => context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    public string? Text(string name) => TextOf(Body, name);

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

    public static bool? FlagOf(JsonObject node, string name) => node[name] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() is JsonValueKind.True or JsonValueKind.False => v.GetValue<bool>(),
        _ => throw new VendorRefusal(47001, $"data format error: {name}"),
    };

    /// <summary>Bytes of the text in UTF-8, the unit of the menu limits.</summary>
    public static int Utf8Length(string text) => Encoding.UTF8.GetByteCount(text);
}
