using System.Text;
using System.Text.Json;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// The other format a mini program may choose. Gives the same fields as the XML would: a list is its members under one name, and what
/// WeChat sends as a list of one or as the one itself reads alike.
/// </summary>
internal static class CallbackJson
{
    private const int MaxFields = 512;
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 8, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    /// <returns>False when it is no JSON object that we accept.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, List<CallbackField> fields)
    {
        var reader = new Utf8JsonReader(json, Strict);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && Members(ref reader, null, fields) && !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not UTF-8, or half a surrogate pair.
            return false;
        }
    }

    private static bool Members(ref Utf8JsonReader reader, string? parent, List<CallbackField> fields)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = parent is null ? reader.GetString()! : $"{parent}/{reader.GetString()}";
            if (!reader.Read() || !Value(ref reader, name, fields)) return false;
        }
        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool Value(ref Utf8JsonReader reader, string name, List<CallbackField> fields)
    {
        if (fields.Count >= MaxFields) return false;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                fields.Add(new CallbackField(name, ""));
                return Members(ref reader, name, fields);
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    if (!Value(ref reader, name, fields)) return false;
                return true;
            case JsonTokenType.String:
                fields.Add(new CallbackField(name, reader.GetString()!));
                return true;
            case JsonTokenType.Null:
                return true;
            default:
                fields.Add(new CallbackField(name, Encoding.UTF8.GetString(reader.ValueSpan)));
                return true;
        }
    }
}
