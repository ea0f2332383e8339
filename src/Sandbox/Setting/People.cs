using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WeChatService.Sandbox.Setting;

/// <summary>A demonstration person as config/demo/people.json names him; only what the sandbox needs of it.</summary>
public sealed record Person
{
    public required string Key { get; init; }
    public required string Name { get; init; }
    public string? Kind { get; init; }
    public string? Region { get; init; }
    public string? AgencyKey { get; init; }
    public string? OwnerKey { get; init; }
    public string? UserName { get; init; }
    public string? Phone { get; init; }
    /// <summary>File of the drawn portrait, relative to config/demo.</summary>
    public string? Portrait { get; init; }
}

/// <summary>Who the demonstration people are and which WeChat identities they have.</summary>
public sealed class People
{
    readonly Dictionary<string, Person> _byKey;
    readonly Dictionary<string, (Person Person, AccountKind Account)> _byOpenId = [];
    readonly DemoAccounts _accounts;
    readonly string _demoFolder;

    public People(SandboxOptions options, DemoAccounts accounts)
    {
        _accounts = accounts;
        _demoFolder = Path.Combine(options.ConfigFolder, "demo");
        string file = Path.Combine(_demoFolder, "people.json");
        Person[] read = File.Exists(file)
            ? JsonSerializer.Deserialize<Person[]>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? []
            : [];
        _byKey = read.ToDictionary(p => p.Key, StringComparer.Ordinal);
        foreach (Person person in read)
            foreach (DemoAccount account in accounts.All)
                _byOpenId[OpenId(person, account.Kind)] = (person, account.Kind);
    }

    public IReadOnlyCollection<Person> All => _byKey.Values;

    public Person? Find(string? key) => key is null ? null : _byKey.GetValueOrDefault(key);

    /// <summary>The person behind an openid, whichever account it belongs to.</summary>
    public (Person Person, AccountKind Account)? ByOpenId(string? openId) =>
        openId is not null && _byOpenId.TryGetValue(openId, out (Person, AccountKind) found) ? found : null;

    /// <summary>"o" and the first 27 characters of base64url(sha256(appid:key)): 28 in all, as WeChat's are.</summary>
    public string OpenId(Person person, AccountKind account) => Derive(_accounts[account].AppId + ":" + person.Key);

    /// <summary>The same for all accounts: they belong to one open platform account.</summary>
    public string UnionId(Person person) => Derive("union:" + person.Key);

    /// <summary>Whether the accounts are bound to an open platform account; without, no answer carries a unionid.</summary>
    public bool Linked { get; set; } = true;

    public string? LinkedUnionId(Person person) => Linked ? UnionId(person) : null;

    /// <summary>Bytes of the portrait, or null when there is no picture of this person.</summary>
    public byte[]? PortraitOf(Person person)
    {
        string file = Path.Combine(_demoFolder, person.Portrait ?? Path.Combine("portraits", person.Key + ".jpg"));
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    /// <summary>A picture of a place or thing: <c>site</c>, <c>controller</c>, <c>item</c> (any of the facilities, picked by
    /// <paramref name="seed"/>) or the name of a file in config/demo/photos.</summary>
    public byte[]? ScenePhoto(string scene, int seed)
    {
        string folder = Path.Combine(_demoFolder, "photos");
        Dictionary<string, string> files = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileNameWithoutExtension(f)!)
            : [];
        string[] facilities = [.. files.Keys.Except(["entrance", "controller", "signed-paper"]).Order(StringComparer.Ordinal)];
        string name = scene switch
        {
            "site" => "entrance",
            "item" when facilities.Length > 0 => facilities[seed % facilities.Length],
            _ => scene,
        };
        return files.TryGetValue(name, out string? file) ? File.ReadAllBytes(file) : null;
    }

    static string Derive(string text)
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text))).Replace('+', '-').Replace('/', '_');
        return "o" + hash[..27];
    }
}
