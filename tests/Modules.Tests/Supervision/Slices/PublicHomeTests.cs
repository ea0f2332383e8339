using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Supervision.Slices;

/// <summary>What anybody reads without sign-in: articles of the authority, agencies, and projects where the region publishes them.</summary>
public sealed class PublicHomeTests(House house) : Slice(house)
{
    private static readonly Dictionary<string, string> Corps = new() { ["shanghai"] = "sh-corps", ["beijing"] = "bj-corps", ["shaanxi"] = "sx-corps", ["xinjiang"] = "xj-corps" };

    [Fact, Rule("ORG-38"), Rule("SCR-04", Regions = ["shanghai"])]
    public async Task An_article_is_anybodys_from_its_publication_to_its_withdrawal_and_its_text_is_never_markup()
    {
        using var anybody = House.System.Anonymous();
        foreach (var (region, key) in Corps)
        {
            using var corps = await House.Authority(key);
            var before = (await anybody.Get($"/articles?region={region}")).ShouldBeOk()["total"].GetInt32();
            (await corps.Post("/articles", Said("  ", "正文"))).ShouldRefuse("article.title_missing", "ORG-38", 422);
            (await corps.Post("/articles", Said("标题", ""))).ShouldRefuse("article.body_missing", "ORG-38", 422);
            (await corps.Post("/articles", new { title = "标题", body = "正文" })).ShouldRefuse("article.kind_missing", "ORG-38", 422);
            (await corps.Post("/articles", new { kind = "Nonsense", title = "标题", body = "正文" })).ShouldRefuse("request.malformed", status: 400);
            var id = (await corps.Post("/articles", Said("冬季检查", "第一段\n还是第一段\n\n## 要带什么\n- <script>alert(1)</script>\n- 证件\n#不是标题")))
                .ShouldBeOk()["article"].GetProperty("id").GetGuid();
            (await anybody.Get($"/articles/{id}")).ShouldRefuse("article.not_there", "ORG-38", 404);
            Assert.Equal(before, (await anybody.Get($"/articles?region={region}")).ShouldBeOk()["total"].GetInt32());
            (await corps.Post($"/articles/{id}/withdrawal", new { reason = "写错了" })).ShouldRefuse("article.not_published", "ORG-38", 409);

            (await corps.Post($"/articles/{id}/publication")).ShouldBeOk();
            (await corps.Post($"/articles/{id}/publication")).ShouldRefuse("article.published", "ORG-38", 409);
            (await corps.Put($"/articles/{id}", Said("改一改", "改一改"))).ShouldRefuse("article.published", "ORG-38", 409);
            var first = (await anybody.Get($"/articles?region={region}&kind=Notice")).ShouldBeOk()["items"][0];
            Assert.Equal((id, "冬季检查"), (first.GetProperty("id").GetGuid(), first.GetProperty("title").GetString()));
            Assert.Equal(
                ["Paragraph:第一段\n还是第一段", "Heading:要带什么", "Item:<script>alert(1)</script>", "Item:证件", "Paragraph:#不是标题"],
                (await anybody.Get($"/articles/{id}")).ShouldBeOk()["blocks"].EnumerateArray().Select(b => $"{b.GetProperty("kind").GetString()}:{b.GetProperty("text").GetString()}"));
            Assert.Equal(1, (await anybody.Get($"/articles?region={region}&search=冬季")).ShouldBeOk()["total"].GetInt32());
            Assert.Equal(0, (await anybody.Get($"/articles?region={region}&search=%25_")).ShouldBeOk()["total"].GetInt32());

            (await corps.Post($"/articles/{id}/withdrawal", new { reason = " " })).ShouldRefuse("article.reason_missing", "ORG-38", 422);
            (await corps.Post($"/articles/{id}/withdrawal", new { reason = "日期写错了" })).ShouldBeOk();
            (await anybody.Get($"/articles/{id}")).ShouldRefuse("article.not_there", "ORG-38", 404);
            (await corps.Put($"/articles/{id}", Said("冬季检查（更正）", "正文"))).ShouldBeOk();
            (await corps.Post($"/articles/{id}/publication")).ShouldBeOk();
            Assert.Equal("冬季检查（更正）", (await anybody.Get($"/articles/{id}")).ShouldBeOk()["article"].GetProperty("title").GetString());
        }

        Assert.Equal(20, await House.Value<long>("select count(*) from audit_entry where act like 'article.%'"));
    }

