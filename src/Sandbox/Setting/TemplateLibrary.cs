using System.Text.Json;

namespace WeChatService.Sandbox.Setting;

public sealed record TemplateField(string Name, string Label);

/// <summary>A private template of an account: the fields carry the typed prefixes (thing1, time2, …).</summary>
public sealed record Template(string Key, string TemplateId, string Title, IReadOnlyList<TemplateField> Fields)
{
    /// <summary>As <c>get_all_private_template</c> shows it.</summary>
    public string Content => string.Concat(Fields.Select(f => $"{f.Label}:{{{{{f.Name}.DATA}}}}\n"));
}

/// <summary>The templates each account has added to itself; config/wechat/templates.json at start.</summary>
public sealed class TemplateLibrary
{
    readonly SandboxOptions _options;
    readonly Lock _lock = new();
    Dictionary<AccountKind, List<Template>> _templates = [];

    public TemplateLibrary(SandboxOptions options)
    {
        _options = options;
        Reload();
    }

    public void Reload()
    {
        string file = Path.Combine(_options.ConfigFolder, "wechat", "templates.json");
        Dictionary<string, JsonElement> read = File.Exists(file)
            ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? []
            : [];
        Dictionary<AccountKind, List<Template>> all = [];
        foreach (AccountKind kind in Enum.GetValues<AccountKind>())
            all[kind] = read.FirstOrDefault(p => p.Key.Equals(kind.ToString(), StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.Array } list
                ? list.Deserialize<List<Template>>(JsonSerializerOptions.Web) ?? []
                : [];
        lock (_lock) _templates = all;
    }

    public IReadOnlyList<Template> Of(AccountKind account)
    {
        lock (_lock) return [.. _templates[account]];
    }

    public Template? Find(AccountKind account, string? templateId) => Of(account).FirstOrDefault(t => t.TemplateId == templateId);

    public bool Delete(AccountKind account, string? templateId)
    {
        lock (_lock) return _templates[account].RemoveAll(t => t.TemplateId == templateId) > 0;
    }
}
