using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatService.Kernel;

/// <summary>JSON as it is compared and hashed: jsonb re-orders keys and rewrites numbers, this does not depend on either.</summary>
public static class CanonicalJson
{
    public static string Of(string? json)
    {
        if (json is null)
        {
            return "";
        }

        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Write(document.RootElement, text);
        return text.ToString();
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(property.Name).Append('=');
                    Write(property.Value, text);
                    text.Append(';');
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, text);
                    text.Append(',');
                }

                break;
            case JsonValueKind.Number:
                text.Append(element.GetDecimal().ToString("0.############", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(element.ToString());
                break;
        }
    }
}
