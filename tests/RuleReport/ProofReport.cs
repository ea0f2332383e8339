using System.Text;

namespace WeChatService.RuleReport;

internal sealed record ProfileProof(IReadOnlyList<string> Proven, IReadOnlyList<string> Unproven);

internal sealed record GroupProof(string Group, IReadOnlyDictionary<string, ProfileProof> Profiles);

/// <summary>Per group and profile: which rules a passing test proves, and which not.</summary>
internal sealed class ProofReport(IReadOnlyList<GroupProof> groups, IReadOnlyDictionary<string, string> texts)
{
    public IReadOnlyList<GroupProof> Groups { get; } = groups;

    public bool NothingMissing => Groups.All(g => g.Profiles.Values.All(p => p.Unproven.Count == 0));

    /// <param name="refuted">Claims of tests that failed or were skipped: one of them takes the proof away, whatever else passed.</param>
    public static ProofReport Of(IReadOnlyList<Rule> rules, IReadOnlyList<Claim> proofs, IReadOnlyList<Claim> refuted)
    {
        var (good, bad) = (proofs.ToLookup(p => p.RuleId), refuted.ToLookup(p => p.RuleId));
        static bool Concerns(Claim claim, string profile) => claim.Regions.Count == 0 || claim.Regions.Contains(profile);
        bool Proven(Rule rule, string profile) => good[rule.Id].Any(c => Concerns(c, profile)) && !bad[rule.Id].Any(c => Concerns(c, profile));
        var groups = rules.GroupBy(r => r.Group).Select(group => new GroupProof(group.Key, group
            .SelectMany(r => r.Regions).Distinct().Order(StringComparer.Ordinal)
            .ToDictionary(profile => profile, profile =>
            {
                var split = group.Where(r => r.Regions.Contains(profile)).ToLookup(r => Proven(r, profile), r => r.Id);
                return new ProfileProof([.. split[true]], [.. split[false]]);
            })));
        return new ProofReport([.. groups], rules.ToDictionary(r => r.Id, r => r.Text));
    }

    public string Print()
    {
        var page = new StringBuilder();
        foreach (var group in Groups)
        {
            foreach (var (profile, proof) in group.Profiles)
            {
                page.AppendLine($"{group.Group} {profile,-9} {proof.Proven.Count,3} of {proof.Proven.Count + proof.Unproven.Count,3} proven  {string.Join(' ', proof.Proven)}");
            }

            var missing = group.Profiles.SelectMany(p => p.Value.Unproven.Select(id => (Id: id, p.Key))).ToLookup(x => x.Id, x => x.Key);
            foreach (var rule in missing.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                page.AppendLine($"    unproven {rule.Key} ({(rule.Count() == group.Profiles.Count ? "all" : string.Join(", ", rule))}): {texts[rule.Key]}");
            }
        }

        var pairs = Groups.SelectMany(g => g.Profiles.Values).ToList();
        var proven = Groups.SelectMany(g => g.Profiles.Values).SelectMany(p => p.Proven).Distinct().Except(pairs.SelectMany(p => p.Unproven)).Count();
        page.Append($"{proven} of {texts.Count} rules proven in every profile they concern; {pairs.Sum(p => p.Proven.Count)} of {pairs.Sum(p => p.Proven.Count + p.Unproven.Count)} rule-and-profile pairs");
        return page.ToString();
    }
}
