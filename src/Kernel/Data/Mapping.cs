using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatService.Kernel;

/// <summary>What the modules' mappings share.</summary>
public static class Mapping
{
    /// <summary>How values that have no columns of their own are written into jsonb.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>Optimistic concurrency by PostgreSQL's own xmin: a lost race is 409, never a lost update.</summary>
    public static EntityTypeBuilder<T> HasVersion<T>(this EntityTypeBuilder<T> entity) where T : class
    {
        entity.Property<uint>("xmin").HasColumnName("xmin").HasColumnType("xid").IsRowVersion();
        return entity;
    }

    /// <summary>A value object or list of them in one jsonb column, compared and copied by its JSON.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property)
    {
        property.HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, Json),
            text => JsonSerializer.Deserialize<T>(text, Json)!,
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, Json) == JsonSerializer.Serialize(b, Json),
                value => JsonSerializer.Serialize(value, Json).GetHashCode(),
                value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, Json), Json)!));
        return property;
    }
}
