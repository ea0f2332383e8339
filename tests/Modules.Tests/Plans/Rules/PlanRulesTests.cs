using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Plans;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Plans.Rules;

public sealed class PlanRulesTests
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("PLN-02")]
    public void Only_the_current_month_can_be_planned(string region)
    {
        foreach (var away in new[] { -12, -1, 1, 2 })
        {
            var broken = Assert.Throws<RuleBroken>(() => Make(Sample.Card(region), region, Sample.Month.AddMonths(away)));
            Assert.Equal(("plan.month_not_open", "PLN-02"), (broken.Problem.Code, broken.Problem.Rule));
            Assert.Equal("2026-11", broken.Problem.Facts["openMonth"]);
            Assert.Contains("2026年11月", broken.Problem.Title, StringComparison.Ordinal);
        }

        Assert.Equal(Sample.Month, Make(Sample.Card(region), region, Sample.Month).Month);
    }

    [Theory, MemberData(nameof(Regions)), Rule("PLN-02")]
    public void The_month_turns_at_midnight_in_Shanghai(string region)
    {
        var lastSecond = new DateTimeOffset(2026, 11, 30, 15, 59, 59, TimeSpan.Zero);
        Assert.Equal(new ChinaMonth(2026, 11), Make(Sample.Card(region), region, new(2026, 11), lastSecond).Month);
        Assert.Equal(new ChinaMonth(2026, 12), Make(Sample.Card(region), region, new(2026, 12), lastSecond.AddSeconds(1)).Month);
        Assert.Equal("plan.month_not_open", Sample.Refusal(() => Make(Sample.Card(region), region, new(2026, 12), lastSecond)).Code);
    }

    [Fact, Rule("PLN-24")]
    public void Where_the_whole_term_is_planned_a_month_outside_of_it_is_refused()
    {
        var byTerm = Policies.For("shanghai").Plan with { MonthWindow = MonthWindow.TermWithPeriods };
        var starting = Sample.Card() with { TermStarts = new(2026, 12, 1), TermEnds = new(2027, 11, 30) };
        Assert.Equal(("plan.outside_term", "PLN-24"), Sample.Refusal(() => PlanRules.MonthMustBeOpen(Sample.Month, starting, null, byTerm, Sample.Now)));
        PlanRules.MonthMustBeOpen(Sample.Month, starting with { TermStarts = new(2026, 11, 30) }, null, byTerm, Sample.Now);
    }

    [Theory, MemberData(nameof(Regions)), Rule("PRJ-22")]
    public void A_project_with_missing_parts_gets_no_plan_and_the_refusal_names_them(string region)
    {
        var broken = Assert.Throws<RuleBroken>(() => Make(Sample.Card(region) with { MissingParts = ["系统", "位置"] }, region));
        Assert.Equal(("plan.project_incomplete", "PRJ-22"), (broken.Problem.Code, broken.Problem.Rule));
        Assert.Contains("系统、位置", broken.Problem.Title, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Regions)), Rule("PRJ-27")]
    public void A_draft_gets_no_plan(string region) =>
        Assert.Equal(("plan.project_is_draft", "PRJ-27"), Sample.Refusal(() => Make(Sample.Card(region) with { State = ProjectState.Draft }, region)));

    [Theory, Rule("PRJ-33")]
    [InlineData("beijing", ProjectState.Terminated)]
    [InlineData("beijing", ProjectState.Cancelled)]
    [InlineData("shaanxi", ProjectState.Terminated)]
    [InlineData("xinjiang", ProjectState.Terminated)]
    [InlineData("shanghai", ProjectState.Done)]
    public void A_project_that_has_ended_gets_no_plan(string region, ProjectState state) =>
        Assert.Equal(("plan.project_ended", "PRJ-33"), Sample.Refusal(() => Make(Sample.Card(region) with { State = state }, region)));

    [Theory, MemberData(nameof(Regions)), Rule("PRJ-44")]
    public void The_day_after_the_term_nothing_is_issued_any_more(string region)
    {
        var today = ChinaTime.DayOf(Sample.Now);
        Assert.Equal(("plan.project_expired", "PRJ-44"), Sample.Refusal(() => Make(Sample.Card(region) with { TermEnds = today.AddDays(-1) }, region)));
        Make(Sample.Card(region) with { TermEnds = today }, region);
    }

    [Theory, MemberData(nameof(Regions)), Rule("PLN-29"), Rule("PRJ-36")]
    public void A_month_that_rests_gets_no_plan(string region)
    {
        Assert.Equal(("plan.month_suspended", "PLN-29"), Sample.Refusal(() => Make(Sample.Card(region), region, suspended: true)));
        Make(Sample.Card(region), region);
    }

    [Fact, Rule("PLN-01"), Rule("PLN-22")]
    public void A_plan_needs_project_kind_and_date()
    {
        var id = Guid.NewGuid();
        Assert.Equal(("plan.project_missing", "PLN-22"), Sample.Refusal(() => PlanRules.MustBeSaid(null, "Month", Sample.Month)));
        Assert.Equal(("plan.date_missing", "PLN-22"), Sample.Refusal(() => PlanRules.MustBeSaid(id, "Month", null)));
        foreach (var kind in new[] { "Week", "", "7", "month ", null })
        {
            Assert.Equal(("plan.kind_unknown", "PLN-01"), Sample.Refusal(() => PlanRules.MustBeSaid(id, kind, Sample.Month)));
        }

        foreach (var kind in Enum.GetValues<PlanKind>())
        {
            Assert.Equal((id, kind, Sample.Month), PlanRules.MustBeSaid(id, kind.ToString(), Sample.Month));
        }
    }

    [Theory, Rule("PLN-05"), Rule("PLN-07")]
    [InlineData("shaanxi", "plan.only_one")]
    [InlineData("xinjiang", "plan.only_one")]
    [InlineData("beijing", "plan.only_one")]
    [InlineData("shanghai", "plan.not_for_visits")]
    public void A_detection_has_one_plan_or_none_where_visits_take_its_place(string region, string code)
    {
        var policy = Policies.For(region);
        foreach (var type in Enum.GetValues<ServiceType>().Where(t => t != ServiceType.Maintenance))
        {
            Assert.Equal((code, "PLN-05"), Sample.Refusal(() => PlanRules.CountMustAllow(Sample.Card(region, type), policy.Detection.PlanCount, policy)));
        }

        PlanRules.CountMustAllow(Sample.Card(region), 99, policy);
        if (policy.Detection.PlanCount > 0)
        {
            PlanRules.CountMustAllow(Sample.Card(region, ServiceType.AnnualDetection), 0, policy);
        }
    }

    [Theory, MemberData(nameof(Regions)), Rule("PLN-06")]
    public void Work_for_a_detection_is_in_time_until_the_contract_ends(string region)
    {
        var detection = Sample.Card(region, ServiceType.AnnualDetection) with { TermEnds = new(2027, 5, 9) };
        Assert.Equal(new(2027, 5, 9), PlanRules.DueBy(Sample.Month, detection, null));
        Assert.Equal(new(2026, 11, 30), PlanRules.DueBy(Sample.Month, Sample.Card(region), null));
        var plan = Make(detection, region);
        Assert.False(plan.IsOverdue(new(2027, 5, 9)));
        Assert.True(plan.IsOverdue(new(2027, 5, 10)));
    }

    [Theory, Rule("PLN-10"), Rule("PLN-23")]
    [InlineData("shaanxi", null, null)]
    [InlineData("xinjiang", null, null)]
    [InlineData("beijing", "plan.content_generated", "PLN-10")]
    [InlineData("shanghai", "plan.content_written", "PLN-23")]
    public void Who_says_what_a_plan_contains_is_the_regions_choice(string region, string? code, string? rule)
    {
        void Tick() => PlanRules.ContentMustBeTickable(ServiceType.Maintenance, Policies.For(region).Plan);
        if (code is null)
        {
            Tick();
        }
        else
        {
            Assert.Equal((code, rule), Sample.Refusal(Tick));
        }
    }

    [Theory, Rule("PLN-12")]
    [InlineData("shaanxi", false)]
    [InlineData("xinjiang", false)]
    [InlineData("beijing", true)]
    [InlineData("shanghai", false)]
    public void Whether_people_share_a_facility_is_the_regions_choice(string region, bool may)
    {
        var policy = Policies.For(region).Plan;
        PlanRules.PeopleMustFit([Sample.OperatorId], policy);
        Assert.Equal(("plan.nobody_chosen", "PLN-11"), Sample.Refusal(() => PlanRules.PeopleMustFit([], policy)));
        void Share() => PlanRules.PeopleMustFit([Sample.OperatorId, Sample.StrangerId], policy);
        if (may)
        {
            Share();
        }
        else
        {
            Assert.Equal(("plan.one_person_each", "PLN-12"), Sample.Refusal(Share));
        }
    }

    [Theory, Rule("PLN-13")]
    [InlineData("shaanxi", true)]
    [InlineData("xinjiang", true)]
    [InlineData("beijing", false)]
    [InlineData("shanghai", false)]
    public void Whether_the_lead_works_himself_is_the_regions_choice(string region, bool may)
    {
        void Assign() => PlanRules.MustBeAssignable(Person(Sample.LeadId), Sample.Card(region), Policies.For(region).Plan);
        if (may)
        {
            Assign();
        }
        else
        {
            Assert.Equal(("plan.lead_not_assignable", "PLN-13"), Sample.Refusal(Assign));
        }
    }

    [Theory, MemberData(nameof(Regions)), Rule("PLN-13")]
    public void Only_a_member_with_a_certificate_that_counts_receives_facilities(string region)
    {
        var (project, policy) = (Sample.Card(region), Policies.For(region).Plan);
        PlanRules.MustBeAssignable(Person(Sample.OperatorId), project, policy);
        Assert.Equal(("plan.assignee_not_member", "PLN-13"), Sample.Refusal(() => PlanRules.MustBeAssignable(Person(Sample.StrangerId), project, policy)));
        var lapsed = new Problem("person.certificate_lapsed", 409, "证书已过期。", "PEO-27");
        Assert.Equal((lapsed.Code, lapsed.Rule), Sample.Refusal(() => PlanRules.MustBeAssignable(Person(Sample.OperatorId) with { WhyNotOnSite = lapsed }, project, policy)));
    }

    [Theory, Rule("PLN-01"), Rule("PLN-08")]
    [InlineData(PlanKind.Month, ServiceType.Maintenance, "2026年11月月度维护保养计划")]
    [InlineData(PlanKind.Quarter, ServiceType.Maintenance, "2026年11月季度维护保养计划")]
    [InlineData(PlanKind.Year, ServiceType.Maintenance, "2026年11月年度维护保养计划")]
    [InlineData(PlanKind.Month, ServiceType.AnnualDetection, "2026年11月年度检测计划")]
    [InlineData(PlanKind.Month, ServiceType.CompletionDetection, "2026年11月竣工检测计划")]
    [InlineData(PlanKind.Month, ServiceType.SpecialDetection, "2026年11月专项检测计划")]
    [InlineData(PlanKind.Month, ServiceType.Assessment, "2026年11月安全评估计划")]
    public void A_plan_is_named_by_month_and_kind(PlanKind kind, ServiceType type, string name) =>
        Assert.Equal(name, Make(Sample.Card("shaanxi", type), "shaanxi", kind: kind).Name);

    private static Plan Make(
        ProjectCard project, string region, ChinaMonth? month = null, DateTimeOffset? now = null, PlanKind kind = PlanKind.Month, bool suspended = false) =>
        Plan.Make(
            Guid.NewGuid(), new PlanOrder(project, kind, month ?? Sample.Month, Sample.Content(month), Sample.LeadId, suspended), Policies.For(region),
            now ?? Sample.Now);

    private static PersonCard Person(Guid id) => new(id, Sample.Card().AgencyId, "shanghai", "张三", "139 **** 0817", [], null, null, null, null);
}
