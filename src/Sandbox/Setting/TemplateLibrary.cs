using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatService.Sandbox.Setting;

/// <param name="Values">For <c>const</c> and <c>enum</c> keywords: the values registered with the template; null = any.</param>
public sealed record TemplateField(string Name, string Label, IReadOnlyList<string>? Values = null);

/// <summary>A private template of an account: the fields carry the typed prefixes (thing1, time2, …).</summary>
public sealed record Template(string Key, string TemplateId, string Title, IReadOnlyList<TemplateField> Fields)
{
    /// <summary>The platform has stopped it: accepted, never delivered, reported as <c>failed: system failed</c>.</summary>
    public bool Barred { get; init; }

    /// <summary>As <c>get_all_private_template</c> shows it.</summary>
    public string Content => string.Concat(Fields.Select(f => $"{f.Label}:{{{{{f.Name}.DATA}}}}\n"));

    /// <summary>The public template it was taken from, a number as the platform's library has.</summary>
    public int PublicId => BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes(Title))) + 10_000;
}

/// <summary>The templates each account has added to itself; config/wechat/templates.json at start, changed by the API or
/// by hand afterwards.</summary>
public sealed partial class TemplateLibrary
{
    /// <summary>Private templates an account may have.</summary>
    public const int Most = 25;

    readonly SandboxOptions _options;
    readonly Lock _lock = new();
    Dictionary<AccountKind, List<Template>> _templates = [];
    Dictionary<int, Template> _public = [];

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
        lock (_lock) (_templates, _public) = (all, all.Values.SelectMany(t => t).DistinctBy(t => t.PublicId).ToDictionary(t => t.PublicId));
    }

    public IReadOnlyList<Template> Of(AccountKind account)
    {
        lock (_lock) return [.. _templates[account]];
    }

    public Template? Find(AccountKind account, string? templateId)
    {
        lock (_lock)
        {
            foreach (Template template in _templates[account])
                if (template.TemplateId == templateId) return template;
            return null;
        }
    }

    /// <summary>The public template of that number.</summary>
    public Template? Public(long id)
    {
        lock (_lock) return id is > 0 and < int.MaxValue ? _public.GetValueOrDefault((int)id) : null;
    }

    public IReadOnlyList<Template> PublicOnes
    {
        get { lock (_lock) return [.. _public.Values.OrderBy(t => t.PublicId)]; }
    }

    /// <summary>Gives the account one more template and answers its new id; null when it has 25 already.</summary>
    public string? Add(AccountKind account, string title, IReadOnlyList<TemplateField> fields)
    {
        lock (_lock)
        {
            if (_templates[account].Count >= Most) return null;
            string id = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 43);
            string key = _public.Values.FirstOrDefault(t => t.Title == title)?.Key ?? "added_" + id[..6];
            _templates[account].Add(new Template(key, id, title, fields));
            return id;
        }
    }

    /// <summary>By hand: adds or replaces the template of that key, its keywords given as WeChat's content text.</summary>
    public Template Put(AccountKind account, string key, string? templateId, string? title, string? content, bool? barred)
    {
        lock (_lock)
        {
            List<Template> all = _templates[account];
            int at = all.FindIndex(t => t.Key == key);
            Template? old = at >= 0 ? all[at] : _public.Values.FirstOrDefault(t => t.Key == key);
            string id = templateId ?? old?.TemplateId ?? RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 43);
            Template made = new(key, id, title ?? old?.Title ?? key, content is null ? old?.Fields ?? [] : FieldsOf(content)) { Barred = barred ?? old?.Barred ?? false };
            if (at >= 0) all[at] = made;
            else all.Add(made);
            return made;
        }
    }

    public bool Delete(AccountKind account, string? templateId)
    {
        lock (_lock) return _templates[account].RemoveAll(t => t.TemplateId == templateId) > 0;
    }

    public bool DeleteByKey(AccountKind account, string? key)
    {
        lock (_lock) return _templates[account].RemoveAll(t => t.Key == key) > 0;
    }

    /// <summary>The keywords of a text such as <c>项目名称:{{thing1.DATA}}</c>, one a line.</summary>
    static TemplateField[] FieldsOf(string content) =>
        [.. Keyword().Matches(content).Select(m => new TemplateField(m.Groups[2].Value, m.Groups[1].Value.Trim().TrimEnd(':', '：')))];

    [GeneratedRegex(@"([^\n{]*)\{\{(\w+)\.DATA\}\}")]
    private static partial Regex Keyword();
}