    [Fact, Rule("ORG-38"), Rule("ACC-17")]
    public async Task A_brigade_writes_its_own_the_corps_sees_all_of_its_region_and_nobody_elses_article_is_there()
    {
        using var brigade = await House.Authority("sh-brigade");
        var id = (await brigade.Post("/articles", Said("临湖区培训", "周五下午两点"))).ShouldBeOk()["article"].GetProperty("id").GetGuid();
        using (var corps = await House.Authority("sh-corps"))
        {
            Assert.Equal("临湖区消防救援支队", (await corps.Get($"/articles/{id}")).ShouldBeOk()["article"].GetProperty("publisher").GetString());
            (await corps.Post($"/articles/{id}/publication")).ShouldBeOk();
        }

        using var other = await House.Authority("bj-corps");
        (await other.Get($"/articles/{id}")).ShouldRefuse("article.not_yours", "ORG-38", 404);
        (await other.Post($"/articles/{id}/withdrawal", new { reason = "不归我管" })).ShouldRefuse("article.not_yours", "ORG-38", 404);
        Assert.DoesNotContain((await other.Get("/articles?size=100")).ShouldBeOk()["items"].EnumerateArray(), a => a.GetProperty("id").GetGuid() == id);
        Assert.Equal([id], (await brigade.Get("/articles")).ShouldBeOk()["items"].EnumerateArray().Select(a => a.GetProperty("id").GetGuid()));
        (await (await House.Console("sh-admin")).Send(HttpMethod.Post, "/api/authority/articles", Said("通告", "正文"))).ShouldRefuse("actor.not_your_role", status: 403);
        using var anybody = House.System.Anonymous();
        (await anybody.Send(HttpMethod.Post, "/api/authority/articles", Said("通告", "正文"))).ShouldRefuse("session.missing", status: 401);
    }

    [Theory, InlineData("shanghai", true), InlineData("beijing", false), InlineData("shaanxi", false), InlineData("xinjiang", false)]
    [Rule("ORG-26"), Rule("ORG-38")]
    public async Task Agencies_are_listed_by_type_everywhere_and_projects_only_where_the_region_publishes_them(string region, bool publishes)
    {
        using var anybody = House.System.Anonymous();
        Assert.Equal(publishes, (await anybody.Get("/regions")).ShouldBeOk().Json.EnumerateArray().Single(r => r.GetProperty("code").GetString() == region).GetProperty("publishesProjects").GetBoolean());
        var agency = (await anybody.Get($"/agencies?region={region}&type=Assessment")).ShouldBeOk()["items"][0].GetProperty("id").GetGuid();
        var sheet = (await anybody.Get($"/agencies/{agency}")).ShouldBeOk();
        Assert.True(sheet["engineers"].GetInt32() > 0 && sheet["operators"].GetInt32() > 0);
        Assert.DoesNotContain("phone", sheet.Text, StringComparison.OrdinalIgnoreCase);
        (await anybody.Get($"/agencies/{Guid.NewGuid()}")).ShouldRefuse("agency.not_listed", "ORG-38", 404);

        var main = Demo.Id("project", $"{region}-main");
        var projects = await anybody.Get($"/projects?region={region}&type=MaintenanceAndDetection&size=100");
        if (!publishes)
        {
            projects.ShouldRefuse("project.not_public", "ORG-26", 403);
            (await anybody.Get($"/projects/{main}")).ShouldRefuse("project.not_listed", "ORG-38", 404);
            return;
        }

        var rows = projects.ShouldBeOk()["items"].EnumerateArray().ToList();
        var row = rows.Single(p => p.GetProperty("id").GetGuid() == main);
        Assert.Equal((string[])["agencyId", "agencyName", "district", "id", "name", "serviceType", "state"], row.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal("临湖区", row.GetProperty("district").GetString());
        Assert.All(rows, p => Assert.DoesNotContain(p.GetProperty("state").GetString(), (string[])["Draft", "Terminated", "Cancelled"]));
        Assert.All((await anybody.Get($"/projects?region={region}&type=Assessment")).ShouldBeOk()["items"].EnumerateArray(), p => Assert.Equal("Assessment", p.GetProperty("serviceType").GetString()));
        (await anybody.Get($"/projects/{Demo.Id("project", "shanghai-warehouse")}")).ShouldRefuse("project.not_listed", "ORG-38", 404);
        (await anybody.Get("/projects?region=nowhere")).ShouldRefuse("project.not_public", "ORG-26", 403);
    }

    [Fact, Rule("ORG-38")]
    public async Task What_anybody_reads_is_read_once_in_a_while_and_not_without_end()
    {
        await House.Renew(settings: new Dictionary<string, string?> { ["Public:CacheSeconds"] = "60", ["Limits:PublicPerMinute"] = "12" });
        using var anybody = House.System.Anonymous();
        var first = (await anybody.Get("/articles?region=shanghai")).ShouldBeOk()["total"].GetInt32();
        await House.SqlAsAdmin("update article set state = 'Withdrawn'");
        Assert.Equal(first, (await anybody.Get("/articles?region=shanghai")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await anybody.Get("/articles?region=beijing")).ShouldBeOk()["total"].GetInt32());
        var answers = new List<Answer>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add(await anybody.Get("/articles?region=shanghai"));
        }

        answers[^1].ShouldRefuse("request.too_many", status: 429);
    }

    private static object Said(string title, string body) => new { kind = "Notice", title, body };
}
