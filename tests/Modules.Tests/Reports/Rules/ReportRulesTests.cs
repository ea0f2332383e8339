using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Plans.Contracts;
using WeChatService.Reports;
using WeChatService.TestKit;
using WeChatService.Visits.Contracts;

namespace WeChatService.Modules.Tests.Reports.Rules;

/// <summary>When a report can be made, and by whom.</summary>
public sealed class ReportRulesTests
{
    private static readonly FormCard Rated = new(Guid.NewGuid(), Guid.NewGuid(), new(2026, 11, 20), true, 5);

    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("RPT-01")]
    public void Approved_work_of_the_month_can_be_reported(string region) =>
        Assert.Null(WhyNot(region, Worked(), [Task(FieldTaskState.Approved), Task(FieldTaskState.Reported)]));

    [Theory, MemberData(nameof(Regions)), Rule("RPT-01")]
    public void A_report_waits_until_every_task_is_approved(string region)
    {
        foreach (var state in Enum.GetValues<FieldTaskState>().Where(s => s is not (FieldTaskState.Approved or FieldTaskState.Reported)))
        {
            Assert.Equal(("report.tasks_unapproved", "RPT-01"), WhyNot(region, Worked(), [Task(FieldTaskState.Approved), Task(state)]));
        }

        Assert.Equal("RPT-01", WhyNot(region, Worked(), [])?.Rule);
    }

    [Theory, MemberData(nameof(Regions)), Rule("RPT-01")]
    public void A_report_waits_for_facilities_that_were_issued_and_nobody_did(string region)
    {
        var plan = Worked();
        plan = plan with { Items = [.. plan.Items, new("0202", Sample.OperatorId, PlanItemState.Assigned, null)] };
        Assert.Equal(("report.tasks_unapproved", "RPT-01"), WhyNot(region, plan, [Task(FieldTaskState.Approved)]));
    }

    [Theory, MemberData(nameof(Regions)), Rule("RPT-02")]
    public void Records_sent_in_after_the_months_last_second_are_not_in_its_report(string region)
    {
        var lastSecond = new DateTimeOffset(2026, 11, 30, 15, 59, 59, TimeSpan.Zero);
        Assert.Null(WhyNot(region, Worked(), [Task(FieldTaskState.Approved, lastSecond)], lastSecond));
        Assert.Equal(("report.wrong_month", "RPT-02"), WhyNot(region, Worked(), [Task(FieldTaskState.Approved, lastSecond.AddSeconds(1))]));
    }

    [Theory, MemberData(nameof(Regions)), Rule("RPT-03")]
    public void Next_month_the_report_is_overdue(string region)
    {
        var december = new DateTimeOffset(2026, 11, 30, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal(("report.overdue", "RPT-03"), WhyNot(region, Worked(), [Task(FieldTaskState.Approved)], december));
        Assert.Null(WhyNot(region, Worked(), [Task(FieldTaskState.Approved)], december.AddSeconds(-1)));
    }

    [Theory, Rule("RPT-21")]
    [InlineData("shanghai", true)]
    [InlineData("beijing", false)]
    [InlineData("shaanxi", false)]
    [InlineData("xinjiang", false)]
    public void A_report_waits_for_the_clients_rating_where_the_region_has_ratings(string region, bool waits)
    {
        var why = Why(region, Worked(), [Task(FieldTaskState.Approved)], [Rated with { Rated = false, Stars = null }]);
        Assert.Equal(waits ? "RPT-21" : null, why?.Rule);
        Assert.Equal(waits ? "report.not_rated" : null, Why(region, Worked(), [Task(FieldTaskState.Approved)], [])?.Code);
    }

    [Fact, Rule("RPT-01")]
    public void Only_approved_tasks_of_the_plan_are_chosen()
    {
        var (approved, returned) = (Task(FieldTaskState.Approved), Task(FieldTaskState.Returned));
        ReportRules.MustBeTasksOfPlan([approved.Id], [approved, returned]);
        foreach (var wrong in new Guid[][] { [], [returned.Id], [approved.Id, returned.Id], [approved.Id, Guid.NewGuid()] })
        {
            Assert.Equal(("report.tasks_unapproved", "RPT-01"), Sample.Refusal(() => ReportRules.MustBeTasksOfPlan(wrong, [approved, returned])));
        }
    }

    [Theory, Rule("RPT-20")]
    [InlineData("shanghai", false, true, false)]
    [InlineData("beijing", false, false, true)]
    [InlineData("shaanxi", true, false, true)]
    [InlineData("xinjiang", true, false, true)]
    public void Who_makes_reports_is_the_regions_choice(string region, bool lead, bool technicalLead, bool administrator)
    {
        Assert.Equal(
            (lead, technicalLead, administrator, false, false, false),
            (May(Sample.LeadId, Role.ProjectLead), May(Sample.TechnicalLeadId, Role.TechnicalLead), May(Sample.StrangerId, Role.AgencyAdmin),
                May(Sample.StrangerId, Role.ProjectLead), May(Sample.StrangerId, Role.TechnicalLead), May(Sample.OperatorId, Role.Operator)));

        bool May(Guid person, Role role)
        {
            try
            {
                ReportRules.MustBeAuthor(Sample.Person(person, role), Sample.Card(region), Policies.For(region).Report);
                return true;
            }
            catch (RuleBroken broken)
            {
                Assert.Equal(("report.not_the_author", "RPT-20"), (broken.Problem.Code, broken.Problem.Rule));
                return false;
            }
        }
    }

    [Theory, Rule("RPT-06")]
    [InlineData("2026-11-01", "2026-11-20", "2026-11-20", true)]
    [InlineData("2026-11-20", "2026-11-20", "2026-11-20", true)]
    [InlineData("2026-11-20", "2026-11-19", "2026-11-20", false)]
    [InlineData("2026-11-20", "2026-11-21", "2026-11-19", false)]
    public void Dates_run_forward(string from, string to, string report, bool fit)
    {
        void Check() => ReportRules.DatesMustFit(Day(from), Day(to), Day(report));
        if (fit)
        {
            Check();
        }
        else
        {
            Assert.Equal(("report.dates_backwards", "RPT-06"), Sample.Refusal(Check));
        }
    }

    [Theory, MemberData(nameof(Regions)), Rule("RPT-30")]
    public void Numbers_carry_region_and_month_and_cannot_be_guessed(string region)
    {
        var prefix = Policies.For(region).Report.NumberPrefix;
        var numbers = Enumerable.Range(0, 500).Select(_ => ReportNumbers.Next(prefix, Sample.Month)).ToList();
        Assert.All(numbers, n => Assert.Matches($"^{prefix}-202611-[2-9A-HJ-NP-Z]{{8}}$", n));
        Assert.Equal(500, numbers.Distinct().Count());
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static PlanCard Worked() => new(
        Guid.NewGuid(), Sample.Card().Id, Sample.Card().AgencyId, PlanKind.Month, Sample.Month, PlanState.InProgress, "11 月计划",
        [new("0101", Sample.OperatorId, PlanItemState.Done, Guid.NewGuid()), new("0201", null, PlanItemState.Open, null)]);

    private static TaskCard Task(FieldTaskState state, DateTimeOffset? submittedAt = null) =>
        new(Guid.NewGuid(), "11 月任务", Guid.NewGuid(), Sample.Card().Id, Sample.OperatorId, state, submittedAt ?? Sample.Now, 5, 1);

    private static Problem? Why(
        string region, PlanCard plan, IReadOnlyCollection<TaskCard> tasks, IReadOnlyCollection<FormCard> forms, DateTimeOffset? now = null) =>
        ReportRules.WhyNotYet(plan, tasks, forms, Policies.For(region), now ?? Sample.Now);

    private static (string Code, string? Rule)? WhyNot(string region, PlanCard plan, IReadOnlyCollection<TaskCard> tasks, DateTimeOffset? now = null) =>
        Why(region, plan, tasks, [Rated], now) is { } why ? (why.Code, why.Rule) : null;
}
