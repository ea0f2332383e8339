using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Regions;

/// <summary>The start stops here: every fault names the file and the dotted key, all of them at once.</summary>
internal sealed class PolicyFileRefused(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Reads config/regions/*.json into <see cref="RegionPolicy"/>, refusing what is missing, unknown or of the wrong type.</summary>
internal static class PolicyFiles
{
    /// <exception cref="PolicyFileRefused">A file has a fault, or there is none.</exception>
    public static IReadOnlyList<RegionPolicy> Load(string folder)
    {
        var files = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            throw new PolicyFileRefused([$"{folder}: no region profile (*.json)"]);
        }

        var faults = new List<string>();
        var policies = files.Select(file => Read(file, faults)).OfType<RegionPolicy>().ToList();
        return faults.Count == 0 ? policies : throw new PolicyFileRefused(faults);
    }

    private static RegionPolicy? Read(string file, List<string> faults)
    {
        var name = Path.GetFileName(file);
        try
        {
            var text = File.ReadAllText(file);
            using var document = JsonDocument.Parse(text);
            var before = faults.Count;
            CompareKeys(document.RootElement, typeof(RegionPolicy), "", name, faults);
            if (faults.Count > before)
            {
                return null;
            }

            var policy = JsonSerializer.Deserialize<RegionPolicy>(text, ConfigFolder.Strict)!;
            faults.AddRange(PolicySense.Faults(policy, Path.GetFileNameWithoutExtension(file)).Select(f => $"{name}: {f}"));
            return policy;
        }
        catch (JsonException broken)
        {
            faults.Add($"{name}: {broken.Path?.TrimStart('$').TrimStart('.')}: {Plain(broken.Message)}");
            return null;
        }
    }

    /// <summary>Walks the file beside the record tree, so that a typing error is named by its whole key.</summary>
    private static void CompareKeys(JsonElement element, Type type, string at, string file, List<string> faults)
    {
        var info = ConfigFolder.Strict.GetTypeInfo(type);
        if (info.Kind != JsonTypeInfoKind.Object || element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var known = info.Properties.Where(p => p.AssociatedParameter is not null).ToDictionary(p => p.Name);
        foreach (var present in element.EnumerateObject())
        {
            var key = at + present.Name;
            if (known.Remove(present.Name, out var property))
            {
                CompareKeys(present.Value, property.PropertyType, key + ".", file, faults);
            }
            else
            {
                faults.Add($"{file}: {key}: unknown key");
            }
        }

        faults.AddRange(known.Keys.Select(missing => $"{file}: {at}{missing}: missing"));
    }

    private static string Plain(string message) => message.Split(" Path:")[0];
}
