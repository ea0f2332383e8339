using System.Text.Json;

namespace WeChatService.Messaging;

/// <summary>config/wechat/templates.json, read once at the start. The WeChat adapter reads the template ids of the same file.</summary>
internal sealed class NoticeTemplates(IReadOnlyDictionary<string, NoticeTemplate> agency, IReadOnlyDictionary<string, NoticeTemplate> owner)
{
    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public IEnumerable<NoticeTemplate> All => agency.Values.Concat(owner.Values);

    public IEnumerable<NoticeTemplate> OfOwners => owner.Values;

    public NoticeTemplate For(NoticeReader reader, string key)
    {
        return (reader == NoticeReader.AgencyPerson ? agency : owner).TryGetValue(key, out var template)
            ? template
            : throw new InvalidOperationException($"config/wechat/templates.json has no template {key} for {reader}");
    }

    /// <summary>What a field is called on the person's list. Old messages outlive their template: then the field's own name.</summary>
    public string LabelOf(NoticeReader reader, string key, string field)
    {
        return (reader == NoticeReader.AgencyPerson ? agency : owner).TryGetValue(key, out var template)
            ? template.Fields.FirstOrDefault(of => of.Name == field)?.Label ?? field
            : field;
    }

    /// <exception cref="InvalidOperationException">The file is missing or unreadable.</exception>
    public static NoticeTemplates Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var doors = JsonSerializer.Deserialize<Dictionary<string, List<NoticeTemplate>>>(file, Lenient)!;
            return new NoticeTemplates(doors["agency"].ToDictionary(of => of.Key), doors["owner"].ToDictionary(of => of.Key));
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidOperationException($"{path}: {e.Message}", e);
        }
    }
}
