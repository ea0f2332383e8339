using System.Text.Json.Serialization.Metadata;

namespace WeChatService.Host;

/// <summary>What a request must say: every parameter of its record that is neither nullable nor has a default.</summary>
internal static class RequestShapes
{
    public static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in type.Properties.Where(p => p.AssociatedParameter is { IsNullable: false, HasDefaultValue: false }))
        {
            property.IsRequired = true;
        }
    }
}
