using System.Text.Json;

namespace WeChatService.TestKit;

/// <summary>The demonstration world as its files tell it (config/demo).</summary>
public static class Demo
{
    public const string Password = "Wcs-2026-demo";

    /// <summary>The four regions with the prefix of their people's keys.</summary>
    public static readonly IReadOnlyDictionary<string, string> Prefixes = new Dictionary<string, string>
    {
        ["shanghai"] = "sh", ["beijing"] = "bj", ["shaanxi"] = "sx", ["xinjiang"] = "xj",
    };

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "config", "demo");

    public static IReadOnlyList<DemoPerson> People { get; } = Read<List<DemoPerson>>("people.json");

    /// <param name="key">As in people.json: <c>sh-lead</c>, <c>bj-operator2</c>.</param>
    public static DemoPerson Person(string key) => People.Single(p => p.Key == key);

    /// <summary>config/demo/world.json as it stands.</summary>
    public static JsonElement World { get; } = Read<JsonElement>("world.json");

    public static JsonElement Project(string key) =>
        World.GetProperty("projects").EnumerateArray().Single(p => p.GetProperty("key").GetString() == key);

    /// <summary>The id that every seed gives to this key: <c>Id("project", "shanghai-main")</c>.</summary>
    public static Guid Id(string kind, string key) => WeChatService.Kernel.DemoWorld.Id(kind, key);

    /// <summary>The profile of a region, config/regions/{region}.json.</summary>
    public static JsonElement Profile(string region) => Read<JsonElement>(Path.Combine("..", "regions", $"{region}.json"));

    private static T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(Folder, file)), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
}

public sealed record DemoPerson(
    string Key, string Name, string Kind, string Region, string? AgencyKey, string? OwnerKey, string? BrigadeKey,
    string? UserName, string? Password, string Phone, string? IdentityNumber);
