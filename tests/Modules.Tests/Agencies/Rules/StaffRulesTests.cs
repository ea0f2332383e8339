using WeChatService.Agencies;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Agencies.Rules;

public sealed class StaffRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 20);

    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("PEO-08")]
    public void A_lead_is_an_engineer_of_the_grade_that_the_region_asks(string region)
    {
        var policy = Policies.For(region);
        var needsFirst = policy.Lead.MinGrade == EngineerGrade.First;
        Assert.Null(Engineer(CertificateLevel.FirstGrade).WhyMayNotLead(policy, Today));
        Assert.Equal(
            needsFirst ? "person.lead_needs_first_grade" : null,
            Engineer(CertificateLevel.SecondGrade).WhyMayNotLead(policy, Today)?.Code);
        Assert.Equal("PEO-08", Operator(CertificateLevel.Senior).WhyMayNotLead(policy, Today)?.Rule);
        Assert.Equal("PEO-08", Somebody().WhyMayNotLead(policy, Today)?.Rule);
    }

    [Fact, Rule("PEO-08", Regions = ["shanghai"])]
    public void In_Shanghai_a_second_grade_engineer_may_not_lead() =>
        Assert.Equal("person.lead_needs_first_grade", Engineer(CertificateLevel.SecondGrade).WhyMayNotLead(Policies.For("shanghai"), Today)?.Code);

    [Theory, Rule("PEO-09")]
    [InlineData("shaanxi", CertificateLevel.Junior, false)]
    [InlineData("xinjiang", CertificateLevel.Junior, false)]
    [InlineData("beijing", CertificateLevel.Junior, true)]
    [InlineData("shanghai", CertificateLevel.Junior, true)]
    [InlineData("shaanxi", CertificateLevel.Intermediate, true)]
    [InlineData("xinjiang", CertificateLevel.Senior, true)]
    public void Who_works_on_site_holds_a_certificate_of_the_level_that_the_region_asks(string region, CertificateLevel level, bool may) =>
        Assert.Equal(may ? null : "person.site_needs_certificate", Operator(level).WhyMayNotWorkOnSite(Policies.For(region), Today)?.Code);

    [Theory, MemberData(nameof(Regions)), Rule("PEO-09")]
    public void Nobody_works_on_site_without_a_certificate(string region) =>
        Assert.Equal("person.site_needs_certificate", Somebody().WhyMayNotWorkOnSite(Policies.For(region), Today)?.Code);

    [Theory, MemberData(nameof(Regions)), Rule("PEO-10")]
    public void Only_a_first_grade_engineer_is_appointed_technical_lead(string region)
    {
        var policy = Policies.For(region);
        var broken = Assert.Throws<RuleBroken>(() => Engineer(CertificateLevel.SecondGrade).AppointTechnicalLead(Guid.NewGuid(), [], policy, Now));
        Assert.Equal("person.technical_lead_needs_first_grade", broken.Problem.Code);
        var first = Engineer(CertificateLevel.FirstGrade);
        first.AppointTechnicalLead(Guid.NewGuid(), [first], policy, Now);
        Assert.True(first.IsTechnicalLead);
        Assert.Null(first.WhyMayNotBeTechnicalLead(policy, Today));
    }

    [Fact, Rule("PEO-11", Regions = ["beijing"])]
    public void In_Beijing_an_agency_has_one_technical_lead()
    {
        var policy = Policies.For("beijing");
        var (one, other) = (Engineer(CertificateLevel.FirstGrade), Engineer(CertificateLevel.FirstGrade));
        one.AppointTechnicalLead(Guid.NewGuid(), [one, other], policy, Now);
        var broken = Assert.Throws<RuleBroken>(() => other.AppointTechnicalLead(Guid.NewGuid(), [one, other], policy, Now));
        Assert.Equal(("person.one_technical_lead_only", false), (broken.Problem.Code, other.IsTechnicalLead));
    }

    [Fact]
    public void In_Shanghai_an_agency_may_have_several_technical_leads()
    {
        var policy = Policies.For("shanghai");
        var (one, other) = (Engineer(CertificateLevel.FirstGrade), Engineer(CertificateLevel.FirstGrade));
        one.AppointTechnicalLead(Guid.NewGuid(), [one, other], policy, Now);
        other.AppointTechnicalLead(Guid.NewGuid(), [one, other], policy, Now);
        Assert.True(one.IsTechnicalLead && other.IsTechnicalLead);
    }

    [Theory, MemberData(nameof(Regions)), Rule("PEO-12", Regions = ["beijing"])]
    public void The_technical_lead_leads_no_project_where_the_region_says_never(string region)
    {
        var policy = Policies.For(region);
        var person = Engineer(CertificateLevel.FirstGrade);
        person.AppointTechnicalLead(Guid.NewGuid(), [person], policy, Now);
        Assert.Equal(region == "beijing" ? "person.technical_lead_never_leads" : null, person.WhyMayNotLead(policy, Today)?.Code);
    }

    [Fact, Rule("PEO-14", Regions = ["shanghai"])]
    public void A_first_grade_engineer_who_was_not_appointed_is_no_technical_lead()
    {
        var person = Engineer(CertificateLevel.FirstGrade);
        Assert.Equal("person.not_appointed", person.WhyMayNotBeTechnicalLead(Policies.For("shanghai"), Today)?.Code);
        Assert.Null(person.WhyMayNotBeTechnicalLead(Policies.For("shaanxi"), Today));
    }

    [Theory, MemberData(nameof(Regions)), Rule("PEO-27")]
    public void A_certificate_counts_through_its_last_day_and_then_blocks_with_its_date(string region)
    {
        var policy = Policies.For(region);
        var person = Engineer(CertificateLevel.FirstGrade, validUntil: Today);
        person.AppointTechnicalLead(Guid.NewGuid(), [person], policy, Now);
        Assert.Null(person.WhyMayNotBeTechnicalLead(policy, Today));
        var refusal = person.WhyMayNotBeTechnicalLead(policy, Today.AddDays(1))!;
        Assert.Equal(("person.certificate_expired", "PEO-27"), (refusal.Code, refusal.Rule));
        Assert.Contains("2026年11月20日", refusal.Title, StringComparison.Ordinal);
        var lead = Engineer(CertificateLevel.FirstGrade, validUntil: Today);
        Assert.Null(lead.WhyMayNotLead(policy, Today));
        Assert.Equal("person.certificate_expired", lead.WhyMayNotLead(policy, Today.AddDays(1))?.Code);
    }

    [Fact]
    public void A_renewed_certificate_counts_although_the_old_one_expired()
    {
        var person = Engineer(CertificateLevel.FirstGrade, validUntil: Today.AddDays(-1));
        person.Record(Guid.NewGuid(), new(CertificateKind.Engineer, CertificateLevel.FirstGrade, "YZ1-2", Today.AddYears(3)));
        Assert.Null(person.WhyMayNotLead(Policies.For("shanghai"), Today));
    }

    [Fact]
    public void Who_left_may_do_nothing_and_is_technical_lead_no_more()
    {
        var policy = Policies.For("shanghai");
        var person = Engineer(CertificateLevel.FirstGrade);
        person.AppointTechnicalLead(Guid.NewGuid(), [person], policy, Now);
        person.Leave(Now);
        Assert.False(person.IsTechnicalLead);
        Assert.All(
            new[] { person.WhyMayNotLead(policy, Today), person.WhyMayNotWorkOnSite(policy, Today), person.WhyMayNotBeTechnicalLead(policy, Today) },
            refusal => Assert.Equal("person.has_left", refusal?.Code));
    }

    private static readonly Agency Employer = Agency.Of(
        Guid.NewGuid(), "shanghai", "上海岚安消防技术服务有限公司", "岚安消防", "91319901MA9100012W", "19900009001", [AgencyServiceType.MaintenanceAndDetection]);

    private static Person Somebody() => Person.Employ(Guid.NewGuid(), Employer, "顾南舟", Sex.Male, "19900000102", null, null, Now);

    private static Person Engineer(CertificateLevel grade, DateOnly? validUntil = null) => With(CertificateKind.Engineer, grade, validUntil);

    private static Person Operator(CertificateLevel level) => With(CertificateKind.Operator, level, null);

    private static Person With(CertificateKind kind, CertificateLevel level, DateOnly? validUntil)
    {
        var person = Somebody();
        person.Record(Guid.NewGuid(), new CertificateCard(kind, level, "N-1", validUntil ?? Today.AddYears(2)));
        return person;
    }
}
