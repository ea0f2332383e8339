using System.Security.Cryptography;
using System.Text.Json;
using WeChatService.Kernel;

namespace WeChatService.Owners.Privacy;

/// <param name="Title">A question that a person would ask.</param>
internal sealed record PrivacyParagraph(string Title, string Text);

/// <summary>
/// config/privacy/owner.json: what is done with a contact's data, in the words that he agrees to. Whoever edits the text gives it a new version,
/// and everybody who binds from then on reads that one.
/// </summary>
internal sealed record PrivacyText(string Version, IReadOnlyList<PrivacyParagraph> Paragraphs)
{
    public string Sha256 { get; private init; } = "";

    /// <exception cref="InvalidOperationException">The file is missing or unreadable.</exception>
    public static PrivacyText Load(string folder)
    {
        var path = Path.Combine(folder, "owner.json");
        try
        {
            var bytes = File.ReadAllBytes(path);
            var text = JsonSerializer.Deserialize<PrivacyText>(bytes, ConfigFolder.Strict);
            return text is { Version.Length: > 0 and <= 20, Paragraphs.Count: > 0 }
                ? text with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) }
                : throw new InvalidOperationException($"{path}: a version of at most 20 characters and paragraphs are needed");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new InvalidOperationException($"{path}: {e.Message}", e);
        }
    }

    /// <exception cref="RuleBroken">He agreed to nothing, or to an older text.</exception>
    public void MustBeAgreedTo(string? version)
    {
        if (string.IsNullOrWhiteSpace(version))
        {
            throw new RuleBroken(OwnerProblems.ConsentMissing);
        }

        if (version != Version)
        {
            throw new RuleBroken(OwnerProblems.ConsentOutdated);
        }
    }
}
