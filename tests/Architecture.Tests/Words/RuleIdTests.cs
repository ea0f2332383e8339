using System.Reflection;
using System.Text.RegularExpressions;
using WeChatService.TestKit;

namespace WeChatService.Architecture.Tests.Words;

/// <summary>Rule IDs in problems, comments and tests are those of src/rules.md.</summary>
public partial class RuleIdTests
{
    private static readonly string Book = Path.Combine(Product.Sources, "rules.md");

    [Fact]
    public void Every_rule_ID_in_the_code_stands_in_the_rule_book()
    {
        var known = Id().Matches(File.ReadAllText(Book)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        var groups = known.Select(id => id[..3]).ToHashSet(StringComparer.Ordinal);
        var unknown = from file in Product.SourceFiles()
                      from line in file.Lines
                      from Match match in Id().Matches(line)
                      where groups.Contains(match.Value[..3]) && !known.Contains(match.Value)
                      select $"{file.Path}: {match.Value}";

        Assert.NotEmpty(known);
        Assert.Empty(unknown.Distinct());
    }

    [Fact]
    public void Every_test_that_names_a_rule_names_one_of_the_book()
    {
        var known = Id().Matches(File.ReadAllText(Book)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        var tests = Path.Combine(TestServices.Checkout, "tests");
        var unknown = from file in Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
                      where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
                      from Match match in Claim().Matches(File.ReadAllText(file))
                      where !known.Contains(match.Groups["id"].Value)
                      select $"{Path.GetRelativePath(tests, file)}: {match.Groups["id"].Value}";

        Assert.Empty(unknown.Distinct());
    }

    [GeneratedRegex(@"\b[A-Z]{3}-\d{2,3}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\[Rule\(""(?<id>[^""]+)""")]
    private static partial Regex Claim();
}
