using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Supervision.Articles;

namespace WeChatService.Supervision.ForAuthority;

/// <summary>通告 at the authority's desk: written, published, withdrawn (ORG-38). A brigade sees its own, the corps all of its region.</summary>
internal static class WriteArticles
{
    /// <param name="Body">Plain text; "## " begins a heading, "- " an item of a list.</param>
    public sealed record Request(ArticleKind? Kind, string? Title, string? Source, string? Body);

    /// <param name="Reason">2 to 200 characters.</param>
    public sealed record Withdrawal(string? Reason);

    public sealed record Row(
        Guid Id, ArticleKind Kind, string Title, string? Source, string Publisher, ArticleState State, string WrittenBy, DateTimeOffset WrittenAt,
        DateTimeOffset? PublishedAt, string? WithdrawnBecause);

    public sealed record Sheet(Row Article, string Body, IReadOnlyList<ArticleBlock> Blocks);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/articles", List).For(Role.Brigade, Role.Corps);
        authority.MapGet("/articles/{id:guid}", Show).For(Role.Brigade, Role.Corps);
        authority.MapPost("/articles", Write).For(Role.Brigade, Role.Corps);
        authority.MapPut("/articles/{id:guid}", Rewrite).For(Role.Brigade, Role.Corps);
        authority.MapPost("/articles/{id:guid}/publication", Publish).For(Role.Brigade, Role.Corps);
        authority.MapPost("/articles/{id:guid}/withdrawal", Withdraw).For(Role.Brigade, Role.Corps);
    }

    /// <summary>What was written last stands first.</summary>
    private static async Task<Page<Row>> List(
        ArticleKind? kind, ArticleState? state, string? search, [AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        var articles = db.Set<Article>().AsNoTracking().Where(a => (kind == null || a.Kind == kind) && (state == null || a.State == state));
        if (SearchWords.Of(search) is { } words)
        {
            articles = articles.Where(a => SearchWords.Holds(a.Title, words.Text, words.Pattern));
        }

        var total = await articles.CountAsync(ct);
        var rows = await articles.OrderByDescending(a => a.WrittenAt).ThenBy(a => a.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<Row>(rows.ConvertAll(RowOf), total);
    }

    private static async Task<Sheet> Show(Guid id, AppDb db, CancellationToken ct) => SheetOf(await Mine(db, id, ct));

    private static async Task<Created<Sheet>> Write(
        Request said, AppDb db, CurrentActor actor, IAuthorities authorities, IRegionPolicies policies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required;
        var region = me.Region ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var brigade = me.BrigadeId is { } mine ? await authorities.FindBrigade(mine, ct) : null;
        var article = Article.Write(
            ids.Next(), region, brigade?.Id, brigade?.Name ?? $"{policies.For(region).Name}消防救援总队",
            ArticleText.Read(said.Kind, said.Title, said.Source, said.Body), me.Name, time.GetUtcNow());
        db.Add(article);
        db.Audit("article.written", nameof(Article), article.Id, $"{me.Name}写了《{article.Title}》");
        return TypedResults.Created($"/api/authority/articles/{article.Id}", SheetOf(article));
    }

    private static async Task<Sheet> Rewrite(Guid id, Request said, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var article = await Mine(db, id, ct);
        var before = article.Title;
        article.Rewrite(ArticleText.Read(said.Kind, said.Title, said.Source, said.Body), actor.Required.Name, time.GetUtcNow());
        db.Audit("article.rewritten", nameof(Article), article.Id, $"{actor.Required.Name}改了《{before}》", after: new { article.Title });
        return SheetOf(article);
    }

    private static async Task<Sheet> Publish(Guid id, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var article = await Mine(db, id, ct);
        article.Publish(time.GetUtcNow());
        db.Audit("article.published", nameof(Article), article.Id, $"{actor.Required.Name}发布《{article.Title}》");
        return SheetOf(article);
    }

    private static async Task<Sheet> Withdraw(Guid id, Withdrawal said, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        var article = await Mine(db, id, ct);
        article.Withdraw(said.Reason);
        db.Audit("article.withdrawn", nameof(Article), article.Id, $"{actor.Required.Name}撤回《{article.Title}》：{article.WithdrawnBecause}");
        return SheetOf(article);
    }

    private static async Task<Article> Mine(AppDb db, Guid id, CancellationToken ct) =>
        await db.Set<Article>().FirstOrDefaultAsync(a => a.Id == id, ct) ?? throw new RuleBroken(ArticleProblems.NotYours);

    private static Sheet SheetOf(Article a) => new(RowOf(a), a.Body, ArticleBlock.Of(a.Body));

    private static Row RowOf(Article a) => new(
        a.Id, a.Kind, a.Title, a.Source, a.Publisher, a.State, a.WrittenBy, a.WrittenAt, a.PublishedAt, a.WithdrawnBecause);
}
