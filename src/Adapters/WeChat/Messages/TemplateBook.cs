using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.WeChat.Messages;

/// <summary>
/// The templates of each account: config/wechat/templates.json names their fields. WeChat gives every account its own template ids, so
/// <c>WeChat__Agency__Templates__plan_assigned</c> overrides the id in the file.
/// </summary>
internal sealed class TemplateBook
{
    private readonly Dictionary<(ServiceAccountKind, string Key), Template> templates = [];

    public TemplateBook(IConfiguration configuration)
    {
        var file = File.ReadAllBytes(ConfigFile(configuration));
        var accounts = JsonSerializer.Deserialize<Dictionary<string, List<Entry>>>(file, JsonSerializerOptions.Web) ?? [];
        foreach (var (account, entries) in accounts)
        {
            if (!Enum.TryParse<ServiceAccountKind>(account, ignoreCase: true, out var kind))
                throw new InvalidDataException($"templates.json names the unknown account {account}");
            foreach (var entry in entries)
            {
                var id = configuration[$"WeChat:{kind}:Templates:{entry.Key}"] is { Length: > 0 } own ? own : entry.TemplateId;
                templates.Add((kind, entry.Key), new Template(id, [.. entry.Fields.Select(f => f.Name)]));
            }
        }
    }

    public Template? Find(ServiceAccountKind account, string key) => templates.GetValueOrDefault((account, key));

    private static string ConfigFile(IConfiguration configuration)
    {
        if (configuration["Config:Folder"] is { Length: > 0 } folder) return Path.Combine(folder, "wechat", "templates.json");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "config", "wechat", "templates.json") is var file && File.Exists(file)) return file;
        throw new FileNotFoundException("config/wechat/templates.json stands in no folder above the program; set Config__Folder");
    }

    internal sealed record Template(string Id, IReadOnlyList<string> Fields);

    private sealed record Entry(string Key, string TemplateId, List<Field> Fields);

    private sealed record Field(string Name);
}
