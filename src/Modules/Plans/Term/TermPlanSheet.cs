using WeChatService.Catalogue.Contracts;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.Term;

/// <summary>A term plan as both its readers see it: the lead who writes it and the owner who receives it.</summary>
internal sealed record TermPlanSheet(
    Guid Id, Guid ProjectId, string ProjectName, TermPlanState State, DateOnly TermStarts, DateOnly TermEnds, int ShiftDays, DateTimeOffset? GeneratedAt,
    DateTimeOffset? PushedAt, bool HasPrint, bool PrintFailed, bool WorkBegun, IReadOnlyList<TermPlanSheet.PeriodLine> Periods)
{
    /// <param name="EarliestStart">How far each day may be moved (PLN-24, 25); equal ends do not move.</param>
    /// <param name="PlanState">Of the plan made from it; null while there is none.</param>
    public sealed record PeriodLine(
        int Number, string Month, DateOnly Starts, DateOnly Ends, PlanKind Kind, int Items, DateOnly EarliestStart, DateOnly LatestStart,
        DateOnly EarliestEnd, DateOnly LatestEnd, PlanState? PlanState);

    public static TermPlanSheet Of(TermPlan term, ProjectCard project, PlanPolicy policy, IReadOnlyDictionary<string, PlanState> made)
    {
        var nominal = TermRules.Nominal(term.TermStarts, term.TermEnds);
        var last = nominal.Count;
        PeriodLine Line(TermPeriod p, NominalPeriod stated)
        {
            var (start, end) = (stated.Number == 1 ? 0 : policy.ShiftDays, stated.Number == last ? 0 : policy.ShiftDays);
            return new PeriodLine(
                p.Number, p.Month.ToString(), p.Starts, p.Ends, p.Kind, p.ItemCodes.Count, stated.Starts.AddDays(-start), stated.Starts.AddDays(start),
                stated.Ends.AddDays(-end), stated.Ends.AddDays(end), made.TryGetValue(p.Month.ToString(), out var state) ? state : null);
        }

        return new TermPlanSheet(
            term.Id, term.ProjectId, project.Name, term.State, term.TermStarts, term.TermEnds, policy.ShiftDays, term.GeneratedAt, term.PushedAt,
            term.PrintId is not null, term.PrintTrouble is not null, made.Count > 0, [.. term.Periods.Zip(nominal, Line)]);
    }
}

/// <summary>One period with what is done in it (PLN-26: readable per period).</summary>
internal sealed record PeriodSheet(int Number, DateOnly Starts, DateOnly Ends, PlanKind Kind, IReadOnlyList<PeriodSheet.SystemLine> Systems)
{
    public sealed record SystemLine(string Code, string Name, IReadOnlyList<ClassLine> Classes);
    public sealed record ClassLine(string Code, string Name, IReadOnlyList<ItemLine> Items);

    /// <param name="Chosen">It is done in this period; others stand in the contract's scope and may be chosen.</param>
    public sealed record ItemLine(string Code, string Name, string Do, bool Chosen);

    /// <param name="whole">All standard items of the contracted scope (PLN-23), or only the chosen ones.</param>
    public static PeriodSheet Of(TermPeriod period, ProjectCard project, CatalogueEdition edition, bool whole)
    {
        var chosen = period.ItemCodes.ToHashSet(StringComparer.Ordinal);
        var contracted = project.FacilityClassCodes.ToHashSet(StringComparer.Ordinal);
        return new PeriodSheet(
            period.Number, period.Starts, period.Ends, period.Kind,
            [
                .. edition.Systems.Select(s => new SystemLine(
                    s.Code, s.Name,
                    [
                        .. s.Classes.Where(c => contracted.Contains(c.Code))
                            .Select(c => new ClassLine(c.Code, c.Name, [.. c.Items.Where(i => whole || chosen.Contains(i.Code)).Select(i => new ItemLine(i.Code, i.Name, i.Do, chosen.Contains(i.Code)))]))
                            .Where(c => c.Items.Count > 0),
                    ])).Where(s => s.Classes.Count > 0),
            ]);
    }
}
