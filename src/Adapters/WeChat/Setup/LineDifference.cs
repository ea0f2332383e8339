namespace WeChatService.WeChat.Setup;

/// <summary>The difference of two short lists of lines, in the order of the new one.</summary>
internal static class LineDifference
{
    /// <returns>"- " gone, "+ " new, "  " kept; empty when nothing differs.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        if (before.SequenceEqual(after, StringComparer.Ordinal)) return [];
        // common[i, j]: how many lines the rests from i and j have in common, in order.
        var common = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
            for (var j = after.Count - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var lines = new List<string>();
        var (old, own) = (0, 0);
        while (old < before.Count || own < after.Count)
        {
            var same = old < before.Count && own < after.Count && before[old] == after[own];
            var gone = !same && old < before.Count && (own == after.Count || common[old + 1, own] >= common[old, own + 1]);
            lines.Add(same ? "  " + after[own] : gone ? "- " + before[old] : "+ " + after[own]);
            if (same || gone) old++;
            if (!gone) own++;
        }
        return lines;
    }
}
