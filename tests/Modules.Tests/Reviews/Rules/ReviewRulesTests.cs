using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reviews.Rules;

public sealed class ReviewRulesTests
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Fact, Rule("FLD-32")]
    public void Three_missed_places_in_a_row_are_a_gap_of_the_track_and_two_are_none()
    {
        var (at, half) = (new DateTimeOffset(2026, 11, 21, 1, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(30));
        Assert.Empty(ReviewRules.GapsOf([], half));
        Assert.Empty(ReviewRules.GapsOf([at, at + half, at + half * 4], half));
        Assert.Equal([(at + half, at + half * 5)], ReviewRules.GapsOf([at, at + half, at + half * 5, at + half * 6], half));
    }

    [Theory, MemberData(nameof(Regions)), Rule("REV-01")]
    public void The_projects_own_lead_reviews_and_nobody_who_only_works_there(string region)
    {
        MustBeReviewer(region, Sample.Person(Sample.LeadId, Role.ProjectLead));
        foreach (var other in new[]
        {
            Sample.Person(Sample.OperatorId, Role.Operator), Sample.Person(Sample.StrangerId, Role.ProjectLead),
            Sample.Person(Sample.StrangerId, Role.TechnicalLead), Sample.Person(Sample.StrangerId, Role.AgencyAdmin),
        })
        {
            Assert.Equal(("review.not_the_reviewer", "REV-01"), Sample.Refusal(() => MustBeReviewer(region, other)));
        }
    }

    [Theory, Rule("REV-01")]
    [InlineData("shaanxi", true)]
    [InlineData("xinjiang", false)]
    [InlineData("beijing", false)]
    [InlineData("shanghai", false)]
    public void The_technical_lead_reviews_where_the_region_lets_him(string region, bool may)
    {
        var technical = Sample.Person(Sample.TechnicalLeadId, Role.TechnicalLead);
        if (may)
        {
            MustBeReviewer(region, technical);
        }
        else
        {
            Assert.Equal("REV-01", Sample.Refusal(() => MustBeReviewer(region, technical)).Rule);
        }
    }

    [Theory, MemberData(nameof(Regions)), Rule("REV-01")]
    public void Nobody_reviews_his_own_field_work_and_the_leads_waits_for_the_technical_lead(string region)
    {
        var (lead, technical) = (Sample.Person(Sample.LeadId, Role.ProjectLead), Sample.Person(Sample.TechnicalLeadId, Role.TechnicalLead));
        Assert.Equal(("review.own_work", "REV-01"), Sample.Refusal(() => MustBeReviewer(region, lead, Sample.LeadId)));
        Assert.Equal(("review.own_work", "REV-01"), Sample.Refusal(() => MustBeReviewer(region, lead, Sample.OperatorId, Sample.LeadId)));
        MustBeReviewer(region, technical, Sample.LeadId);
        Assert.Equal("REV-01", Sample.Refusal(() => MustBeReviewer(region, Sample.Person(Sample.StrangerId, Role.TechnicalLead), Sample.LeadId)).Rule);
        Assert.Equal("review.own_work", Sample.Refusal(() => MustBeReviewer(region, technical, Sample.LeadId, Sample.TechnicalLeadId)).Code);
    }

    [Fact, Rule("REV-01"), Rule("PEO-27")]
    public void A_reviewer_holds_an_engineers_certificate_that_counts_today()
    {
        ReviewRules.MustHoldCertificate(Holder(CertificateKind.Engineer, new(2026, 11, 20)), new(2026, 11, 20));
        Assert.Equal(("review.certificate_expired", "REV-01"), Sample.Refusal(() => ReviewRules.MustHoldCertificate(Holder(CertificateKind.Engineer, new(2026, 11, 19)), new(2026, 11, 20))));
        Assert.Equal(("review.no_certificate", "REV-01"), Sample.Refusal(() => ReviewRules.MustHoldCertificate(Holder(CertificateKind.Operator, new(2030, 1, 1)), new(2026, 11, 20))));
        Assert.Equal("review.no_certificate", Sample.Refusal(() => ReviewRules.MustHoldCertificate(null, new(2026, 11, 20))).Code);
    }

    [Fact, Rule("REV-04")]
    public void What_is_wrong_with_an_item_names_an_item_of_the_task()
    {
        var task = Task(FieldTaskState.Submitted) with { ItemCodes = ["M05-01-a"] };
        Assert.Equal([new ItemRemark("M05-01-a", "补拍压力表")], ReviewRules.RemarksOf([new("M05-01-a", " 补拍压力表 "), null], task));
        Assert.Empty(ReviewRules.RemarksOf(null, task));
        foreach (var wrong in new ItemRemark[] { new("M05-01-b", "补拍"), new("M05-01-a", " "), new("M05-01-a", new string('补', 201)) })
        {
            Assert.Equal(("review.remark_unknown", "REV-04"), Sample.Refusal(() => ReviewRules.RemarksOf([wrong], task)));
        }

        Assert.Equal("照片不清（压力表：补拍）", ReviewRules.Says("照片不清", [new("M05-01-a", "补拍")], _ => "压力表"));
    }

    [Theory, MemberData(nameof(Regions)), Rule("REV-06")]
    public void In_maintenance_every_fault_is_handled_before_the_records_pass(string region)
    {
        var why = WhyNotPass(region, ServiceType.Maintenance, Unhandled("喷头"), Handled("水泵"), Unhandled("阀门"));
        Assert.Equal(("review.faults_unhandled", "REV-06"), (why!.Code, why.Rule));
        Assert.Contains("2 个故障", why.Title, StringComparison.Ordinal);
        Assert.Contains("喷头、阀门", why.Title, StringComparison.Ordinal);
        Assert.Equal(2, ((IReadOnlyList<Guid>)why.Facts["faultIds"]!).Count);
    }

    [Theory, MemberData(nameof(Regions)), Rule("REV-06"), Rule("FLT-06")]
    public void Handled_faults_block_nothing_also_when_they_are_not_solved(string region)
    {
        Assert.Null(WhyNotPass(region, ServiceType.Maintenance, Handled("水泵")));
        Assert.Null(WhyNotPass(region, ServiceType.Maintenance));
    }

    [Theory, Rule("REV-07")]
    [InlineData("shaanxi", false)]
    [InlineData("xinjiang", true)]
    [InlineData("beijing", false)]
    [InlineData("shanghai", false)]
    public void Whether_detection_asks_for_handled_faults_is_the_regions_choice(string region, bool asks)
    {
        foreach (var type in new[] { ServiceType.AnnualDetection, ServiceType.CompletionDetection, ServiceType.Assessment })
        {
            Assert.Equal(asks, WhyNotPass(region, type, Unhandled("喷头")) is not null);
        }
    }

    [Theory, Rule("REV-04")]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData(" 补 ", false)]
    [InlineData("补拍", true)]
    public void Who_returns_records_says_why(string? reason, bool enough)
    {
        if (enough)
        {
            Assert.Equal(reason, ReviewRules.ReasonOf(reason));
        }
        else
        {
            Assert.Equal(("review.reason_missing", "REV-04"), Sample.Refusal(() => ReviewRules.ReasonOf(reason)));
        }
    }

    [Fact, Rule("REV-04")]
    public void A_reason_is_at_most_500_characters()
    {
        ReviewRules.ReasonOf(new string('补', 500));
        Assert.Equal("review.reason_missing", Sample.Refusal(() => ReviewRules.ReasonOf(new string('补', 501))).Code);
    }

    [Fact, Rule("REV-03")]
    public void Only_what_waits_for_review_gets_a_verdict()
    {
        foreach (var state in Enum.GetValues<FieldTaskState>().Where(s => s != FieldTaskState.Submitted))
        {
            Assert.Equal(("review.not_waiting", "REV-03"), Sample.Refusal(() => ReviewRules.MustBeWaiting(Task(state))));
        }

        ReviewRules.MustBeWaiting(Task(FieldTaskState.Submitted));
    }

    private static void MustBeReviewer(string region, Actor actor, params Guid[] workers) => ReviewRules.MustBeReviewer(
        Sample.Card(region), actor, workers.Length > 0 ? workers : [Sample.OperatorId], Policies.For(region).Review);

    private static PersonCard Holder(CertificateKind kind, DateOnly until) => new(
        Sample.LeadId, Guid.NewGuid(), "shanghai", "审核人", "", [new(kind, CertificateLevel.FirstGrade, "1", until)], null, null, null, null);

    private static Problem? WhyNotPass(string region, ServiceType type, params FaultSheet[] faults) =>
        ReviewRules.WhyNotPass(Sample.Card(region, type), faults, Policies.For(region).Review);

    private static FaultSheet Unhandled(string item) => new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), FaultSource.MaintenanceReport, FaultState.Pending, "0101", item, "坏了", [],
        Sample.Month, Sample.Now, []);

    private static FaultSheet Handled(string item) => Unhandled(item) with
    {
        Handlings = [new(HandlingKind.InDiscussionWithOwner, "与业主沟通中", null, Sample.LeadId, "项目负责人", null, null, Sample.Now)],
    };

    private static TaskSheet Task(FieldTaskState state) => new(
        Guid.NewGuid(), "任务", Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Sample.OperatorId, state, 1, [], null, null, null, null, null, null, null,
        [], [], []);
}
