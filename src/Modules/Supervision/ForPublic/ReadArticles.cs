using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Supervision.Articles;

namespace WeChatService.Supervision.ForPublic;

/// <summary>What the authority has published, for anybody, without sign-in (ORG-38, SCR-04).</summary>
internal static class ReadArticles
{
    public sealed record Row(Guid Id, ArticleKind Kind, string Title, string? Source, string Publisher, DateTimeOffset PublishedAt);

    public sealed record Sheet(Row Article, IReadOnlyList<ArticleBlock> Blocks);

    public static void Map(RouteGroupBuilder open)
    {
        open.MapGet("/articles", List).ForAnybody();
        open.MapGet("/articles/{id:guid}", Show).ForAnybody();
    }

    /// <summary>The newest first.</summary>
    private static async Task<Page<Row>> List(
        string region, ArticleKind? kind, string? search, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        // Anybody reads: drafts of a region stay its officers' own, published ones have no walls.
        using var system = actor.AsSystem();
        var articles = Published(db).Where(a => a.Region == region && (kind == null || a.Kind == kind));
        if (SearchWords.Of(search) is { } words)
        {
            articles = articles.Where(a =>
                SearchWords.Holds(a.Title, words.Text, words.Pattern) || SearchWords.Holds(a.Source, words.Text, words.Pattern));
        }

        var total = await articles.CountAsync(ct);
        var rows = await articles.OrderByDescending(a => a.PublishedAt).ThenBy(a => a.Id).Skip(page.Skip).Take(page.Take)
            .Select(a => new Row(a.Id, a.Kind, a.Title, a.Source, a.Publisher, a.PublishedAt!.Value)).ToListAsync(ct);
        return page.Of<Row>(rows, total);
    }

    private static async Task<Sheet> Show(Guid id, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        return await Published(db).FirstOrDefaultAsync(a => a.Id == id, ct) is { } a
            ? new Sheet(new(a.Id, a.Kind, a.Title, a.Source, a.Publisher, a.PublishedAt!.Value), ArticleBlock.Of(a.Body))
            : throw new RuleBroken(ArticleProblems.NotThere);
    }

    private static IQueryable<Article> Published(AppDb db) => db.Set<Article>().AsNoTracking().Where(a => a.State == ArticleState.Published);
}
