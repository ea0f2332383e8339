using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;

namespace WeChatService.Kernel;

/// <summary>
/// Where config/ lies: <c>Config__Folder</c> if set, else beside the program, else in the nearest folder above it (a checkout).
/// </summary>
public static class ConfigFolder
{
    /// <summary>How its files are read where a typing error must stop the start: every key known, none missing, nothing converted.</summary>
    public static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <exception cref="DirectoryNotFoundException">None of the three has the asked sub-folder.</exception>
    public static string Find(IConfiguration configuration, string name)
    {
        if (configuration["Config:Folder"] is { Length: > 0 } named)
        {
            var folder = Path.Combine(named, name);
            return Directory.Exists(folder) ? folder : throw Missing(folder);
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "config", name);
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        throw Missing(Path.Combine("config", name));
    }

    private static DirectoryNotFoundException Missing(string folder) =>
        new($"{folder} is not there. Set Config__Folder to the folder that holds regions, catalogue and wechat.");
}
