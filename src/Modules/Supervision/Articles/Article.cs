using WeChatService.Kernel;

namespace WeChatService.Supervision.Articles;

/// <summary>报告通告, 办公指南, 相关法规, 技术标准.</summary>
internal enum ArticleKind { Notice, Guide, Law, Standard }

/// <summary>草稿, 已发布, 已撤回.</summary>
internal enum ArticleState { Draft, Published, Withdrawn }

/// <summary>What an officer says in an article.</summary>
/// <param name="Source">出处: the number of a law or a standard; the authority's own have none.</param>
internal sealed record ArticleText(ArticleKind Kind, string Title, string? Source, string Body)
{
    private const int LongestTitle = 80, LongestSource = 100, LongestBody = 20_000;

    /// <exception cref="RuleBroken">Something is missing or too long; all text is plain text, never markup of a browser.</exception>
    public static ArticleText Read(ArticleKind? kind, string? title, string? source, string? body) => new(
        kind is { } known && Enum.IsDefined(known) ? known : throw new RuleBroken(ArticleProblems.KindMissing),
        Plain(title) is { Length: >= 2 and <= LongestTitle } named ? named : throw new RuleBroken(ArticleProblems.TitleMissing),
        Plain(source) is { Length: > 0 } from ? from.Length <= LongestSource ? from : throw new RuleBroken(ArticleProblems.SourceTooLong) : null,
        Plain(body) is { Length: >= 2 and <= LongestBody } text ? text : throw new RuleBroken(ArticleProblems.BodyMissing));

    private static string? Plain(string? said) => said?.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim();
}

/// <summary>
/// What the authority publishes for anybody (ORG-38): 草稿 → 已发布 → 已撤回 → 已发布 … What is published does not change under its readers:
/// it is withdrawn, with a reason for the colleagues, before it is rewritten.
/// </summary>
internal sealed class Article : IRegionOwned, IBrigadeOwned
{
    private const int LongestReason = 200;

    public Guid Id { get; private set; }
    public string Region { get; private set; } = "";

    /// <summary>Of a brigade's article; null: the corps wrote it.</summary>
    public Guid? BrigadeId { get; private set; }

    /// <summary>发布单位, as readers see it.</summary>
    public string Publisher { get; private set; } = "";

    public ArticleKind Kind { get; private set; }
    public string Title { get; private set; } = "";
    public string? Source { get; private set; }
    public string Body { get; private set; } = "";
    public ArticleState State { get; private set; }
    public DateTimeOffset WrittenAt { get; private set; }
    public string WrittenBy { get; private set; } = "";
    public DateTimeOffset? PublishedAt { get; private set; }
    public string? WithdrawnBecause { get; private set; }

    private Article()
    {
    }

    public static Article Write(Guid id, string region, Guid? brigadeId, string publisher, ArticleText text, string byName, DateTimeOffset now)
    {
        var article = new Article { Id = id, Region = region, BrigadeId = brigadeId, Publisher = publisher };
        article.Take(text, byName, now);
        return article;
    }

    /// <exception cref="RuleBroken">It is published.</exception>
    public void Rewrite(ArticleText text, string byName, DateTimeOffset now)
    {
        if (State == ArticleState.Published)
        {
            throw new RuleBroken(ArticleProblems.IsPublished);
        }

        Take(text, byName, now);
    }

    /// <exception cref="RuleBroken">It is published already.</exception>
    public void Publish(DateTimeOffset now) => (State, PublishedAt, WithdrawnBecause) = State == ArticleState.Published
        ? throw new RuleBroken(ArticleProblems.IsPublished)
        : (ArticleState.Published, now, (string?)null);

    /// <exception cref="RuleBroken">It is not published, or nobody says why.</exception>
    public void Withdraw(string? reason) => (State, WithdrawnBecause) = State != ArticleState.Published
        ? throw new RuleBroken(ArticleProblems.NotPublished)
        : (ArticleState.Withdrawn, reason?.Trim() is { Length: >= 2 and <= LongestReason } why ? why : throw new RuleBroken(ArticleProblems.ReasonMissing));

    private void Take(ArticleText text, string byName, DateTimeOffset now) =>
        (Kind, Title, Source, Body, WrittenBy, WrittenAt) = (text.Kind, text.Title, text.Source, text.Body, byName, now);
}

internal static class ArticleProblems
{
    public static readonly Problem NotYours = new("article.not_yours", 404, "没有这篇文章，或者它不归您管，请刷新列表。", "ORG-38");
    public static readonly Problem NotThere = new("article.not_there", 404, "这篇文章已经撤回，请看列表里的其他文章。", "ORG-38");
    public static readonly Problem KindMissing = new("article.kind_missing", 422, "请选栏目：报告通告、办公指南、相关法规或技术标准。", "ORG-38");
    public static readonly Problem TitleMissing = new("article.title_missing", 422, "请写标题，2 到 80 个字。", "ORG-38");
    public static readonly Problem SourceTooLong = new("article.source_too_long", 422, "出处太长，请缩到 100 个字以内。", "ORG-38");
    public static readonly Problem BodyMissing = new("article.body_missing", 422, "请写正文，2 到 20000 个字。", "ORG-38");
    public static readonly Problem ReasonMissing = new("article.reason_missing", 422, "请写为什么撤回，2 到 200 个字，同事看得到。", "ORG-38");
    public static readonly Problem IsPublished = new("article.published", 409, "这篇已经发布，要改先撤回。", "ORG-38");
    public static readonly Problem NotPublished = new("article.not_published", 409, "这篇没有在发布，请刷新列表。", "ORG-38");
}
