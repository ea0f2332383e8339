using System.Text;

namespace WeChatService.Benchmarks;

/// <summary>The table at the end of a run.</summary>
internal static class Summary
{
    private static readonly string[] Heads = ["goal", "what", "floor", "measured", "stretch", "", "beside", "foreign"];

    private static readonly int LongestText = 76;

    public static string Of(IReadOnlyList<Figure> figures)
    {
        if (figures.Count == 0)
        {
            return "";
        }

        var rows = figures.Select(figure => figure.Cells().Select(Cut).ToArray()).Prepend(Heads).ToList();
        var widths = Enumerable.Range(0, Heads.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var table = new StringBuilder("\n");
        foreach (var row in rows)
        {
            table.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        var met = figures.Count(figure => figure.Met);
        return table.Append($"{met} of {figures.Count} floors met").ToString();
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";
}
