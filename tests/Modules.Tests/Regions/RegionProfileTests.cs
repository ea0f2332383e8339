using System.Text.Json.Nodes;
using WeChatService.Kernel;
using WeChatService.Regions;
using WeChatService.Regions.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Regions;

/// <summary>The profiles that are shipped, and what happens to a profile with a fault.</summary>
public sealed class RegionProfileTests
{
    private static readonly string Shipped = InCheckout("config", "regions");

    private static readonly Lazy<IReadOnlyList<RegionPolicy>> Policies = new(() => PolicyFiles.Load(Shipped));

    public static TheoryData<string> Codes => ["beijing", "shaanxi", "shanghai", "xinjiang"];

    [Fact]
    public void The_four_shipped_profiles_load() =>
        Assert.Equal(["beijing", "shaanxi", "shanghai", "xinjiang"], Policies.Value.Select(p => p.Code));

    [Theory, MemberData(nameof(Codes))]
    public void A_missing_key_stops_the_start_and_is_named_with_its_file(string code)
    {
        var faults = FaultsOf(code, profile => profile["filing"]!.AsObject().Remove("days"));
        Assert.Equal([$"{code}.json: filing.days: missing"], faults);
    }

    [Fact]
    public void Every_single_key_is_missed_by_its_name()
    {
        foreach (var key in PolicySense.Keys.Where(k => !k.Contains(".limits.") && k is not ("proposed" or "settled")))
        {
            var path = key.Split('.');
            var faults = FaultsOf("beijing", profile => Parent(profile, path).Remove(path[^1]));
            Assert.Contains($"beijing.json: {key}: missing", faults);
        }
    }

    [Fact]
    public void A_misspelt_key_is_named_and_so_is_the_one_it_should_have_been()
    {
        var faults = FaultsOf("shanghai", profile =>
        {
            var plan = profile["plan"]!.AsObject();
            plan.Remove("monthWindow");
            plan["monthWindwo"] = "CurrentMonth";
        });
        Assert.Equal(["shanghai.json: plan.monthWindwo: unknown key", "shanghai.json: plan.monthWindow: missing"], faults);
    }

