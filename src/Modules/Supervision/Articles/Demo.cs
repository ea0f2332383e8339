using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Supervision.Articles;

/// <summary>The demonstration articles of config/demo/articles.json, published by the corps of every region that they name.</summary>
internal sealed class Demo(AppDb db, IRegionPolicies policies, TimeProvider time) : IDemoSeed
{
    private sealed record ArticleSeed(string Key, IReadOnlyList<string> Regions, ArticleKind Kind, string Title, string? Source, IReadOnlyList<string> Body);

    public int Order => 150;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        var known = await db.Set<Article>().Select(a => a.Id).ToHashSetAsync(ct);
        var now = time.GetUtcNow();
        var minutes = 0;
        foreach (var seed in await world.Read<List<ArticleSeed>>("articles.json", ct))
        {
            foreach (var region in seed.Regions.Where(r => !known.Contains(DemoWorld.Id("article", $"{r}/{seed.Key}"))))
            {
                // The file's order is the lists' order.
                var at = now.AddMinutes(-minutes++);
                var article = Article.Write(
                    DemoWorld.Id("article", $"{region}/{seed.Key}"), region, null, $"{policies.For(region).Name}消防救援总队（演示）",
                    ArticleText.Read(seed.Kind, seed.Title, seed.Source, string.Join('\n', seed.Body)), "演示", at);
                article.Publish(at);
                db.Add(article);
            }
        }

        await db.SaveChangesAsync(ct);
    }
}
