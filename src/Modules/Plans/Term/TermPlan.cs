using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.Term;

/// <summary>编制中, 已生成, 已推送 (rules §19.2).</summary>
internal enum TermPlanState { Drafting, Generated, Pushed }

/// <summary>One period of a term plan: a calendar month of the term, with the days that the lead gave it.</summary>
/// <param name="Number">From 1.</param>
internal sealed record TermPeriod(int Number, ChinaMonth Month, DateOnly Starts, DateOnly Ends, PlanKind Kind, IReadOnlyList<string> ItemCodes);

/// <summary>What the lead writes of one period; null leaves what stands there.</summary>
internal sealed record PeriodDraft(int Number, DateOnly? Starts, DateOnly? Ends, PlanKind? Kind, IReadOnlyList<string>? ItemCodes);

/// <summary>
/// 维保计划: the maintenance of a whole term in periods, written by the lead from the standard items of the contracted scope before any work
/// (PLN-23…26): 编制中 → 已生成 → 已推送. The plan of a month is made from its period.
/// </summary>
internal sealed class TermPlan : IAgencyOwned, IOwnerOwned
{
    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public TermPlanState State { get; private set; }
    public DateOnly TermStarts { get; private set; }
    public DateOnly TermEnds { get; private set; }
    public string EditionCode { get; private set; } = "";
    public string EditionVersion { get; private set; } = "";
    public List<TermPeriod> Periods { get; private set; } = [];

    /// <summary>How often it was generated; a print belongs to one of them.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset? GeneratedAt { get; private set; }
    public DateTimeOffset? PushedAt { get; private set; }

    /// <summary>The stored PDF of <see cref="Revision"/>; null while it is being printed.</summary>
    public Guid? PrintId { get; private set; }

    public string? PrintTrouble { get; private set; }

    private TermPlan()
    {
    }

    /// <summary>A draft as it is advised: every month of the term with the width and the items that the catalogue gives it.</summary>
    public static TermPlan Draft(Guid id, ProjectCard project, CatalogueEdition edition)
    {
        var nominal = TermRules.Nominal(project.TermStarts, project.TermEnds);
        return new TermPlan
        {
            Id = id, ProjectId = project.Id, AgencyId = project.AgencyId, OwnerId = project.OwnerId, TermStarts = project.TermStarts,
            TermEnds = project.TermEnds, EditionCode = edition.Code, EditionVersion = edition.Version,
            Periods =
            [
                .. nominal.Select(p => Advised(p, (PlanKind)PlanCalendar.Advised(p.Number - 1, nominal.Count), project, edition)),
            ],
        };
    }

    /// <summary>编制: writes days, width and items of some periods (PLN-23, 24, 25). What was generated is a draft again.</summary>
    /// <param name="begun">A plan of one of the periods exists already.</param>
    public void Write(IReadOnlyCollection<PeriodDraft> drafts, ProjectCard project, CatalogueEdition edition, PlanPolicy policy, bool begun)
    {
        if (begun)
        {
            throw new RuleBroken(TermPlanProblems.WorkBegun);
        }

        var nominal = TermRules.Nominal(TermStarts, TermEnds);
        foreach (var draft in drafts)
        {
            var at = Periods.FindIndex(p => p.Number == draft.Number);
            if (at < 0)
            {
                throw new RuleBroken(TermPlanProblems.PeriodUnknown);
            }

            var old = Periods[at];
            var kind = draft.Kind ?? old.Kind;
            var items = draft.ItemCodes ?? (kind == old.Kind ? old.ItemCodes : Advised(nominal[at], kind, project, edition).ItemCodes);
            TermRules.ItemsMustBeContracted(items, project, edition);
            Periods[at] = old with { Starts = draft.Starts ?? old.Starts, Ends = draft.Ends ?? old.Ends, Kind = kind, ItemCodes = [.. items.Distinct()] };
        }

        TermRules.DaysMustFit(Periods, nominal, policy);
        // A list inside a value: the change shows by a new one.
        (Periods, State, PrintId, PrintTrouble) = ([.. Periods], TermPlanState.Drafting, null, null);
    }

    /// <summary>生成维保计划. From now on plans are made from it.</summary>
    public void Generate(DateTimeOffset now)
    {
        if (Periods.Find(p => p.ItemCodes.Count == 0) is { } empty)
        {
            throw new RuleBroken(TermPlanProblems.PeriodEmpty.Says($"第 {empty.Number} 期还没有选项目，选好再生成。"));
        }

        (State, GeneratedAt, PushedAt, Revision, PrintId, PrintTrouble) = (TermPlanState.Generated, now, null, Revision + 1, null, null);
    }

    /// <summary>推送: to the owner's contacts, of whom one must follow (PLN-26).</summary>
    /// <param name="bound">Contacts bound to the project.</param>
    /// <param name="following">Those of them who follow the owners' account.</param>
    public void Push(int bound, int following, DateTimeOffset now)
    {
        MustBeGenerated();
        TermRules.SomebodyMustFollow(bound, following);
        (State, PushedAt) = (TermPlanState.Pushed, now);
    }

    public void MustBeGenerated()
    {
        if (State == TermPlanState.Drafting)
        {
            throw new RuleBroken(TermPlanProblems.NotGenerated);
        }
    }

    /// <summary>What the plan of a month takes; null while nothing is generated for it.</summary>
    public TermPeriod? PeriodOf(ChinaMonth month) => State == TermPlanState.Drafting ? null : Periods.Find(p => p.Month == month);

    public void Printed(int revision, Guid? printId, string? trouble)
    {
        if (revision == Revision && State != TermPlanState.Drafting)
        {
            (PrintId, PrintTrouble) = (printId, trouble);
        }
    }

    private static TermPeriod Advised(NominalPeriod period, PlanKind kind, ProjectCard project, CatalogueEdition edition) => new(
        period.Number, period.Month, period.Starts, period.Ends, kind,
        [
            .. project.FacilityClassCodes.SelectMany(code => edition.ItemsFor(code, (PlanSpan)kind, PlanCalendar.HalfYearDue(period.Number - 1)))
                .Select(i => i.Code),
        ]);
}
