using System.Text.Json;
using WeChatService.Regions.Contracts;

namespace WeChatService.Regions;

/// <summary>What types cannot say: ranges, and keys that depend on each other.</summary>
internal static class PolicySense
{
    public static IEnumerable<string> Faults(RegionPolicy p, string fileName)
    {
        if (p.Code != fileName)
        {
            yield return $"code: \"{p.Code}\" is not the file's name";
        }

        if (p.Face.Threshold is <= 0 or > 1)
        {
            yield return "face.threshold: must be above 0 and at most 1";
        }

        if (p.Fence.AccuracyMetres <= 0 || p.Fence.ToleranceMetres < 0 || p.Fence.DefaultRadiusMetres <= 0)
        {
            yield return "fence: metres must be positive";
        }

        if (p.Auth.PasswordRule is { MinLength: < 6 } or { Kinds: < 1 or > 4 } || p.Auth.PasswordRule.MaxLength < p.Auth.PasswordRule.MinLength)
        {
            yield return "auth.passwordRule: at least 6 characters, 1 to 4 kinds, the longest not under the shortest";
        }

        if (p.Checkin.Enabled && (p.Approval.Start || p.Approval.Submit))
        {
            yield return "checkin.enabled: a region has check-ins or consents, not both";
        }

        if ((p.Approval.Start || p.Approval.Submit) != p.Approval.OfflineHours > 0)
        {
            yield return "approval.offlineHours: at least 1 where consents are used, 0 where they are not";
        }

        if (p.Field.Entries.SelectMany(g => g.Entries).GroupBy(e => e.Key).FirstOrDefault(g => g.Count() > 1) is { } shown)
        {
            yield return $"field.entries: {shown.Key} stands twice";
        }

        if (p.Field.AdviseSplitAbove < 1)
        {
            yield return "field.adviseSplitAbove: at least 1";
        }

        if (p.Evaluation.Enabled && p.Evaluation.Questions.Count == 0)
        {
            yield return "evaluation.questions: evaluation is on but nothing is asked";
        }

        if (p.Evaluation.Questions.GroupBy(q => q.Key).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            yield return $"evaluation.questions: the key \"{twice.Key}\" stands twice";
        }

        if (p.Evaluation.RemindAfterDays.Zip(p.Evaluation.RemindAfterDays.Skip(1).Append(p.Evaluation.SilenceDays), (day, next) => day < 1 || day >= next).Any(wrong => wrong))
        {
            yield return "evaluation.remindAfterDays: days from 1, ascending, before evaluation.silenceDays";
        }

        if (new[] { p.Fault.DueDays.Urgent, p.Fault.DueDays.Ordinary, p.Fault.RemindAfterDays.Urgent, p.Fault.RemindAfterDays.Ordinary, p.Fault.RemindEveryDays }.Min() < 1
            || p.Fault.ResultPhotoMin < 0 || p.Fault.ResultPhotoMin > p.Limits.PhotosPerItem)
        {
            yield return "fault: days must be at least 1, resultPhotoMin between 0 and limits.photosPerItem";
        }

        if (p.Report.Basis.Count == 0 || p.Report.DetectionBasis.Count == 0 || p.Report.NumberPrefix.Length == 0)
        {
            yield return "report: basis, detectionBasis and numberPrefix must not be empty";
        }

        foreach (var (key, list) in new (string, int)[]
        {
            ("plan.assignees", p.Plan.Assignees.Count), ("review.roles", p.Review.Roles.Count), ("report.author", p.Report.Author.Count),
            ("filing.channel.generated", p.Filing.Channel.Generated.Count), ("client.op", p.Client.Op.Count), ("client.lead", p.Client.Lead.Count),
            ("auth.firstUse", p.Auth.FirstUse.Count),
        })
        {
            if (list == 0)
            {
                yield return $"{key}: nobody is named";
            }
        }

        foreach (var marked in p.Proposed.Concat(p.Settled.Keys).Where(key => !Keys.Contains(key)))
        {
            yield return $"proposed, settled: \"{marked}\" is no key";
        }

        foreach (var both in p.Proposed.Intersect(p.Settled.Keys))
        {
            yield return $"proposed, settled: \"{both}\" stands in both";
        }
    }

    /// <summary>Every dotted key of the record tree, inner and outer (plan, plan.assignees, ...).</summary>
    internal static IReadOnlySet<string> Keys { get; } = KeysOf(typeof(RegionPolicy), "").ToHashSet();

    private static IEnumerable<string> KeysOf(Type type, string at)
    {
        foreach (var parameter in type.GetConstructors().Single(c => c.GetParameters().Length > 0 && c.GetParameters()[0].ParameterType != type).GetParameters())
        {
            var key = at + JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            yield return key;
            if (parameter.ParameterType.Namespace == typeof(RegionPolicy).Namespace && parameter.ParameterType.IsClass)
            {
                foreach (var inner in KeysOf(parameter.ParameterType, key + "."))
                {
                    yield return inner;
                }
            }
        }
    }
}
