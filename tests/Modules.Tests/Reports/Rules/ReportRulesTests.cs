using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Projects.Contracts;
using WeChatService.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Rules;

/// <summary>When a report can be made, and by whom.</summary>
public sealed class ReportRulesTests
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Fact, Rule("RPT-01"), Rule("RPT-04")]
    public void The_plans_own_tasks_are_all_ticked_and_approved()
    {
        var (approved, returned) = (Task(FieldTaskState.Approved), Task(FieldTaskState.Returned));
        ReportRules.TicksMustFit([approved.Id], [approved], []);
        Assert.Equal(("report.task_left_out", "RPT-04"), Sample.Refusal(() => ReportRules.TicksMustFit([], [approved], [])));
        Assert.Equal(("report.tasks_unapproved", "RPT-01"), Sample.Refusal(() => ReportRules.TicksMustFit([approved.Id, returned.Id], [approved, returned], [])));
        Assert.Equal(("report.tasks_unapproved", "RPT-01"), Sample.Refusal(() => ReportRules.TicksMustFit([approved.Id, Guid.NewGuid()], [approved], [])));
    }

    [Theory, Rule("RPT-05")]
    [InlineData(TaskNature.Supplementary)]
    [InlineData(TaskNature.Mismatch)]
    public void Supplementary_and_mismatch_tasks_are_optional_and_need_planned_ones_beside_them(TaskNature nature)
    {
        var (planned, extra) = (Task(FieldTaskState.Approved), Task(FieldTaskState.Approved) with { Nature = nature });
        ReportRules.TicksMustFit([planned.Id], [planned, extra], [extra]);
        ReportRules.TicksMustFit([planned.Id, extra.Id], [planned, extra], [extra]);
        Assert.Equal(("report.task_left_out", "RPT-04"), Sample.Refusal(() => ReportRules.TicksMustFit([extra.Id], [planned, extra], [extra])));
        Assert.Equal("RPT-01", Sample.Refusal(() => ReportRules.TicksMustFit([planned.Id, extra.Id], [planned, extra], [])).Rule);
    }

    [Theory, Rule("RPT-10", Regions = ["shaanxi", "xinjiang"]), Rule("RPT-17"), Rule("RPT-18"), Rule("RPT-19")]
    [InlineData(ReportKind.Maintenance, false, false, null)]
    [InlineData(ReportKind.Maintenance, true, false, "report.direct_upload_not_granted")]
    [InlineData(ReportKind.MaintenanceUploaded, true, false, null)]
    [InlineData(ReportKind.MaintenanceUploaded, false, false, "report.file_missing")]
    [InlineData(ReportKind.Detection, true, false, null)]
    [InlineData(ReportKind.Detection, false, false, "report.file_missing")]
    [InlineData(ReportKind.Detection, true, true, "report.file_not_wanted")]
    [InlineData(ReportKind.DetectionGenerated, false, false, null)]
    [InlineData(ReportKind.DetectionGenerated, true, false, "report.file_not_wanted")]
    [InlineData(ReportKind.DetectionUploaded, true, true, null)]
    [InlineData(ReportKind.DetectionUploaded, true, false, "report.raw_record_missing")]
    [InlineData(ReportKind.DetectionUploaded, false, true, "report.file_missing")]
    [InlineData(ReportKind.Assessment, true, false, null)]
    [InlineData(ReportKind.Assessment, false, false, "report.file_missing")]
    [InlineData(ReportKind.Written, true, false, null)]
    [InlineData(ReportKind.Written, false, false, "report.file_missing")]
    public void Each_kind_of_report_takes_exactly_its_files(ReportKind kind, bool report, bool rawRecord, string? refusal)
    {
        void Check() => ReportRules.FilesMustFit(kind, report, rawRecord);
        if (refusal is null)
        {
            Check();
        }
        else
        {
            Assert.Equal(refusal, Sample.Refusal(Check).Code);
        }
    }

    [Theory, Rule("RPT-11")]
    [InlineData("shanghai", 50)]
    [InlineData("beijing", 50)]
    [InlineData("shaanxi", 20)]
    [InlineData("xinjiang", 20)]
    public void A_PDF_is_at_most_as_large_as_the_region_allows(string region, int mebibytes)
    {
        var limits = Policies.For(region).Limits;
        ReportRules.FileMustFit(mebibytes * 1024L * 1024, limits);
        Assert.Equal(("report.file_too_large", "RPT-11"), Sample.Refusal(() => ReportRules.FileMustFit(mebibytes * 1024L * 1024 + 1, limits)));
    }

    [Fact, Rule("RPT-10"), Rule("RPT-17"), Rule("RPT-18")]
    public void Whoever_uploads_a_report_says_what_it_concludes()
    {
        foreach (var kind in new[] { ReportKind.Detection, ReportKind.MaintenanceUploaded, ReportKind.DetectionUploaded, ReportKind.Written })
        {
            ReportRules.ConclusionMustBeChosen(kind, ServiceType.AnnualDetection, ReportConclusion.Unqualified);
            Assert.Equal("report.conclusion_missing", Sample.Refusal(() => ReportRules.ConclusionMustBeChosen(kind, ServiceType.AnnualDetection, null)).Code);
        }

        ReportRules.ConclusionMustBeChosen(ReportKind.Maintenance, ServiceType.Maintenance, null);
        ReportRules.ConclusionMustBeChosen(ReportKind.Assessment, ServiceType.Assessment, null);
    }

    [Fact, Rule("RPT-06")]
    public void Words_of_the_cover_are_trimmed_and_of_printable_length()
    {
        Assert.Null(new CoverEdits(" ", null, "", null).OrNothing());
        Assert.Equal(new CoverEdits("甲楼", null, null, null), new CoverEdits(" 甲楼 ", "  ", null, null).OrNothing());
        Assert.Equal(("report.cover_too_long", "RPT-06"), Sample.Refusal(() => new CoverEdits(new string('长', 201), null, null, null).OrNothing()));
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

    private static TaskCard Task(FieldTaskState state, DateTimeOffset? submittedAt = null) =>
        new(Guid.NewGuid(), "11 月任务", Guid.NewGuid(), Sample.Card().Id, Sample.OperatorId, state, submittedAt ?? Sample.Now, 5, 1);
}
