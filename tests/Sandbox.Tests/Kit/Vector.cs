using System.Text.Json.Nodes;

namespace WeChatService.Sandbox.Tests.Kit;

/// <summary>The vendors' published samples and those derived from them; see the source field of each.</summary>
static class Vector
{
    public static JsonNode File(string name) =>
        JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", name + ".json")))!;
}
