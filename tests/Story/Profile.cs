using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Story;

/// <summary>What a region's profile (config/regions) says about the main job, as the people there know it.</summary>
public sealed record Profile(
    bool CheckIn, bool StartConsent, bool SubmitConsent, bool ReviewFace, bool Rating, bool FilingFace, Role ReportAuthor, bool Monthly,
    IReadOnlyList<string> Questions)
{
    public static Profile Of(string region)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Demo.Folder, "..", "regions", $"{region}.json")));
        var root = file.RootElement;
        bool Says(string section, string key) => root.GetProperty(section).GetProperty(key).GetBoolean();
        var authors = root.GetProperty("report").GetProperty("author").EnumerateArray().Select(a => Enum.Parse<Role>(a.GetString()!)).ToList();
        return new(
            Says("checkin", "enabled"), Says("approval", "start"), Says("approval", "submit"), Says("review", "face"), Says("evaluation", "enabled"),
            Says("filing", "face"), authors.Contains(Role.ProjectLead) ? Role.ProjectLead : authors[0], Says("report", "monthly"),
            [.. root.GetProperty("evaluation").GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("key").GetString()!)]);
    }
}
