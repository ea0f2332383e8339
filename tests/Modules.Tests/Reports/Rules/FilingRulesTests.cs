using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Rules;

/// <summary>生成中 → 已出具 → 已备案, and nothing after that.</summary>
public sealed class FilingRulesTests
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FIL-05")]
    public void A_filed_report_is_never_changed_made_again_filed_again_or_deleted(string region)
    {
        var report = Filed(region);
        var (changed, deleted) = (("report.filed_cannot_be_changed", "FIL-05"), ("report.filed_cannot_be_deleted", "FIL-05"));
        Assert.Equal(changed, Sample.Refusal(report.Regenerate));
        Assert.Equal(changed, Sample.Refusal(() => report.Rewrite(new(2026, 11, 20), new(2026, 11, 1), new(2026, 11, 20), null)));
        Assert.Equal(changed, Sample.Refusal(() => report.Complete(Rendition, Sample.Now)));
        Assert.Equal(changed, Sample.Refusal(() => report.Fail("坏了")));
        Assert.Equal(changed, Sample.Refusal(() => report.File(Filing)));
        Assert.Equal(deleted, Sample.Refusal(() => ReportRules.MustBeDeletable(report, Policies.For(region).Report.DeleteBeforeFiling)));
        Assert.Equal((ReportState.Filed, "内容属实"), (report.State, report.Filing!.Opinion));
    }

    [Fact, Rule("FIL-03")]
    public void The_refusal_says_who_filed_and_when()
    {
        var problem = Assert.Throws<RuleBroken>(Filed("shanghai").Regenerate).Problem;
        Assert.Contains("沈工 11月20日 10:00", problem.Title, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Regions)), Rule("RPT-15")]
    public void Whether_an_unfiled_report_may_be_deleted_is_the_regions_choice(string region)
    {
        var policy = Policies.For(region).Report.DeleteBeforeFiling;
        var report = Ready(region);
        ReportRules.MustBeDeletable(report, policy with { Maintenance = true });
        Assert.Equal(("report.not_deletable_here", "RPT-15"), Sample.Refusal(() => ReportRules.MustBeDeletable(report, policy with { Maintenance = false })));
        // As the four profiles stand, maintenance reports can be deleted; Beijing's generated detection reports cannot.
        Assert.Equal((true, region != "beijing"), (policy.Maintenance, policy.Detection));
    }

    [Fact, Rule("FIL-01")]
    public void Only_the_projects_own_technical_lead_files()
    {
        var report = Ready("shanghai");
        ReportRules.MustBeTechnicalLead(report, Sample.Person(Sample.TechnicalLeadId, Role.TechnicalLead));
        foreach (var other in new[]
        {
            Sample.Person(Sample.LeadId, Role.ProjectLead), Sample.Person(Sample.StrangerId, Role.TechnicalLead),
            Sample.Person(Sample.TechnicalLeadId, Role.ProjectLead), Sample.Person(Sample.StrangerId, Role.AgencyAdmin),
        })
        {
            Assert.Equal(("filing.only_technical_lead", "FIL-01"), Sample.Refusal(() => ReportRules.MustBeTechnicalLead(report, other)));
        }
    }

    [Fact, Rule("FIL-01")]
    public void Without_a_technical_lead_nobody_files()
    {
        var report = Report.Order(
            Guid.NewGuid(), "SH-202611-AAAAAAAA", Sample.Card() with { TechnicalLeadId = null }, Sample.Plan().Card(), [], new(2026, 11, 20),
            new(2026, 11, 1), new(2026, 11, 20), null, Sample.Now);
        var nobody = Sample.Person(Sample.StrangerId, Role.TechnicalLead) with { PersonId = null };
        Assert.Equal("FIL-01", Sample.Refusal(() => ReportRules.MustBeTechnicalLead(report, nobody)).Rule);
    }

    [Theory, Rule("FIL-03")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  好  ")]
    public void Filing_needs_an_opinion(string? opinion) =>
        Assert.Equal(("filing.opinion_missing", "FIL-03"), Sample.Refusal(() => ReportRules.OpinionOf(opinion)));

    [Fact, Rule("FIL-03")]
    public void An_opinion_is_trimmed_and_at_most_500_characters()
    {
        Assert.Equal("同意", ReportRules.OpinionOf(" 同意 "));
        Assert.Equal("FIL-03", Sample.Refusal(() => ReportRules.OpinionOf(new string('好', 501))).Rule);
    }

    [Fact]
    public void Only_a_finished_report_is_filed()
    {
        Assert.Equal("report.not_ready", Sample.Refusal(() => Ordered("shanghai").File(Filing)).Code);
        var failed = Ordered("shanghai");
        failed.Fail("画不出来");
        Assert.Equal("report.not_ready", Sample.Refusal(() => failed.File(Filing)).Code);
        failed.Regenerate();
        Assert.Equal((ReportState.Generating, 0, null), (failed.State, failed.Progress, failed.FailureReason));
    }

    [Theory, Rule("FIL-04", Regions = ["beijing", "shanghai"])]
    [InlineData("shanghai", null)]
    [InlineData("beijing", "2026-11-25")]
    [InlineData("shaanxi", "2026-11-25")]
    [InlineData("xinjiang", "2026-11-25")]
    public void Filing_is_due_after_the_regions_days(string region, string? dueOn) => Assert.Equal(
        dueOn is null ? null : DateOnly.Parse(dueOn, System.Globalization.CultureInfo.InvariantCulture),
        ReportRules.DueOn(Ready(region), Policies.For(region).Filing));

    [Theory, MemberData(nameof(Regions)), Rule("FIL-04", Regions = ["beijing", "shanghai"])]
    public void An_overdue_report_can_still_be_filed(string region)
    {
        var late = Ready(region);
        late.File(Filing with { At = Sample.Now.AddDays(60) });
        Assert.Equal(ReportState.Filed, late.State);
    }

    private static readonly Rendition Rendition = new(Guid.NewGuid(), 1000, 6, new string('a', 64), new string('b', 64), 4, 10, 1, 0);
    private static readonly Filing Filing = new(Sample.TechnicalLeadId, "沈工", "内容属实", Sample.Now, Guid.NewGuid(), 0.97, 0.8);

    private static Report Ordered(string region) => Report.Order(
        Guid.NewGuid(), "SH-202611-AAAAAAAA", Sample.Card(region), Sample.Plan(region).Card(), [Guid.NewGuid()], new(2026, 11, 20), new(2026, 11, 1),
        new(2026, 11, 20), null, Sample.Now);

    private static Report Ready(string region)
    {
        var report = Ordered(region);
        report.Complete(Rendition, Sample.Now);
        return report;
    }

    private static Report Filed(string region)
    {
        var report = Ready(region);
        report.File(Filing);
        return report;
    }
}
