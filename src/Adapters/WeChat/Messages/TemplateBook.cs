using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Messages;

/// <summary>
/// The templates of each account: config/wechat/templates.json names their fields. WeChat gives every account its own template ids, so
/// <c>WeChat__Agency__Templates__plan_assigned</c> overrides the id in the file. Read and checked when the program starts: a field that
/// WeChat would refuse in every message stops the start with a sentence, and not the first push at night.
/// </summary>
internal sealed class TemplateBook : ISubscriptionTemplates
{
    // A template of a category has two to five keywords; more can't be applied for.
    private const int MostFields = 5;

    private readonly Dictionary<(ServiceAccountKind Account, string Key), Template> templates = [];

    /// <exception cref="InvalidOperationException">The file is missing, unreadable, or names what WeChat does not take.</exception>
    public TemplateBook(IConfiguration configuration)
    {
        foreach (var (account, entries) in Read(Path.Combine(ConfigFolder.Find(configuration, "wechat"), "templates.json")))
        {
            if (!Enum.TryParse<ServiceAccountKind>(account, ignoreCase: true, out var kind)) throw Wrong($"{account} is no account: agency, owner or miniprogram");
            foreach (var entry in entries)
            {
                var id = configuration[$"WeChat:{kind}:Templates:{entry.Key}"] is { Length: > 0 } own ? own.Trim() : entry.TemplateId;
                var template = new Template(entry.Key, id, entry.Title, [.. entry.Fields], entry.Page, entry.ShortId, entry.KeywordIds ?? []);
                Check(kind, template);
                if (!templates.TryAdd((kind, entry.Key), template)) throw Wrong($"{kind} has {entry.Key} twice");
            }
        }
        All = [.. Of(ServiceAccountKind.MiniProgram).Select(t => new SubscriptionTemplate(t.Key, t.Id, t.Title))];
    }

    /// <summary>The mini program's.</summary>
    public IReadOnlyList<SubscriptionTemplate> All { get; }

    public Template? Find(ServiceAccountKind account, string key) => templates.GetValueOrDefault((account, key));

    public IReadOnlyList<Template> Of(ServiceAccountKind account) =>
        [.. templates.Where(t => t.Key.Account == account).Select(t => t.Value).OrderBy(t => t.Key, StringComparer.Ordinal)];

    private static void Check(ServiceAccountKind kind, Template template)
    {
        var name = $"{kind} {template.Key}";
        if (template.Id.Length is < 20 or > 64 || !template.Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw Wrong($"{name}: \"{template.Id}\" is no template id; take it from the account's console or set WeChat__{kind}__Templates__{template.Key}");
        if (template.Fields.Count is 0 or > MostFields) throw Wrong($"{name} has {template.Fields.Count} fields: 1 to {MostFields}");
        if (template.Fields.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() != template.Fields.Count) throw Wrong($"{name} names a field twice");
        foreach (var field in template.Fields) Check(name, field);
    }

    private static void Check(string name, Field field)
    {
        var type = FieldLimits.TypeOf(field.Name);
        if (type.Length == field.Name.Length || !FieldLimits.WhenEmpty.ContainsKey(type))
            throw Wrong($"{name}: {field.Name} is no field of WeChat's; its name begins with one of {string.Join(", ", FieldLimits.WhenEmpty.Keys)} and ends in a number, without .DATA");
        if (string.IsNullOrWhiteSpace(field.Label)) throw Wrong($"{name}: {field.Name} has no label");
        if (type is "const" or "enum" && field.Values is not { Count: > 0 }) throw Wrong($"{name}: {field.Name} needs \"values\", the list registered with the template");
        if (field.Values?.FirstOrDefault(v => v.Length is 0 or > 20) is { } value) throw Wrong($"{name}: {field.Name} can't say \"{value}\": 1 to 20 characters");
    }

    private static Dictionary<string, List<Entry>> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, List<Entry>>>(File.ReadAllBytes(path), Lenient) ?? [];
        }
        catch (Exception e) when (e is IOException or JsonException) { throw Wrong(e.Message); }
    }

    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static InvalidOperationException Wrong(string what) => new($"config/wechat/templates.json: {what}");

    /// <param name="Page">Mini program only: the page that the message opens.</param>
    /// <param name="ShortId">The number of the public template it was made from (模板编号, tid), if the platform may add it by itself.</param>
    /// <param name="KeywordIds">Mini program only: the numbers of the keywords (kid), in the order of the fields.</param>
    internal sealed record Template(string Key, string Id, string Title, IReadOnlyList<Field> Fields, string? Page, string? ShortId, IReadOnlyList<int> KeywordIds);

    /// <param name="Values">Of a const or enum field: what was registered with the template.</param>
    internal sealed record Field(string Name, string Label, IReadOnlyList<string>? Values = null);

    private sealed record Entry(string Key, string TemplateId, string Title, List<Field> Fields, string? Page, string? ShortId, List<int>? KeywordIds);
}
