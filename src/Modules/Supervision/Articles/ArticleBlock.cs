namespace WeChatService.Supervision.Articles;

internal enum BlockKind { Heading, Item, Paragraph }

/// <summary>
/// One piece of an article as every client draws it. Of Markdown two signs are read, "## " and "- " at the head of a line; all the rest is
/// text and is shown as text, so that no client ever has markup to trust.
/// </summary>
internal sealed record ArticleBlock(BlockKind Kind, string Text)
{
    /// <summary>An empty line ends a paragraph; lines of one paragraph stay lines.</summary>
    public static IReadOnlyList<ArticleBlock> Of(string body)
    {
        var blocks = new List<ArticleBlock>();
        var lines = new List<string>();
        void EndParagraph()
        {
            if (lines.Count > 0)
            {
                blocks.Add(new(BlockKind.Paragraph, string.Join('\n', lines)));
                lines.Clear();
            }
        }

        foreach (var line in body.Split('\n').Select(l => l.Trim()))
        {
            ArticleBlock? own = line.StartsWith("## ", StringComparison.Ordinal) ? new(BlockKind.Heading, line[3..].Trim())
                : line.StartsWith("- ", StringComparison.Ordinal) ? new(BlockKind.Item, line[2..].Trim())
                : null;
            if (own is null && line.Length > 0)
            {
                lines.Add(line);
                continue;
            }

            EndParagraph();
            if (own is { Text.Length: > 0 })
            {
                blocks.Add(own);
            }
        }

        EndParagraph();
        return blocks;
    }
}
