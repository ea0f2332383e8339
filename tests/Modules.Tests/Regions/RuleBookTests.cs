using System.Text.RegularExpressions;
using WeChatService.Regions;

namespace WeChatService.Modules.Tests.Regions;

/// <summary>src/rules.md is read by programs and people: it must agree with itself and with the profiles.</summary>
public sealed partial class RuleBookTests
{
    private static readonly IReadOnlyList<Match> Rows =
        [.. File.ReadLines(RegionProfileTests.InCheckout("src", "rules.md")).Select(line => Row().Match(line)).Where(m => m.Success)];

    [Fact]
    public void There_are_440_rules_and_each_ID_stands_once()
    {
        Assert.Equal(440, Rows.Count);
        Assert.Equal(440, Rows.Select(r => r.Groups["id"].Value).Distinct().Count());
    }

    [Fact]
    public void Every_policy_key_that_a_rule_asks_is_in_the_profiles() =>
        Assert.Subset(PolicySense.Keys.ToHashSet(), Rows.SelectMany(r => Key().Matches(r.Groups["policy"].Value)).Select(m => m.Groups[1].Value).ToHashSet());

    [Fact]
    public void Every_region_that_a_rule_concerns_has_a_profile() =>
        Assert.Subset(
            new HashSet<string> { "all", "national", "beijing", "shaanxi", "shanghai", "xinjiang" },
            Rows.SelectMany(r => r.Groups["regions"].Value.Split(", ")).ToHashSet());

    [GeneratedRegex(@"^\| (?<id>[A-Z]{3}-\d\d) \| [SIG] \| [^|]+ \| (?<regions>[a-z, ]+) \| (?<policy>[^|]+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Key();
}
