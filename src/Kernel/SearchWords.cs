namespace WeChatService.Kernel;

/// <summary>What somebody typed into a search field, ready for ILIKE: signs that the database would read as wildcards are only signs.</summary>
public sealed record SearchWords
{
    /// <summary>Third argument of ILIKE.</summary>
    public const string Escape = "\\";

    internal const string SqlFunction = "search_holds";

    private const int Longest = 50;

    private SearchWords(string text) => Text = text;

    public string Text { get; }

    /// <summary>Anywhere in the column.</summary>
    public string Pattern => $"%{Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    /// <summary>In a query: does the column hold the words? Answered by the column's index of pairs (xix_…) where it has one, by ILIKE where not.</summary>
    /// <param name="said">The column.</param>
    /// <param name="words"><see cref="Text"/>.</param>
    /// <param name="pattern"><see cref="Pattern"/>.</param>
    public static bool Holds(string? said, string words, string pattern) => throw new NotSupportedException("Only inside a query.");

    /// <returns>Null: nothing was typed. Beyond 50 characters the rest is cut.</returns>
    public static SearchWords? Of(string? typed) =>
        typed?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } text ? new(Cut(text)) : null;

    /// <summary>Never through the middle of a character.</summary>
    private static string Cut(string text) =>
        text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
}
