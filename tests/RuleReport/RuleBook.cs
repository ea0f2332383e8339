using System.Text.RegularExpressions;

namespace WeChatService.RuleReport;

/// <param name="Regions">The profiles the rule concerns: region codes, or "national".</param>
internal sealed record Rule(string Id, string Kind, string Text, IReadOnlyList<string> Regions)
{
    public string Group => Id[..3];
}

/// <summary>src/rules.md as a table.</summary>
internal static partial class RuleBook
{
    public static readonly string[] Profiles = ["beijing", "shaanxi", "shanghai", "xinjiang"];

    public static IReadOnlyList<Rule> Read(string file)
    {
        var rules = File.ReadLines(file).Select(line => Row().Match(line)).Where(m => m.Success).Select(m => new Rule(
            m.Groups["id"].Value, m.Groups["kind"].Value, m.Groups["text"].Value, RegionsOf(m.Groups["regions"].Value))).ToList();
        return rules.Count > 0 ? rules : throw new InvalidDataException($"{file} holds no rule");
    }

    private static IReadOnlyList<string> RegionsOf(string cell) =>
        cell == "all" ? Profiles : [.. cell.Split(',', StringSplitOptions.TrimEntries)];

    [GeneratedRegex(@"^\| (?<id>[A-Z]{3}-\d\d) \| (?<kind>[SIG]) \| (?<text>.+?) \| (?<regions>[a-z, ]+) \|")]
    private static partial Regex Row();
}
