using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>How urgent it is: nothing, still to be mended, or a year that ended short (标红).</summary>
internal enum YearMark { None, Warned, Short }

/// <summary>
/// PLN-04: a service year (twelve months from the month in which the term begins) and how many quarter and year plans it has of those that
/// the profile asks for.
/// </summary>
/// <param name="MonthsLeft">Months in which a plan can still be made, the current one included; 0 once the year is over.</param>
internal sealed record PlanYear(ChinaMonth First, ChinaMonth Last, int Quarterly, int Yearly, int QuarterlyMissing, int YearlyMissing, int MonthsLeft)
{
    /// <summary>From so many months before its end a year that still lacks something is warned of.</summary>
    private const int WarnMonths = 3;

    public YearMark Mark => QuarterlyMissing + YearlyMissing == 0 ? YearMark.None
        : MonthsLeft == 0 ? YearMark.Short
        : MonthsLeft <= WarnMonths ? YearMark.Warned : YearMark.None;

    /// <summary>"还差 1 个季计划、1 个年计划"; empty when nothing lacks.</summary>
    public string Says
    {
        get
        {
            List<string> missing = [];
            if (QuarterlyMissing > 0)
            {
                missing.Add($"{QuarterlyMissing} 个季计划");
            }

            if (YearlyMissing > 0)
            {
                missing.Add($"{YearlyMissing} 个年计划");
            }

            return missing.Count == 0 ? "" : $"还差 {string.Join('、', missing)}";
        }
    }

    /// <summary>The last ended year and the running one, as far as they lie wholly in the term; empty where the profile asks for nothing.</summary>
    public static IReadOnlyList<PlanYear> Of(
        ProjectCard project, IReadOnlyCollection<(ChinaMonth Month, PlanKind Kind)> plans, YearMinimum minimum, ChinaMonth now)
    {
        if (project.ServiceType != ServiceType.Maintenance || minimum.Quarterly + minimum.Yearly == 0)
        {
            return [];
        }

        List<PlanYear> years = [];
        for (var starts = project.TermStarts; ChinaMonth.Of(starts).CompareTo(now) <= 0; starts = starts.AddMonths(12))
        {
            if (starts.AddMonths(12).AddDays(-1) <= project.TermEnds)
            {
                years.Add(Count(ChinaMonth.Of(starts), plans, minimum, now));
            }
        }

        return [.. years.TakeLast(2)];
    }

    private static PlanYear Count(ChinaMonth first, IReadOnlyCollection<(ChinaMonth Month, PlanKind Kind)> plans, YearMinimum minimum, ChinaMonth now)
    {
        var last = first.AddMonths(11);
        int Made(PlanKind kind) => plans.Count(p => p.Kind == kind && p.Month.CompareTo(first) >= 0 && p.Month.CompareTo(last) <= 0);
        var (quarterly, yearly) = (Made(PlanKind.Quarter), Made(PlanKind.Year));
        var left = ((last.Year - now.Year) * 12) + last.Month - now.Month + 1;
        return new PlanYear(
            first, last, quarterly, yearly, Math.Max(0, minimum.Quarterly - quarterly), Math.Max(0, minimum.Yearly - yearly), Math.Max(0, left));
    }
}
