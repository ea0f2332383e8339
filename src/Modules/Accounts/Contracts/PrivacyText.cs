using System.Security.Cryptography;
using System.Text.Json;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

/// <param name="Title">A question that a person would ask.</param>
public sealed record PrivacyParagraph(string Title, string Text);

/// <summary>
/// A text of config/privacy: what is done with somebody's data, in the words that he agrees to. Whoever edits the text gives it a new version,
/// and everybody who is asked from then on reads that one.
/// </summary>
public sealed record PrivacyText(string Version, IReadOnlyList<PrivacyParagraph> Paragraphs)
{
    public string Sha256 { get; private init; } = "";

    /// <exception cref="InvalidOperationException">The file is missing or unreadable.</exception>
    public static PrivacyText Load(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".json");
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
    public void MustBeAgreedTo(string? version, Problem missing, Problem outdated)
    {
        if (string.IsNullOrWhiteSpace(version))
        {
            throw new RuleBroken(missing);
        }

        if (version != Version)
        {
            throw new RuleBroken(outdated);
        }
    }
}
