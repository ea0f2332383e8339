using System.Text.Json;
using WeChatService.RuleReport;

// Called by scripts/rules; see there for the arguments and exit codes.
var root = args[0];
var json = args.Contains("--json");
var asked = args.Skip(1).Where(a => a != "--json").Select(a => a.ToUpperInvariant()).ToList();
var rules = RuleBook.Read(Path.Combine(root, "src", "rules.md"));

var strange = asked.Where(a => rules.All(r => r.Id != a && r.Group != a)).ToList();
if (strange.Count > 0)
{
    Console.Error.WriteLine($"No such group or rule: {string.Join(", ", strange)}. Groups: {string.Join(' ', rules.Select(r => r.Group).Distinct())}");
    return 2;
}

var results = Directory.Exists(Path.Combine(root, ".run", "test-results")) ? Directory.GetFiles(Path.Combine(root, ".run", "test-results"), "*.trx") : [];
if (results.Length == 0)
{
    Console.Error.WriteLine("No test results. Run scripts/test first.");
    return 3;
}

var proofs = new List<Claim>();
var refuted = new List<Claim>();
var faults = new List<string>();
foreach (var trx in results)
{
    var project = Path.GetFileNameWithoutExtension(trx);
    // The configuration that was built last is the one that was tested.
    var assembly = new[] { "Release", "Debug" }
        .Select(configuration => Path.Combine(root, "tests", project, "bin", configuration, "net10.0", $"WeChatService.{project}.dll"))
        .Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc);
    if (assembly is null)
    {
        faults.Add($"{project}: results, but no built tests");
        continue;
    }

    var outcomes = TestOutcomes.Of(trx);
    foreach (var claim in TestClaims.Of(assembly))
    {
        var rule = rules.FirstOrDefault(r => r.Id == claim.RuleId);
        var unknown = claim.Regions.Where(region => !RuleBook.Profiles.Contains(region)).ToList();
        if (rule is null || unknown.Count > 0)
        {
            faults.Add($"{claim.Test}: names {(rule is null ? $"the unknown rule {claim.RuleId}" : $"the unknown region {string.Join(", ", unknown)}")}");
        }
        else if (outcomes.TryGetValue(claim.Test, out var passed))
        {
            (passed ? proofs : refuted).Add(claim);
        }
    }
}

var scope = rules.Where(r => asked.Count == 0 || asked.Contains(r.Id) || asked.Contains(r.Group)).ToList();
var report = ProofReport.Of(scope, proofs, refuted);
Console.WriteLine(json ? JsonSerializer.Serialize(new { groups = report.Groups, faults }, new JsonSerializerOptions(JsonSerializerDefaults.Web)) : report.Print());
faults.ForEach(Console.Error.WriteLine);
return report.NothingMissing && faults.Count == 0 ? 0 : 1;
