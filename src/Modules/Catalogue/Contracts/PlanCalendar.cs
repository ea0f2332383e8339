namespace WeChatService.Catalogue.Contracts;

/// <summary>
/// From periods to plans (PLN-01, 04): which plan of a contract term is advised in which month, and what each takes.
/// In the month of a wider plan no narrower one is made, because the wider contains it.
/// </summary>
public static class PlanCalendar
{
    /// <summary>Does a plan of this width take an item of this period?</summary>
    public static bool Takes(PlanSpan span, Period period, bool halfYearDue) => period switch
    {
        Period.Month => true,
        Period.Quarter => span >= PlanSpan.Quarter,
        Period.HalfYear => span == PlanSpan.Year || (span == PlanSpan.Quarter && halfYearDue),
        Period.Year => span == PlanSpan.Year,
        _ => false,
    };

    /// <summary>
    /// The advised plan of a month of the term: every twelfth month the year plan, every other third month a quarter plan.
    /// Terms under three months have month plans only.
    /// </summary>
    /// <param name="monthOfTerm">0 for the month in which the term starts.</param>
    /// <param name="termMonths">Months that the term touches.</param>
    public static PlanSpan Advised(int monthOfTerm, int termMonths) =>
        termMonths < 3 ? PlanSpan.Month
        : monthOfTerm % 12 == 11 ? PlanSpan.Year
        : monthOfTerm % 3 == 2 ? PlanSpan.Quarter
        : PlanSpan.Month;

    /// <summary>Half-year items fall into the second quarter plan of each year of the term (and into the year plan anyway).</summary>
    public static bool HalfYearDue(int monthOfTerm) => monthOfTerm % 12 == 5;
}
