using System.Reflection;
using System.Text.RegularExpressions;
using WeChatService.Kernel;

namespace WeChatService.Architecture.Tests.Words;

/// <summary>Refusals are found by code within seconds: each code stands once, speaks Chinese, and names its rule.</summary>
public partial class ProblemTests
{
    private static readonly IReadOnlyList<(string Where, Problem Problem)> All =
    [
        .. from assembly in Product.Assemblies
           from type in assembly.GetTypes()
           where type.Name.EndsWith("Problems", StringComparison.Ordinal)
           from member in type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let value = member switch
           {
               FieldInfo { IsLiteral: false } field when field.FieldType == typeof(Problem) && !field.Name.Contains('<', StringComparison.Ordinal) => field.GetValue(null),
               PropertyInfo property when property.PropertyType == typeof(Problem) => property.GetValue(null),
               _ => null,
           }
           where value is Problem
           select ($"{type.Name}.{member.Name}", (Problem)value),
    ];

    [Fact]
    public void There_are_problems_to_look_at() => Assert.True(All.Count >= 15, $"{All.Count} found");

    [Fact]
    public void Each_code_is_declared_once()
    {
        var twice = All.GroupBy(p => p.Problem.Code).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(p => p.Where))}");

        Assert.Empty(twice);
    }

    [Fact]
    public void Each_code_stands_once_in_the_sources()
    {
        var sources = Product.SourceFiles().Where(f => !f.Path.StartsWith("Sandbox/", StringComparison.Ordinal)).Select(f => (f.Path, Text: string.Join('\n', f.Lines))).ToList();
        var elsewhere = from problem in All
                        // With its status: an audit entry may bear the same words.
                        let files = sources.Where(s => s.Text.Contains($"\"{problem.Problem.Code}\", {problem.Problem.Status}", StringComparison.Ordinal)).Select(s => s.Path).ToList()
                        where files.Count > 1
                        select $"{problem.Problem.Code}: {string.Join(", ", files)}";

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Each_code_is_dotted_lower_case() =>
        Assert.Empty(All.Where(p => !Code().IsMatch(p.Problem.Code)).Select(p => $"{p.Where}: {p.Problem.Code}"));

    [Fact]
    public void Each_title_is_a_Chinese_sentence() =>
        Assert.Empty(All.Where(p => !ChineseSentence().IsMatch(p.Problem.Title)).Select(p => $"{p.Where}: {p.Problem.Title}"));

    [Fact]
    public void Each_status_says_what_kind_of_refusal_it_is() =>
        Assert.Empty(All.Where(p => p.Problem.Status is not (400 or 401 or 403 or 404 or 409 or 410 or 413 or 415 or 422 or 429 or 500 or 502 or 503)).Select(p => $"{p.Where}: {p.Problem.Status}"));

    [Fact]
    public void Each_rule_is_written_as_a_rule_ID() =>
        Assert.Empty(All.Where(p => p.Problem.Rule is { } rule && !RuleId().IsMatch(rule)).Select(p => $"{p.Where}: {p.Problem.Rule}"));

    [GeneratedRegex(@"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
    private static partial Regex Code();

    [GeneratedRegex("[\u4e00-\u9fff].*[。！]$")]
    private static partial Regex ChineseSentence();

    [GeneratedRegex(@"^[A-Z]{3}-\d{2,3}$")]
    private static partial Regex RuleId();
}