    [Theory]
    [InlineData("checkin", "enabled", "\"yes\"", "checkin.enabled")]
    [InlineData("plan", "monthWindow", "\"Anytime\"", "plan.monthWindow")]
    [InlineData("plan", "monthWindow", "1", "plan.monthWindow")]
    [InlineData("face", "threshold", "\"0.8\"", "face.threshold")]
    [InlineData("review", "roles", "\"ProjectLead\"", "review.roles")]
    [InlineData("report", "numberPrefix", "null", "report.numberPrefix")]
    public void A_value_of_the_wrong_type_is_named_by_its_key(string group, string key, string value, string named)
    {
        var faults = FaultsOf("shaanxi", profile => profile[group]!.AsObject()[key] = JsonNode.Parse(value));
        Assert.StartsWith($"shaanxi.json: {named}", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_all_files_are_told_at_once()
    {
        using var folder = new TemporaryProfiles(Shipped);
        folder.Change("beijing", p => p.Remove("face"));
        folder.Change("xinjiang", p => p["face"]!["threshold"] = 1.5);
        var refused = Assert.Throws<PolicyFileRefused>(() => PolicyFiles.Load(folder.Path));
        Assert.Equal(["beijing.json: face: missing", "xinjiang.json: face.threshold: must be above 0 and at most 1"], refused.Faults);
    }

    [Fact]
    public void A_region_cannot_have_check_ins_and_consents_at_once() =>
        Assert.Contains("checkin.enabled", Assert.Single(FaultsOf("shanghai", p => (p["approval"]!["start"], p["approval"]!["offlineHours"]) = (true, 24))));

    [Fact]
    public void A_mark_must_name_a_key_that_exists() =>
        Assert.Contains("\"filing.colour\" is no key", Assert.Single(FaultsOf("shanghai", p => p["proposed"]!.AsArray().Add("filing.colour"))));

    [Fact]
    public void Broken_JSON_names_its_file() =>
        Assert.StartsWith("beijing.json:", Assert.Single(FaultsOf("beijing", _ => { }, text => text[..^20])));

    [Fact]
    public void An_unknown_region_code_is_refused() =>
        Assert.Throws<ArgumentException>(() => new RegionPolicies(Policies.Value).For("atlantis"));

    [Fact, Rule("ACC-06", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public void A_password_of_five_characters_is_refused_and_one_of_six_is_taken()
    {
        foreach (var rule in new[] { "beijing", "shaanxi", "xinjiang" }.Select(code => Of(code).Auth.PasswordRule))
        {
            Assert.False(rule.Accepts("abcde"));
            Assert.True(rule.Accepts("abcdef"));
            Assert.False(rule.Accepts(new string('a', 21)));
        }
    }

    [Fact, Rule("ACC-07", Regions = ["shanghai"])]
    public void Shanghai_asks_for_eight_characters_of_three_kinds()
    {
        var rule = Of("shanghai").Auth.PasswordRule;
        Assert.False(rule.Accepts("abcdefgh"));
        Assert.False(rule.Accepts("Abc1234"));
        Assert.True(rule.Accepts("Abc12345"));
    }

    [Fact, Rule("EVL-03")]
    public void Four_consistencies_and_two_yes_or_no_questions_are_asked()
    {
        foreach (var asked in Policies.Value.Select(p => p.Evaluation.Questions))
        {
            Assert.Equal(4, asked.Count(q => q.Kind == QuestionKind.Consistency));
            Assert.Equal(2, asked.Count(q => q.Kind == QuestionKind.YesNo));
        }
    }

    [Fact]
    public void What_the_sources_state_is_what_the_profiles_say()
    {
        Assert.True(Of("shanghai").Checkin.Enabled);
        Assert.True(Of("beijing").Approval is { Start: true, Submit: true });
        Assert.Equal([Role.Operator], Of("beijing").Plan.Assignees);
        Assert.Equal([Role.Operator, Role.ProjectLead], Of("shaanxi").Plan.Assignees);
        Assert.Equal(new JudgementLimits(0, 2, 4), Of("beijing").Judge.Limits);
        Assert.Equal(EngineerGrade.First, Of("shanghai").Lead.MinGrade);
        Assert.Equal(20, Of("shaanxi").Limits.ContractAttachmentMb);
        Assert.Equal(50, Of("beijing").Limits.ReportPdfMb);
        Assert.True(Of("xinjiang").Review.Face);
        Assert.False(Of("beijing").Report.DeleteBeforeFiling.Detection);
        Assert.Equal(5, Of("xinjiang").Filing.Days);
        Assert.False(Of("shanghai").Notify.Resend);
    }

    private static RegionPolicy Of(string code) => Policies.Value.Single(p => p.Code == code);

    private static IReadOnlyList<string> FaultsOf(string code, Action<JsonObject> change, Func<string, string>? text = null)
    {
        using var folder = new TemporaryProfiles(Shipped, code);
        folder.Change(code, change, text);
        return Assert.Throws<PolicyFileRefused>(() => PolicyFiles.Load(folder.Path)).Faults;
    }

    private static JsonObject Parent(JsonObject profile, string[] path) =>
        path[..^1].Aggregate(profile, (at, name) => at[name]!.AsObject());

    internal static string InCheckout(params string[] path)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "WeChatService.slnx")))
        {
            at = at.Parent;
        }

        return Path.Combine([at.FullName, .. path]);
    }

    /// <summary>A copy of the shipped profiles that a test may spoil.</summary>
    private sealed class TemporaryProfiles : IDisposable
    {
        public TemporaryProfiles(string from, string? only = null)
        {
            foreach (var file in Directory.GetFiles(from, (only ?? "*") + ".json"))
            {
                File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)));
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("profiles").FullName;

        public void Change(string code, Action<JsonObject> change, Func<string, string>? text = null)
        {
            var file = System.IO.Path.Combine(Path, code + ".json");
            var profile = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            change(profile);
            File.WriteAllText(file, (text ?? (t => t))(profile.ToJsonString()));
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
