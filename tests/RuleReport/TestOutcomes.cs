using System.Xml.Linq;

namespace WeChatService.RuleReport;

/// <summary>What became of the tests: full name → all of its results passed, and there was at least one.</summary>
internal static class TestOutcomes
{
    public static IReadOnlyDictionary<string, bool> Of(string trx)
    {
        var run = XDocument.Load(trx).Root!;
        var space = run.Name.Namespace;
        var names = run.Descendants(space + "UnitTest").ToDictionary(
            test => (string)test.Attribute("id")!,
            test => $"{(string?)test.Element(space + "TestMethod")?.Attribute("className")}.{Bare((string?)test.Element(space + "TestMethod")?.Attribute("name") ?? "")}");
        return run.Descendants(space + "UnitTestResult")
            .GroupBy(result => names[(string)result.Attribute("testId")!])
            .ToDictionary(g => g.Key, g => g.All(result => (string?)result.Attribute("outcome") == "Passed"));
    }

    /// <summary>The runner may write the class before the method, and a theory's arguments behind it.</summary>
    private static string Bare(string name)
    {
        var plain = name.Split('(')[0];
        return plain[(plain.LastIndexOf('.') + 1)..];
    }
}
