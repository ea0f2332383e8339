using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Rules;

/// <summary>What a project's report is, and which conditions stand before it.</summary>
public sealed class DueRulesTests
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("RPT-01")]
    public void Approved_work_of_the_month_can_be_reported(string region) => Assert.Empty(Unmet(region, new()));

    [Theory, MemberData(nameof(Regions)), Rule("RPT-01")]
    public void Each_thing_in_the_way_is_named_with_the_page_that_mends_it(string region)
    {
        var plan = Guid.NewGuid();
        var task = Guid.NewGuid();
        Assert.Equal([("RPT-01", Mend.MakePlan, Sample.Card().Id)], Unmet(region, new() { PlanId = null }));
        Assert.Equal([("RPT-01", Mend.OpenPlan, plan)], Unmet(region, new() { PlanId = plan, Tasks = 0 }));
        Assert.Equal([("RPT-01", Mend.OpenPlan, plan)], Unmet(region, new() { PlanId = plan, AssignedItems = 2 }));
        Assert.Equal([("RPT-01", Mend.OpenPlan, plan)], Unmet(region, new() { PlanId = plan, Working = 1 }));
        Assert.Equal([("RPT-01", Mend.Review, task)], Unmet(region, new() { Submitted = 1, ToReviewId = task }));
        Assert.Equal([("RPT-01", Mend.OpenPlan, plan)], Unmet(region, new() { PlanId = plan, Returned = 1 }));
        Assert.Equal(
            [("RPT-01", Mend.OpenPlan, plan), ("RPT-01", Mend.OpenPlan, plan), ("RPT-01", Mend.Review, task)],
            Unmet(region, new() { PlanId = plan, AssignedItems = 1, Working = 1, Submitted = 2, ToReviewId = task }));
    }

    [Theory, MemberData(nameof(Regions)), Rule("RPT-02")]
    public void Work_submitted_in_another_month_is_in_the_way(string region) =>
        Assert.Equal("RPT-02", Assert.Single(Unmet(region, new() { Late = 1 })).Rule);

    [Theory, MemberData(nameof(Regions)), Rule("RPT-03")]
    public void The_report_can_be_made_until_the_months_last_millisecond_and_not_one_later(string region)
    {
        var last = new DateTimeOffset(2026, 11, 30, 15, 59, 59, 999, TimeSpan.Zero);
        Assert.Empty(Unmet(region, new(), last));
        Assert.Equal("RPT-03", Assert.Single(Unmet(region, new(), last.AddMilliseconds(1))).Rule);
    }

    [Fact, Rule("RPT-03"), Rule("PLN-25", Regions = ["shanghai"])]
    public void A_period_that_was_moved_beyond_its_month_is_reported_until_its_own_last_day()
    {
        var third = new DateTimeOffset(2026, 12, 3, 15, 59, 59, 999, TimeSpan.Zero);
        Assert.Empty(Unmet("shanghai", new() { PlanDueBy = new(2026, 12, 3) }, third));
        Assert.Equal("RPT-03", Assert.Single(Unmet("shanghai", new() { PlanDueBy = new(2026, 12, 3) }, third.AddMilliseconds(1))).Rule);
        // One that ends before its month does still has the month.
        Assert.Empty(Unmet("shanghai", new() { PlanDueBy = new(2026, 11, 27) }, new(2026, 11, 30, 15, 59, 59, 999, TimeSpan.Zero)));
    }

    [Theory, Rule("RPT-21", Regions = ["shanghai"])]
    [InlineData("shanghai", "RPT-21")]
    [InlineData("beijing", null)]
    [InlineData("shaanxi", null)]
    [InlineData("xinjiang", null)]
    public void Evaluation_and_monthly_report_come_first_where_the_region_has_them(string region, string? rule)
    {
        Assert.Equal(rule, Unmet(region, new() { Rated = 0 }).FirstOrDefault().Rule);
        Assert.Equal(rule, Unmet(region, new() { Forms = 0, Rated = 0 }).FirstOrDefault().Rule);
        Assert.Equal(rule, Unmet(region, new() { MonthlyState = null }).FirstOrDefault().Rule);
        // A detection has no months of its own.
        Assert.Empty(Unmet(region, new() { ServiceType = ServiceType.AnnualDetection, MonthlyState = null }));
    }

    [Theory, MemberData(nameof(Regions)), Rule("RPT-16"), Rule("PLN-06")]
    public void A_detection_is_reported_in_any_month_until_its_contract_ends(string region)
    {
        foreach (var service in new[] { ServiceType.AnnualDetection, ServiceType.CompletionDetection, ServiceType.SpecialDetection, ServiceType.Assessment })
        {
            var last = new DateTimeOffset(2026, 12, 31, 15, 59, 59, 999, TimeSpan.Zero);
            Assert.Empty(Unmet(region, new() { ServiceType = service, TermEnds = new(2026, 12, 31) }, last));
            var (rule, mend, _) = Assert.Single(Unmet(region, new() { ServiceType = service, TermEnds = new(2026, 12, 31) }, last.AddMilliseconds(1)));
            Assert.Equal(("RPT-16", Mend.OpenProject), (rule, mend));
        }
    }

    [Theory, Rule("RPT-10", Regions = ["shaanxi", "xinjiang"]), Rule("RPT-12", Regions = ["beijing"]), Rule("RPT-17"), Rule("RPT-18"), Rule("RPT-20", Regions = ["shanghai"])]
    [InlineData("shanghai", ReportKind.Maintenance, ReportKind.Maintenance, ReportKind.Written, ReportKind.Written, ReportKind.Written)]
    [InlineData("beijing", ReportKind.Maintenance, ReportKind.MaintenanceUploaded, ReportKind.DetectionGenerated, ReportKind.DetectionUploaded, ReportKind.Assessment)]
    [InlineData("shaanxi", ReportKind.Maintenance, ReportKind.MaintenanceUploaded, ReportKind.Detection, ReportKind.Detection, ReportKind.Assessment)]
    [InlineData("xinjiang", ReportKind.Maintenance, ReportKind.MaintenanceUploaded, ReportKind.Detection, ReportKind.Detection, ReportKind.Assessment)]
    public void How_a_report_comes_about_is_the_regions_choice_and_the_corps_grant(
        string region, ReportKind maintenance, ReportKind granted, ReportKind detection, ReportKind grantedDetection, ReportKind assessment)
    {
        var policy = Policies.For(region);
        Assert.Equal(
            (maintenance, granted, detection, grantedDetection, assessment),
            (DueRules.KindOf(ServiceType.Maintenance, false, policy), DueRules.KindOf(ServiceType.Maintenance, true, policy),
                DueRules.KindOf(ServiceType.AnnualDetection, false, policy), DueRules.KindOf(ServiceType.SpecialDetection, true, policy),
                DueRules.KindOf(ServiceType.Assessment, false, policy)));
    }

    [Theory, Rule("RPT-17", Regions = ["beijing", "shaanxi", "xinjiang"])]
    [InlineData("beijing", true)]
    [InlineData("shaanxi", false)]
    [InlineData("xinjiang", false)]
    public void A_granted_site_needs_no_records_only_where_the_region_lets_it_be_done_without_the_app(string region, bool withoutApp) =>
        Assert.Equal(withoutApp, Unmet(region, new() { DirectUpload = true, PlanId = null }).Count == 0);

    /// <summary>The list counts and sorts in the database, the order asks the rules: they may never disagree.</summary>
    [Theory, MemberData(nameof(Regions)), Rule("RPT-01"), Rule("RPT-21", Regions = ["shanghai"])]
    public void What_the_database_counts_as_ready_is_what_the_rules_let_through(string region)
    {
        var ready = DueRules.NothingMissing(Policies.All, Sample.Now).Compile();
        var few = Gen.Elements(0, 0, 1, 3);
        var flag = Gen.Elements(true, false);
        var rows =
            from service in Gen.Elements(Enum.GetValues<ServiceType>())
            from planned in flag
            from direct in flag
            from over in flag
            from counts in Gen.ArrayOf(few, 8)
            from monthly in Gen.Elements<MonthlyReportState?>(null, MonthlyReportState.Saved, MonthlyReportState.Pushed)
            select new Row
            {
                ServiceType = service, PlanId = planned ? Guid.NewGuid() : null, DirectUpload = direct, TermEnds = over ? new(2026, 11, 19) : new(2026, 11, 20),
                Tasks = planned ? counts[0] : 0, AssignedItems = planned ? counts[1] : 0, Working = planned ? counts[2] : 0, Submitted = planned ? counts[3] : 0,
                Returned = planned ? counts[4] : 0, Late = planned ? counts[5] : 0, Forms = counts[6], Rated = Math.Min(counts[6], counts[7]), MonthlyState = monthly,
            };
        Prop.ForAll(rows.ToArbitrary(), row =>
        {
            var due = row.In(region);
            return ready(due) == (DueRules.Of(due, Sample.Month, Policies.For(region), Sample.Now).Count == 0);
        }).QuickCheckThrowOnFailure();
    }

    private static List<(string? Rule, Mend Mend, Guid? At)> Unmet(string region, Row row, DateTimeOffset? now = null) =>
        [.. DueRules.Of(row.In(region), Sample.Month, Policies.For(region), now ?? Sample.Now).Select(u => (u.Problem.Rule, u.Mend, u.At))];

    /// <summary>A project of which all is done, but for what a test says.</summary>
    private sealed record Row
    {
        public ServiceType ServiceType { get; init; }
        public bool DirectUpload { get; init; }
        public Guid? PlanId { get; init; } = Guid.NewGuid();
        public DateOnly TermEnds { get; init; } = new(2026, 12, 31);
        public DateOnly? PlanDueBy { get; init; }
        public int Tasks { get; init; } = 2;
        public int AssignedItems { get; init; }
        public int Working { get; init; }
        public int Submitted { get; init; }
        public Guid? ToReviewId { get; init; }
        public int Returned { get; init; }
        public int Late { get; init; }
        public int Forms { get; init; } = 1;
        public int Rated { get; init; } = 1;
        public MonthlyReportState? MonthlyState { get; init; } = MonthlyReportState.Saved;

        public ReportDue In(string region) => new()
        {
            ProjectId = Sample.Card().Id, Region = region, ServiceType = ServiceType, DirectUpload = DirectUpload, PlanId = PlanId, PlanDueBy = PlanDueBy, TermEnds = TermEnds,
            Tasks = Tasks, AssignedItems = AssignedItems, Working = Working, Submitted = Submitted, ToReviewId = ToReviewId, Returned = Returned, Late = Late,
            Forms = Forms, Rated = Rated, MonthlyState = MonthlyState,
        };
    }
}
