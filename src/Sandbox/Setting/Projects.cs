using System.Text.Json;

namespace WeChatService.Sandbox.Setting;

/// <summary>WGS-84 degrees.</summary>
public sealed record MapPoint(double Latitude, double Longitude);

/// <summary>A demonstration project as config/demo/world.json names it; only what the phone page's map needs of it.</summary>
public sealed record MapProject(
    string Key, string Name, string Region, string? OwnerKey, string? LeadKey, string? TechnicalLeadKey,
    IReadOnlyList<string>? MemberKeys, MapPoint? Location, IReadOnlyList<MapPoint>? Fence);

/// <summary>Where the demonstration projects stand, so that a phone can be put inside a fence or 2 km away from it.</summary>
public sealed class Projects
{
    public Projects(SandboxOptions options)
    {
        string file = Path.Combine(options.ConfigFolder, "demo", "world.json");
        All = File.Exists(file)
            ? JsonSerializer.Deserialize<World>(File.ReadAllText(file), JsonSerializerOptions.Web)?.Projects ?? []
            : [];
    }

    public IReadOnlyList<MapProject> All { get; }

    sealed record World(IReadOnlyList<MapProject>? Projects);
}
