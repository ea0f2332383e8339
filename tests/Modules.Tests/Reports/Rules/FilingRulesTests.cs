using WeChatService.Agencies.Contracts;
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
        FilingRules.MustBeTechnicalLead(report, Sample.Person(Sample.TechnicalLeadId, Role.TechnicalLead));
        foreach (var other in new[]
        {
            Sample.Person(Sample.LeadId, Role.ProjectLead), Sample.Person(Sample.StrangerId, Role.TechnicalLead),
            Sample.Person(Sample.TechnicalLeadId, Role.ProjectLead), Sample.Person(Sample.StrangerId, Role.AgencyAdmin),
        })
        {
            Assert.Equal(("filing.only_technical_lead", "FIL-01"), Sample.Refusal(() => FilingRules.MustBeTechnicalLead(report, other)));
        }
    }

    [Fact, Rule("FIL-01")]
    public void Without_a_technical_lead_nobody_files()
    {
        var report = Report.Order(
            Guid.NewGuid(), "SH-202611-AAAAAAAA", Sample.Card() with { TechnicalLeadId = null }, Sample.Plan().Card(), [], new(2026, 11, 20),
            new(2026, 11, 1), new(2026, 11, 20), null, Sample.Now);
        var nobody = Sample.Person(Sample.StrangerId, Role.TechnicalLead) with { PersonId = null };
        Assert.Equal("FIL-01", Sample.Refusal(() => FilingRules.MustBeTechnicalLead(report, nobody)).Rule);
    }

    [Theory, Rule("FIL-03")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  好  ")]
    public void Filing_needs_an_opinion(string? opinion) =>
        Assert.Equal(("filing.opinion_missing", "FIL-03"), Sample.Refusal(() => FilingRules.OpinionOf(opinion)));

    [Fact, Rule("FIL-03")]
    public void An_opinion_is_trimmed_and_at_most_500_characters()
    {
        Assert.Equal("同意", FilingRules.OpinionOf(" 同意 "));
        Assert.Equal("FIL-03", Sample.Refusal(() => FilingRules.OpinionOf(new string('好', 501))).Rule);
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

    [Theory, MemberData(nameof(Regions)), Rule("FIL-04", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public void An_overdue_report_can_still_be_filed(string region)
    {
        var late = Ready(region);
        late.File(Filing with { At = Sample.Now.AddDays(60) });
        Assert.Equal(ReportState.Filed, late.State);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FIL-11", Regions = ["shanghai"])]
    public void Sending_back_needs_a_reason_and_a_region_that_knows_it(string region)
    {
        var policy = Policies.For(region).Filing;
        if (region != "shanghai")
        {
            Assert.Equal(("filing.no_rejection_here", "FIL-11"), Sample.Refusal(() => FilingRules.ReasonOf("缺照片", policy)));
            return;
        }

        Assert.Equal(("filing.reason_missing", "FIL-11"), Sample.Refusal(() => FilingRules.ReasonOf(" 缺 ", policy)));
        Assert.Equal("缺 2 号泵的照片", FilingRules.ReasonOf(" 缺 2 号泵的照片 ", policy));
    }

    [Fact, Rule("FIL-11", Regions = ["shanghai"]), Rule("RPT-22", Regions = ["shanghai"])]
    public void What_was_sent_back_is_saved_and_waits_again_when_it_is_handed_in()
    {
        var report = Ready("shanghai");
        report.Return(new Objection(Sample.TechnicalLeadId, "沈工", "缺照片", Sample.Now));
        Assert.Equal((ReportState.Saved, "缺照片"), (report.State, report.Objection!.Reason));
        Assert.Equal(("report.not_submitted", "FIL-11"), Sample.Refusal(() => report.File(Filing)));
        report.Submit();
        Assert.Equal((ReportState.Ready, "缺照片"), (report.State, report.Objection!.Reason));
        Assert.Equal(("report.not_saved", "RPT-22"), Sample.Refusal(report.Submit));
        report.File(Filing);
        Assert.Equal(("report.filed_cannot_be_changed", "FIL-05"), Sample.Refusal(report.Submit));
        Assert.Equal("FIL-05", Sample.Refusal(() => report.Return(new Objection(Sample.TechnicalLeadId, "沈工", "晚了", Sample.Now))).Rule);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FIL-08")]
    public void Where_one_files_is_the_regions_choice_by_how_the_report_came_about(string region)
    {
        var policy = Policies.For(region).Filing;
        string Doors(ReportKind kind) => string.Join(' ', new[] { Door.Agency, Door.Console, Door.MiniProgram }.Where(door =>
        {
            try
            {
                FilingRules.MustBeFiledHere(kind, door, policy);
                return true;
            }
            catch (RuleBroken refused)
            {
                Assert.Equal(("filing.filed_elsewhere", "FIL-08"), (refused.Problem.Code, refused.Problem.Rule));
                return false;
            }
        }));

        var expected = region switch
        {
            "beijing" => ("Agency", "Console"),
            "shaanxi" => ("Agency Console", "Console"),
            "xinjiang" => ("Agency", "Agency"),
            _ => ("Agency MiniProgram", "Agency MiniProgram"),
        };
        Assert.Equal(expected, (Doors(ReportKind.Maintenance), Doors(ReportKind.MaintenanceUploaded)));
        Assert.Equal(expected, (Doors(ReportKind.DetectionGenerated), Doors(ReportKind.DetectionUploaded)));
    }

    [Theory, MemberData(nameof(Regions)), Rule("PEO-12", Regions = ["beijing"]), Rule("PEO-13", Regions = ["shanghai"])]
    public void Who_leads_the_project_files_only_where_the_region_lets_one_be_both(string region)
    {
        var policy = Policies.For(region).Tech;
        FilingRules.MustBeFitToAnswer(Fit(null), Sample.LeadId, policy);
        void Both() => FilingRules.MustBeFitToAnswer(Fit(null), Sample.TechnicalLeadId, policy);
        switch (region)
        {
            case "beijing": Assert.Equal(("filing.lead_never_files", "PEO-12"), Sample.Refusal(Both)); break;
            case "shanghai": Assert.Equal(("filing.lead_files_elsewhere", "PEO-13"), Sample.Refusal(Both)); break;
            default: Both(); break;
        }

        var unfit = new Problem("person.not_appointed", 409, "还没有被任命。", "PEO-14");
        Assert.Equal(("person.not_appointed", "PEO-14"), Sample.Refusal(() => FilingRules.MustBeFitToAnswer(Fit(unfit), Sample.LeadId, policy)));
    }

    private static PersonCard Fit(Problem? why) =>
        new(Sample.TechnicalLeadId, Sample.Card().AgencyId, "shanghai", "沈工", "199 **** 0103", [], null, null, null, why);

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
