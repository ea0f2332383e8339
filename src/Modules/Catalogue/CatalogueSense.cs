using WeChatService.Catalogue.Contracts;

namespace WeChatService.Catalogue;

/// <summary>
/// What makes a catalogue usable: codes that mean one thing, limits that can be computed, and no number without a source.
/// Every fault names the code it is about.
/// </summary>
internal static class CatalogueSense
{
    private const string ToBeChecked = "待核对";

    private static readonly HashSet<string> Units =
        ["s", "min", "h", "MPa", "Pa", "m", "mm", "m/s", "lx", "dB", "%", "只", "年", "月", "次", "点", "人", "kg", "N", "℃", "V", "A", "mA"];

    private static readonly HashSet<string> OwnerPeriods = ["day", "week", "half-month"];

    public static IEnumerable<string> Faults(MaintenanceFile file)
    {
        var standards = file.Sources.Select(s => s.Standard).ToHashSet();
        var classes = file.Systems.SelectMany(s => s.Classes).ToList();
        var items = classes.SelectMany(c => c.Items).ToList();
        return [
            .. Twice(file.Systems.Select(s => s.Code).Concat(classes.Select(c => c.Code)).Concat(items.Select(i => i.Code))),
            .. file.Systems.SelectMany(s => s.Classes.Where(c => !c.Code.StartsWith(s.Code + "-", StringComparison.Ordinal)).Select(c => $"{c.Code}: does not belong under {s.Code}")),
            .. classes.SelectMany(c => c.Items.Where(i => i.Code != $"{c.Code}-{i.Letter}").Select(i => $"{i.Code}: does not belong under {c.Code}")),
            .. file.Systems.Where(s => s.Classes.Count == 0).Select(s => $"{s.Code}: no class"),
            .. classes.Where(c => c.Items.Count == 0).Select(c => $"{c.Code}: no item"),
            .. items.SelectMany(item => Item(item, standards)),
        ];
    }

    public static IEnumerable<string> Faults(DetectionFile file)
    {
        var standards = file.Sources.Select(s => s.Standard).ToHashSet();
        var subItems = file.Singles.SelectMany(s => s.SubItems).ToList();
        var items = subItems.SelectMany(s => s.Items).ToList();
        return [
            .. Twice(file.Singles.Select(s => s.Code).Concat(subItems.Select(s => s.Code)).Concat(items.Select(i => i.Code))),
            .. Twice(file.Singles.Select(s => s.Label)),
            .. subItems.SelectMany(s => s.Items.Where(i => !i.Code.StartsWith(s.Code + ".", StringComparison.Ordinal)).Select(i => $"{i.Code}: does not belong under {s.Code}")),
            .. items.SelectMany(i => Sourced(i.Code, i.Source, i.Confidence, i.Limits ?? [], standards)),
        ];
    }

    private static IEnumerable<string> Item(ItemShape item, HashSet<string> standards)
    {
        if (item.Periods.Count == 0)
        {
            yield return $"{item.Code}: no period";
        }

        if (item.EveryYears is < 2)
        {
            yield return $"{item.Code}: everyYears must be 2 or more";
        }

        if (item.OwnerPeriod is { } own && !OwnerPeriods.Contains(own))
        {
            yield return $"{item.Code}: unknown owner period \"{own}\"";
        }

        foreach (var question in item.Questions ?? [])
        {
            if (question.Kind == AnswerKind.Choice && question.Options is not { Count: >= 2 })
            {
                yield return $"{item.Code}: \"{question.Text}\" offers fewer than two answers";
            }

            if (question.Kind == AnswerKind.Number && string.IsNullOrEmpty(question.Unit))
            {
                yield return $"{item.Code}: \"{question.Text}\" has no unit";
            }
        }

        foreach (var fault in Sourced(item.Code, item.Source, item.Confidence, item.Limits ?? [], standards))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Sourced(
        string code, Source source, Confidence confidence, IReadOnlyList<LimitShape> limits, HashSet<string> standards)
    {
        if (!standards.Contains(source.Standard))
        {
            yield return $"{code}: \"{source.Standard}\" is not in the list of sources";
        }

        if (confidence == Confidence.K && limits.Count > 0)
        {
            yield return $"{code}: marked K and carries a number";
        }

        if (confidence != Confidence.K && (source.Clause.Length == 0 || source.Clause == ToBeChecked))
        {
            yield return $"{code}: marked {confidence} without a place in its source";
        }

        foreach (var limit in limits)
        {
            if (!Units.Contains(limit.Unit))
            {
                yield return $"{code}: unknown unit \"{limit.Unit}\"";
            }

            var wellFormed = limit.Op == OperatorShape.Between
                ? limit is { Value: null, Min: { } min, Max: { } max } && min < max
                : limit is { Value: not null, Min: null, Max: null };
            if (!wellFormed)
            {
                yield return $"{code}: a limit is not well formed";
            }
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string> codes) =>
        codes.GroupBy(code => code).Where(g => g.Count() > 1).Select(g => $"{g.Key}: stands {g.Count()} times");
}
