using System.Diagnostics.CodeAnalysis;

namespace WeChatService.Catalogue.Contracts;

/// <summary>
/// One edition of the catalogue. A plan copies what it takes from it, so a new edition touches new plans only. A detection edition reads
/// the same way: each single item is a system with one class of the same code, each detection item a test item.
/// </summary>
public sealed class CatalogueEdition
{
    private readonly Dictionary<string, FacilityClass> classes;
    private readonly Dictionary<string, TestItem> items;

    internal CatalogueEdition(
        string code, string version, string name, string status, IReadOnlyList<string> cannotReasons, IReadOnlyList<FireSystem> systems)
    {
        (Code, Version, Name, Status, CannotReasons, Systems) = (code, version, name, status, cannotReasons, systems);
        classes = systems.SelectMany(s => s.Classes).ToDictionary(c => c.Code);
        items = classes.Values.SelectMany(c => c.Items).ToDictionary(i => i.Code);
    }

    /// <summary>A detection edition in the shape in which plans and field tasks read every edition.</summary>
    internal static CatalogueEdition Of(DetectionEdition detection) => new(
        detection.Code, detection.Version, detection.Name, detection.Status, [.. detection.Results.Except(["合格", "不合格"])],
        [.. detection.Singles.Select(s => new FireSystem(s.Code, s.Name, false,
            [new FacilityClass(s.Code, s.Name, s.Label, s.Code, s.Name, false, [.. s.SubItems.SelectMany(u => u.Items).Select(Item)])]))])
    {
        Detection = detection,
    };

    /// <summary>A detection item belongs to every plan; each of its limits asks for the value that it speaks of.</summary>
    private static TestItem Item(DetectionItem item) => new(
        item.Code, item.Code[(item.Code.LastIndexOf('.') + 1)..], item.Name, item.Method, [Period.Month], null, null, item.Limits,
        [.. item.Limits.Select(l => new ItemQuestion(l.Of ?? "实测值", AnswerKind.Number, [], l.Unit)).Distinct()], item.Source, item.Confidence);

    public string Code { get; }

    /// <summary>What it was made of; null for maintenance.</summary>
    public DetectionEdition? Detection { get; private init; }

    public string Version { get; }

    public string Name { get; }

    /// <summary>"draft" until a registered engineer has gone through the items marked K.</summary>
    public string Status { get; }

    /// <summary>The four reasons for "cannot inspect" (FLD-09), in the order shown.</summary>
    public IReadOnlyList<string> CannotReasons { get; }

    /// <summary>Three levels for the tick list (PRJ-15): system, class (with its group), item.</summary>
    public IReadOnlyList<FireSystem> Systems { get; }

    public FacilityClass? FindClass(string code) => classes.GetValueOrDefault(code);

    public TestItem? FindItem(string code) => items.GetValueOrDefault(code);

    public bool Knows(string classCode, [NotNullWhen(true)] out FacilityClass? found) => classes.TryGetValue(classCode, out found);

    /// <summary>
    /// The items of a ticked class that a plan takes (PLN-01, 10): a quarter plan contains the month's items, a year plan contains all.
    /// Half-year items are in the year plan, and in a quarter plan only when they are due (<see cref="PlanCalendar.HalfYearDue"/>).
    /// A record-only class gives its one record to every plan.
    /// </summary>
    /// <returns>In catalogue order; empty for an unknown class.</returns>
    public IReadOnlyList<TestItem> ItemsFor(string classCode, PlanSpan span, bool halfYearDue = false) =>
        FindClass(classCode) is not { } found ? []
        : found.RecordOnly ? found.Items
        : found.Items.Where(item => item.Periods.Any(period => PlanCalendar.Takes(span, period, halfYearDue))).ToList();
}
