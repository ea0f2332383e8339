using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatService.Adapters.Tests.Kit;

/// <summary>The published and derived examples in Vectors/*.json; their sources stand in them.</summary>
internal static class Vectors
{
    public static JsonNode File(string name) =>
        JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", name + ".json")))!;

    /// <summary>The names under one list, as the cases of a theory.</summary>
    public static TheoryData<string> Names(string file, params string[] list)
    {
        var names = new TheoryData<string>();
        foreach (var vector in At(file, list)) names.Add(vector!["name"]!.GetValue<string>());
        return names;
    }

    public static JsonNode Find(string file, string name, params string[] list) =>
        At(file, list).Single(v => v!["name"]!.GetValue<string>() == name)!;

    public static string Text(this JsonNode vector, string field) => vector[field]!.GetValueKind() == JsonValueKind.Number
        ? vector[field]!.ToJsonString()
        : vector[field]!.GetValue<string>();

    private static JsonArray At(string file, string[] list) => list.Aggregate(File(file), (node, step) => node[step]!).AsArray();
}
