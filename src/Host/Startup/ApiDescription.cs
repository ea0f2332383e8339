using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WeChatService.Kernel;

namespace WeChatService.Host;

/// <summary>
/// The OpenAPI document from which the web's types are written. Slices call their records Request, Response and Row; without the slice's
/// own name in front, they would all be one type there.
/// </summary>
internal static class ApiDescription
{
    public static void Shape(OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null ? null : NameOf(type.Type);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // A month travels as "2026-11"; its converter hides that from the generator.
            if (context.JsonTypeInfo.Type == typeof(ChinaMonth))
            {
                schema.Type = JsonSchemaType.String;
            }

            // A struct could be made without its members, but never travels without them.
            if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Object, Type.IsValueType: true } && schema.Properties is { Count: > 0 } members)
            {
                schema.Required = members.Keys.ToHashSet();
            }

            return Task.CompletedTask;
        });
    }

    private static string? NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"Nullable{NameOf(value)}";
        }

        if (type.IsGenericType)
        {
            return $"{type.Name[..type.Name.IndexOf('`')]}Of{string.Concat(type.GetGenericArguments().Select(NameOf))}";
        }

        return type.DeclaringType is { } slice
            ? $"{string.Concat(slice.Namespace!.Split('.').Skip(1))}{slice.Name}{type.Name}"
            : type.Name;
    }
}
