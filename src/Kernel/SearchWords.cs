namespace WeChatService.Kernel;

/// <summary>What somebody typed into a search field, ready for ILIKE: signs that the database would read as wildcards are only signs.</summary>
public sealed record SearchWords
{
    /// <summary>Third argument of ILIKE.</summary>
    public const string Escape = "\\";

    private const int Longest = 50;

    private SearchWords(string text) => Text = text;

    public string Text { get; }

    /// <summary>Anywhere in the column.</summary>
    public string Pattern => $"%{Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    /// <returns>Null: nothing was typed. Beyond 50 characters the rest is cut.</returns>
    public static SearchWords? Of(string? typed) =>
        typed?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } text ? new(Cut(text)) : null;

    /// <summary>Never through the middle of a character.</summary>
    private static string Cut(string text) =>
        text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
}
