using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatService.Agencies.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Agencies.Slices;

/// <summary>Where the region takes agencies and people from the national system, its records are the staff list.</summary>
public sealed class NationalImportTests(House house) : Slice(house)
{
    /// <summary>The national system knows him, no agency does.</summary>
    private const string Newcomer = "sh-contact2";

    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    [Fact]
    [Rule("ORG-29", Regions = ["beijing"]), Rule("ORG-30", Regions = ["beijing"]), Rule("ORG-31", Regions = ["beijing"]), Rule("PEO-03", Regions = ["beijing"]), Rule("PEO-04", Regions = ["beijing"]), Rule("PEO-19", Regions = ["beijing"])]
    public async Task Each_record_brings_corrects_and_takes_away_operators_and_has_eligibility_judged_anew()
    {
        var agency = await JustEnough.Staff(House, "beijing");
        using var leaver = await House.MiniProgram("bj-operator2");
        using var desk = new Caller(House.System, "console");
        Task<Answer> SignIn() => desk.Post("/sign-in", new { userName = Demo.Person("bj-admin").UserName, password = Demo.Password }, key: "");
        NationalMember[] stay = [Member("bj-admin"), Engineer("bj-lead"), Engineer("bj-technical") with { IsTechnicalLead = true }, Operator("bj-operator", CertificateLevel.Intermediate)];

        // Who left is gone, and with him what the law asks; who works elsewhere does not come
        var (code, said) = await Import("beijing", Record([.. stay, Operator("sh-operator", CertificateLevel.Intermediate)]));
        Assert.Equal(1, code);
        Assert.Contains("0 came, 0 changed, 1 left", said, StringComparison.Ordinal);
        Assert.Contains($"{Demo.Person("sh-operator").Name}：这个人还在另一家机构在职", said, StringComparison.Ordinal);
        Assert.False(await JustEnough.Suffices(House, agency));
        (await SignIn()).ShouldRefuse("account.ineligible", "ORG-30", 403);
        (await leaver.Get("/me")).ShouldRefuse("session.ended", status: 401);

        // A later record suffices, and the desk opens again
        NationalMember[] whole = [.. stay, Operator(Newcomer, CertificateLevel.Intermediate)];
        Assert.Contains("1 came, 0 changed, 0 left", (await Import("beijing", Record(whole))).Said, StringComparison.Ordinal);
        Assert.True(await JustEnough.Suffices(House, agency));
        (await SignIn()).ShouldBeOk();
        Assert.Equal(("消防设施操作员（中级）", "监控"), await Listed());
        (code, said) = await Import("beijing", Record(whole));
        Assert.Equal((0, true), (code, said.Contains("0 came, 0 changed, 0 left", StringComparison.Ordinal)));

        Assert.Contains("0 came, 1 changed, 0 left", (await Import("beijing", Record([.. stay, Operator(Newcomer, CertificateLevel.Junior)]))).Said, StringComparison.Ordinal);
        Assert.False(await JustEnough.Suffices(House, agency));
        Assert.Equal(4, await House.Value<long>($"select count(*) from audit_entry where act = 'staff.imported' and subject_id = '{agency}'"));
    }

    [Fact, Rule("ORG-29", Regions = ["beijing"]), Rule("PEO-19", Regions = ["beijing"])]
    public async Task A_new_agency_comes_with_its_people_also_with_whom_an_agency_further_down_lets_go()
    {
        NationalRecord came = new("91119901MA9100088K", "北京澄岸消防技术服务有限公司", "19900000299", [AgencyServiceType.Assessment], "澄渡区", "澄渡大街 7 号", [Operator("bj-operator2", CertificateLevel.Senior)]);
        NationalRecord left = Record([Member("bj-admin"), Engineer("bj-lead"), Engineer("bj-technical") with { IsTechnicalLead = true }, Operator("bj-operator", CertificateLevel.Intermediate)]);
        var (code, said) = await Import("beijing", came, left);
        Assert.Equal((0, true), (code, said.Contains($"{came.Name}: 1 came", StringComparison.Ordinal)));
        Assert.Equal("澄渡区消防救援支队", await House.Value<string>($"select b.name from agency a join brigade b on b.id = a.brigade_id where a.credit_code = '{came.CreditCode}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from person p join agency a on a.id = p.agency_id where a.credit_code = '{came.CreditCode}' and p.left_at is null"));
    }

    [Theory, InlineData("shanghai"), InlineData("shaanxi"), InlineData("nowhere")]
    public async Task Elsewhere_nothing_is_taken(string region) => Assert.Equal(2, (await Import(region, Record([]))).Code);

    private async Task<(string?, string?)> Listed()
    {
        var admin = await House.Console("bj-admin");
        var line = Assert.Single((await admin.Get($"/people?search={Uri.EscapeDataString(Demo.Person(Newcomer).Name)}")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("certificates")[0];
        return (line.GetProperty("says").GetString(), line.GetProperty("direction").GetString());
    }

    private async Task<(int Code, string Said)> Import(string region, params NationalRecord[] records)
    {
        var file = Path.Combine(Path.GetTempPath(), $"national-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(records, Shape));
        await using var said = new StringWriter();
        var code = await Host.ImportErrands.Run(House.Services, file, region, said);
        File.Delete(file);
        return (code, said.ToString());
    }

    /// <summary>The demonstration agency; what the national system says of it besides its people is asked of new ones only.</summary>
    private static NationalRecord Record(IReadOnlyList<NationalMember> people)
    {
        var told = Demo.World.GetProperty("agencies").EnumerateArray().Single(a => a.GetProperty("key").GetString() == "bj-agency");
        return new(told.GetProperty("creditCode").GetString()!, told.GetProperty("name").GetString()!, "1", [], "", "", people);
    }

    private static NationalMember Engineer(string key) => Member(key, new CertificateCard(CertificateKind.Engineer, CertificateLevel.FirstGrade, NumberOf(key), new(2031, 1, 1)));

    private static NationalMember Operator(string key, CertificateLevel level) => Member(key, new CertificateCard(CertificateKind.Operator, level, NumberOf(key), new(2031, 1, 1), key == Newcomer ? "监控" : null));

    private static NationalMember Member(string key, params CertificateCard[] papers) => new(Demo.Person(key).Name, Demo.Person(key).Phone, Demo.Person(key).IdentityNumber!, false, papers);

    private static string NumberOf(string key)
    {
        using var people = JsonDocument.Parse(File.ReadAllText(Path.Combine(Demo.Folder, "people.json")));
        var holder = people.RootElement.EnumerateArray().Single(p => p.GetProperty("key").GetString() == key);
        return holder.TryGetProperty("certificate", out var paper) ? paper.GetProperty("number").GetString()! : "YZ-CZ-2024-0001";
    }
}
