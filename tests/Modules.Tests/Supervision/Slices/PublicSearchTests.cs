using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Supervision.Slices;

/// <summary>The searches of the public home: they find what ILIKE finds, by the index of pairs of characters (decision 22).</summary>
public sealed class PublicSearchTests(House house) : Slice(house)
{
    /// <summary>Enough rows that reading the table would be the worse way.</summary>
    private const int Many = 20_000;

    [Theory, InlineData("projects"), InlineData("agencies"), InlineData("articles")]
    [Rule("ORG-38"), Rule("SCR-04", Regions = ["shanghai"])]
    public async Task A_word_of_two_characters_is_found_by_the_index(string list)
    {
        var index = list switch { "projects" => "xix_project_search", "agencies" => "xix_agency_search", _ => "xix_article_search" };
        await House.SqlAsAdmin(list switch
        {
            "projects" => Copies("project", "id, name", $"gen_random_uuid(), {Name}", "region = 'shanghai' and state = 'Active'"),
            "agencies" => Copies("agency", "id, name, credit_code", $"gen_random_uuid(), {Name}, 'X' || g", "region = 'shanghai'"),
            _ => Copies("article", "id, title", $"gen_random_uuid(), {Name}", "region = 'shanghai' and state = 'Published'"),
        });
        await House.SqlAsAdmin($"analyze {list.TrimEnd('s').Replace("agencie", "agency", StringComparison.Ordinal)}");
        var before = await Uses(index);

        using var anybody = House.System.Anonymous();
        Assert.Equal(20, (await anybody.Get($"/{list}?region=shanghai&search=仁济")).ShouldBeOk()["total"].GetInt32());

        // The database counts its index's uses within seconds of the statement's end.
        for (var i = 0; await Uses(index) == before; i++)
        {
            Assert.True(i < 600, $"{index} was not used");
            await Task.Delay(200);
        }
    }

    [Theory]
    [InlineData("仁济医院A座", "仁济", true), InlineData("仁济医院A座", "a座", true), InlineData("仁济医院A座", "A", true), InlineData("仁济医院A座", "医仁", false)]
    [InlineData("仁济医院A座", "仁济医院A座", true), InlineData("仁济医院A座", "仁济医院A座1", false), InlineData("100%_纯", "%_", true), InlineData("100纯", "%", false)]
    [InlineData("a\\b", "\\b", true), InlineData("一 二", "一 二", true), InlineData("", "一", false), InlineData("一", "一", true), InlineData("𠮷野家", "𠮷野", true)]
    [Rule("ORG-38")]
    public async Task The_index_has_the_same_opinion_as_ILIKE(string name, string typed, bool holds)
    {
        var words = SearchWords.Of(typed)!;
        Assert.Equal(holds, await House.Value<bool>($"select search_holds('{name}', '{words.Text}', '{words.Pattern}')"));
        Assert.Equal(holds, await House.Value<bool>($"select '{name}' ilike '{words.Pattern}'"));
    }

    /// <summary>One in a thousand is of 仁济.</summary>
    private const string Name = "(case when g % 1000 = 0 then '仁济' else '云州' end) || '医院' || g || '号'";

    /// <summary>A row of the demonstration many times over, some columns of it new.</summary>
    private static string Copies(string table, string columns, string values, string like) => $"""
        do $$
        declare rest text := (select string_agg(quote_ident(column_name), ', ') from information_schema.columns
          where table_name = '{table}' and is_generated = 'NEVER' and column_name not in ({string.Join(", ", columns.Split(", ").Select(c => $"'{c}'"))}));
        begin
          execute $f$insert into {table} ({columns}, $f$ || rest || $f$) select {values}, $f$ || rest || $f$
            from (select * from {table} where {like} limit 1) one, generate_series(1, {Many}) g$f$;
        end $$
        """;

    private Task<long> Uses(string index) => House.Value<long>($"select idx_scan from pg_stat_user_indexes where indexrelname = '{index}'");
}
