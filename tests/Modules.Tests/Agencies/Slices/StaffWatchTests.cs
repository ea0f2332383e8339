using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Agencies;
using WeChatService.Agencies.Contracts;
using WeChatService.Agencies.StaffWatch;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Faults;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Agencies.Slices;

/// <summary>The daily look at the staff: certificates that end, and agencies that do not suffice any more.</summary>
public sealed class StaffWatchTests(House house) : IClassFixture<House>
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("NTF-17")]
    public async Task Thirty_days_before_a_certificate_ends_its_holder_and_the_administrator_are_told_once(string region)
    {
        var (holder, admin, end) = (Person(region, "operator"), Person(region, "admin"), new DateOnly(2027, 3, 31));
        await house.SqlAsAdmin($"update certificate set valid_until = '2031-01-01' where agency_id = '{Agency(region)}'");
        await house.SqlAsAdmin($"update certificate set valid_until = '2027-03-31' where id = (select min(id::text)::uuid from certificate where person_id = '{holder}')");

        await Look(end.AddDays(-31));
        Assert.Equal((0, 0), (await Told(holder, "天到期"), await Told(admin, "天到期")));
        await Look(end.AddDays(-30));
        await Look(end.AddDays(-30));
        await Look(end.AddDays(-29));
        Assert.Equal((1, 1), (await Told(holder, "还有 30 天到期"), await Told(admin, "还有 30 天到期")));
        Assert.Equal((1, 1), (await Told(holder, "天到期"), await Told(admin, "天到期")));

        // Renewed, it has another end, and is told of again.
        await house.SqlAsAdmin($"update certificate set valid_until = '2027-12-31' where valid_until = '2027-03-31' and person_id = '{holder}'");
        await Look(new DateOnly(2027, 12, 31));
        Assert.Equal(1, await Told(holder, "今天到期"));
    }

    [Theory, MemberData(nameof(Regions)), Rule("NTF-14"), Rule("ORG-18"), Rule("ORG-30", Regions = ["beijing"]), Rule("ORG-31", Regions = ["beijing"])]
    public async Task Whose_staff_does_not_suffice_any_more_is_told_with_the_corps_and_where_the_region_says_so_closed_until_it_does(string region)
    {
        var (admin, day) = (Person(region, "admin"), new DateOnly(2026, 12, 1));
        await house.SqlAsAdmin($"update certificate set valid_until = '2031-01-01' where agency_id = '{Agency(region)}'");
        await Engage(region, 8);
        await Look(day);
        Assert.Equal(0, await Told(admin, "从业条件不够"));

        await house.SqlAsAdmin($"update person set left_at = now() where agency_id = '{Agency(region)}' and name like '增补%'");
        await Look(day);
        await Look(day);
        Assert.Equal(1, await Told(admin, "从业条件不够了"));
        using var corps = await house.Authority(Ledger.Person(region, "corps"));
        using var elsewhere = await house.Authority(Ledger.Person(region == "beijing" ? "shaanxi" : "beijing", "corps"));
        using var brigade = await house.Authority(Ledger.Person(region, "brigade"));
        Assert.Equal((1, 0, 0), (await Noticed(corps, "EligibilityLost", region), await Noticed(elsewhere, "EligibilityLost", region), await Noticed(brigade, "EligibilityLost", region)));

        var closes = Demo.Profile(region).GetProperty("org").GetProperty("autoDisable").GetBoolean();
        using var desk = new Caller(house.System, "console");
        var (user, word) = (Demo.Person(Ledger.Person(region, "admin")).UserName, Demo.Person(Ledger.Person(region, "admin")).Password);
        var signedIn = await desk.Post("/sign-in", new { userName = user, password = word }, key: "");
        if (closes)
        {
            signedIn.ShouldRefuse("account.ineligible", "ORG-30", 403);
            Assert.Equal((1, 1), (await Noticed(corps, "AccountClosed", region, "从业条件不够"), await Told(admin, "从业条件不够，")));
        }
        else
        {
            signedIn.ShouldBeOk();
        }

        await house.SqlAsAdmin($"update person set left_at = null where agency_id = '{Agency(region)}' and name like '增补%'");
        await Look(day);
        (await desk.Post("/sign-in", new { userName = user, password = word }, key: "")).ShouldBeOk();
    }

    [Theory, MemberData(nameof(Regions)), Rule("NTF-14")]
    public async Task An_account_that_is_closed_by_hand_is_told_to_administrator_and_corps_once(string region)
    {
        using var admin = await house.Console(Ledger.Person(region, "admin"));
        using var corps = await house.Authority(Ledger.Person(region, "corps"));
        var name = Demo.Person(Ledger.Person(region, "operator2")).Name;
        var before = await Noticed(corps, "AccountClosed", region);
        var account = (await admin.Get($"/accounts?search={Demo.Person(Ledger.Person(region, "operator2")).UserName}")).ShouldBeOk()["items"][0].GetProperty("id").GetGuid();
        (await admin.Put($"/accounts/{account}/state", new { enabled = false })).ShouldBeOk();
        (await admin.Put($"/accounts/{account}/state", new { enabled = false })).ShouldBeOk();
        await house.Settled();
        Assert.Equal(1, await house.Value<long>($"select count(*) from notice where template = 'staff_alert' and about_id = '{account}' and receiver_id = '{Person(region, "admin")}' and fields::text like '%{name}%'"));
        Assert.Equal(before + 1, await Noticed(corps, "AccountClosed", region));
        (await admin.Put($"/accounts/{account}/state", new { enabled = true })).ShouldBeOk();
    }

    [Theory, Rule("ORG-18")]
    [InlineData(2, 1, 6, 2, true, null)]
    [InlineData(1, 1, 6, 2, true, "还差 1 名注册消防工程师")]
    [InlineData(2, 0, 6, 2, true, "还差 1 名一级注册消防工程师")]
    [InlineData(2, 1, 5, 2, true, "还差 1 名消防设施操作员")]
    [InlineData(2, 1, 6, 1, true, "还差 1 名中级以上操作员")]
    [InlineData(2, 1, 0, 0, false, null)]
    public void What_is_missing_is_counted_by_the_table_of_the_day(int engineers, int firstGrade, int operators, int intermediate, bool maintains, string? lacks)
    {
        var (day, agency) = (new DateOnly(2026, 11, 20), WeChatService.Agencies.Agency.Of(Guid.NewGuid(), "r", "机构", "机构", new string('9', 18), "1", []));
        List<Person> staff = [];
        void Add(int count, Func<int, CertificateCard> certificate)
        {
            for (var i = 0; i < count; i++)
            {
                staff.Add(Hired(agency, $"人{i}", certificate(i)));
            }
        }

        Add(engineers, i => new(CertificateKind.Engineer, i < firstGrade ? CertificateLevel.FirstGrade : CertificateLevel.SecondGrade, "1", day));
        Add(operators, i => new(CertificateKind.Operator, i < intermediate ? CertificateLevel.Intermediate : CertificateLevel.Junior, "1", day));
        AgencyServiceType[] services = maintains ? [AgencyServiceType.MaintenanceAndDetection, AgencyServiceType.Assessment] : [AgencyServiceType.Assessment];
        Assert.Equal(lacks, Eligibility.Lacks(services, staff, day));
        Assert.NotNull(Eligibility.Lacks(services, staff, day.AddDays(1)));
    }

    private static Person Hired(Agency agency, string name, CertificateCard certificate)
    {
        var person = WeChatService.Agencies.Person.Employ(Guid.NewGuid(), agency, name, Sex.Male, "13900000000", null, null, DateTimeOffset.UnixEpoch);
        person.Record(Guid.NewGuid(), certificate);
        return person;
    }

    private Task Engage(string region, int count) => house.InDatabase(async db =>
    {
        var (agency, until) = (await db.Set<Agency>().SingleAsync(a => a.Id == Agency(region)), new DateOnly(2031, 1, 1));
        for (var i = 0; i < count; i++)
        {
            db.Add(Hired(agency, $"增补{i}", i < 2 ? new(CertificateKind.Engineer, CertificateLevel.FirstGrade, $"E{i}", until) : new(CertificateKind.Operator, CertificateLevel.Intermediate, $"O{i}", until)));
        }

        return await db.SaveChangesAsync();
    });

    private async Task Look(DateOnly day)
    {
        await using (var scope = house.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
            await scope.ServiceProvider.GetRequiredService<StaffRunner>().Run(new WatchStaff(day), new JobRun(Guid.NewGuid(), 1), default);
        }

        await house.Settled();
    }

    private static Guid Agency(string region) => Demo.Id("agency", Ledger.Person(region, "agency"));

    private static Guid Person(string region, string who) => Demo.Id("person", Ledger.Person(region, who));

    private Task<long> Told(Guid person, string words) => house.Value<long>(
        $"select count(*) from notice where template = 'staff_alert' and receiver_id = '{person}' and fields::text like '%{words}%'");

    private static async Task<int> Noticed(Caller officer, string kind, string region, string words = "") =>
        (await officer.Get("/notices?size=100")).ShouldBeOk()["page"].GetProperty("items").EnumerateArray().Count(n =>
            n.GetProperty("kind").GetString() == kind && n.GetProperty("text").GetString()!.Contains(words, StringComparison.Ordinal) && n.GetProperty("agencyName").GetString() == Demo.World.GetProperty("agencies").EnumerateArray()
                .Single(a => a.GetProperty("key").GetString() == Ledger.Person(region, "agency")).GetProperty("name").GetString());
}
