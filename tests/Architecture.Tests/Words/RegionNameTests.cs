using System.Text.RegularExpressions;

namespace WeChatService.Architecture.Tests.Words;

/// <summary>A region differs by its policy (config/regions); its name stands nowhere in code.</summary>
public partial class RegionNameTests
{
    [Fact]
    public void No_region_is_named_in_the_code()
    {
        // Demonstration data are made of regions.
        var named = from file in Product.SourceFiles()
                    where !file.Path.StartsWith("Sandbox/", StringComparison.Ordinal) && !Path.GetFileName(file.Path).StartsWith("Demo", StringComparison.Ordinal)
                    from line in file.Lines.Select((text, i) => (Text: text, Number: i + 1))
                    where Names(line.Text)
                    select $"{file.Path}:{line.Number}: {line.Text.Trim()}";

        Assert.Empty(named);
    }

    [Theory]
    [InlineData("""if (project.Region == "beijing")""")]
    [InlineData("""case "Shanghai":""")]
    [InlineData("""const string Home = "上海市";""")]
    public void A_guilty_specimen_is_found_out(string line) => Assert.True(Names(line));

    [Fact]
    public void A_comment_may_name_a_region() => Assert.False(Names("""    /// <summary>In Beijing the lead consents, e.g. "beijing".</summary>"""));

    private static bool Names(string line) => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Region().IsMatch(line);

    [GeneratedRegex("\"(shanghai|beijing|shaanxi|xinjiang|上海市?|北京市?|陕西省?|新疆[^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Region();
}
