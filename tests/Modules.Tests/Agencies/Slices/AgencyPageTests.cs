using WeChatService.Modules.Tests.Agencies;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Agencies.Slices;

/// <summary>机构基本信息.</summary>
public sealed class AgencyPageTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FIL-13"), Rule("PEO-11", Regions = ["beijing"])]
    public async Task The_administrator_sees_who_the_technical_lead_is_and_a_second_one_is_to_be_corrected_where_only_one_may_be(string region)
    {
        var prefix = Demo.Prefixes[region];
        using var admin = await House.Console($"{prefix}-admin");
        var page = (await admin.Get("/agency")).ShouldBeOk();
        var told = Demo.Person($"{prefix}-technical");
        var lead = Assert.Single(page["technicalLeads"].EnumerateArray());
        Assert.Equal((told.Name, told.Phone), (lead.GetProperty("name").GetString(), lead.GetProperty("phone").GetString()));
        Assert.Null(page["toCorrect"].GetString());

        // A second one as an import would bring it.
        await House.SqlAsAdmin(
            "insert into technical_lead_appointment (id, agency_id, person_id, appointed_at) select gen_random_uuid(), agency_id, id, now() from person "
            + $"where id = '{Demo.Id("person", $"{prefix}-lead")}'");
        var two = (await admin.Get("/agency")).ShouldBeOk();
        Assert.Equal(2, two["technicalLeads"].GetArrayLength());
        Assert.Equal(region == "beijing", two["toCorrect"].GetString()?.Contains("只能有 1 名", StringComparison.Ordinal) ?? false);
    }
}
