using WeChatService.Catalogue.Contracts;
using WeChatService.Plans.Contracts;

namespace WeChatService.Plans;

/// <summary>What a plan contains: the facility classes with their items, of which edition. Fixed when the plan is made.</summary>
/// <param name="Period">Of a written plan (PLN-23) the days of its period; null where months are planned.</param>
internal sealed record PlanContent(string EditionCode, string EditionVersion, IReadOnlyList<PlannedFacility> Facilities, PeriodDays? Period = null)
{
    /// <summary>Generated from the catalogue (PLN-10): the items of each class that a plan of this width takes (PLN-01).</summary>
    public static PlanContent Of(CatalogueEdition edition, IEnumerable<string> classCodes, PlanKind kind, bool halfYearDue) => new(
        edition.Code, edition.Version,
        [.. classCodes.Distinct().Select(code => new PlannedFacility(code, ItemsOf(edition, code, kind, halfYearDue)))]);

    /// <summary>Of written items (PLN-23): those of each class, in the edition's order.</summary>
    public static PlanContent Written(CatalogueEdition edition, IEnumerable<string> itemCodes, PeriodDays period)
    {
        var wanted = itemCodes.ToHashSet(StringComparer.Ordinal);
        return new PlanContent(
            edition.Code, edition.Version,
            [
                .. edition.Systems.SelectMany(s => s.Classes)
                    .Select(c => new PlannedFacility(c.Code, [.. c.Items.Where(i => wanted.Contains(i.Code)).Select(i => i.Code)]))
                    .Where(f => f.ItemCodes.Count > 0),
            ],
            period);
    }

    private static List<string> ItemsOf(CatalogueEdition edition, string classCode, PlanKind kind, bool halfYearDue) =>
        [.. edition.ItemsFor(classCode, (PlanSpan)kind, halfYearDue).Select(i => i.Code)];
}

internal sealed record PlannedFacility(string ClassCode, IReadOnlyList<string> ItemCodes);

/// <summary>The first and the last day of a period, Asia/Shanghai.</summary>
internal sealed record PeriodDays(DateOnly Starts, DateOnly Ends)
{
    public bool Holds(DateOnly day) => day >= Starts && day <= Ends;
}
