using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.Term;

/// <summary>A period before anybody moved it.</summary>
internal sealed record NominalPeriod(int Number, ChinaMonth Month, DateOnly Starts, DateOnly Ends);

/// <summary>What must be true of the periods of a term.</summary>
internal static class TermRules
{
    /// <summary>The longest term that is planned at once, months; a contract beyond it is a slip of the pen.</summary>
    private const int MostPeriods = 120;

    /// <summary>PLN-24: one period for each calendar month that the term touches; the first begins and the last ends with the contract.</summary>
    public static IReadOnlyList<NominalPeriod> Nominal(DateOnly termStarts, DateOnly termEnds)
    {
        List<NominalPeriod> periods = [];
        for (var month = ChinaMonth.Of(termStarts); month.FirstDay <= termEnds && periods.Count < MostPeriods; month = month.AddMonths(1))
        {
            periods.Add(new NominalPeriod(
                periods.Count + 1, month, month.FirstDay < termStarts ? termStarts : month.FirstDay, month.LastDay > termEnds ? termEnds : month.LastDay));
        }

        return periods;
    }

    /// <summary>PLN-24, 25: the contract's ends stand; every other day moves by no more than the profile allows.</summary>
    public static void DaysMustFit(IReadOnlyList<TermPeriod> periods, IReadOnlyList<NominalPeriod> nominal, PlanPolicy policy)
    {
        foreach (var (period, stated) in periods.Zip(nominal))
        {
            var (first, last) = (stated.Number == 1, stated.Number == nominal.Count);
            if ((first && period.Starts != stated.Starts) || (last && period.Ends != stated.Ends))
            {
                throw new RuleBroken(TermPlanProblems.EndFixed.Says(first && period.Starts != stated.Starts
                    ? $"首期从合同开始日 {ChinaTime.Says(stated.Starts)} 起，不能改。"
                    : $"末期到合同到期日 {ChinaTime.Says(stated.Ends)} 止，不能改。"));
            }

            MustBeNear(period.Starts, stated.Starts, "开始日", period.Number, policy);
            MustBeNear(period.Ends, stated.Ends, "结束日", period.Number, policy);
            if (period.Ends < period.Starts || period.Starts < periods[0].Starts || period.Ends > periods[^1].Ends)
            {
                throw new RuleBroken(TermPlanProblems.PeriodBackwards.Says($"第 {period.Number} 期的开始日和结束日不对，请在合同期内从前到后选。"));
            }
        }
    }

    private static void MustBeNear(DateOnly day, DateOnly stated, string which, int number, PlanPolicy policy)
    {
        if (Math.Abs(day.DayNumber - stated.DayNumber) > policy.ShiftDays)
        {
            throw new RuleBroken(TermPlanProblems.ShiftTooFar
                .Says($"第 {number} 期的{which}最多前后移 {policy.ShiftDays} 天，要在 {ChinaTime.Says(stated.AddDays(-policy.ShiftDays))} 到 {ChinaTime.Says(stated.AddDays(policy.ShiftDays))} 之间。")
                .With("number", number).With("days", day.DayNumber - stated.DayNumber));
        }
    }

    /// <summary>PLN-23: only items of the facility classes that the contract covers.</summary>
    public static void ItemsMustBeContracted(IEnumerable<string> itemCodes, ProjectCard project, CatalogueEdition edition)
    {
        var contracted = project.FacilityClassCodes.Select(edition.FindClass).OfType<FacilityClass>().SelectMany(c => c.Items)
            .Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        if (itemCodes.Any(code => !contracted.Contains(code)))
        {
            throw new RuleBroken(TermPlanProblems.ItemOutsideScope);
        }
    }

    /// <summary>PLN-26.</summary>
    public static void SomebodyMustFollow(int bound, int following)
    {
        if (bound == 0)
        {
            throw new RuleBroken(TermPlanProblems.NobodyBound);
        }

        if (following == 0)
        {
            throw new RuleBroken(TermPlanProblems.NobodyFollows.Says($"{bound} 位联系人都还没关注公众号，收不到推送。请让联系人扫码关注后再推。"));
        }
    }

    /// <summary>PLN-23: term plans are for maintenance, where the profile writes them.</summary>
    public static void MustBeUsed(ProjectCard project, PlanPolicy policy)
    {
        if (policy.ContentMode != PlanContentMode.WrittenByLead || project.ServiceType != ServiceType.Maintenance)
        {
            throw new RuleBroken(TermPlanProblems.NotUsedHere);
        }
    }
}
