using WeChatService.Agencies;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Agencies.Rules;

public sealed class OfficeRulesTests
{
    [Fact, Rule("ORG-35", Regions = ["shanghai"])]
    public void The_default_office_decides_which_brigade_supervises()
    {
        var (agency, north, south) = AgencyWithTwoOffices();
        Assert.Equal(north.BrigadeId, agency.BrigadeId);
        agency.MakeDefault(south.Id);
        Assert.Equal(south.BrigadeId, agency.BrigadeId);
    }

    [Fact, Rule("ORG-36", Regions = ["shanghai"])]
    public void A_second_default_office_takes_the_flag_from_the_first()
    {
        var (agency, north, south) = AgencyWithTwoOffices();
        Assert.Equal([north], agency.Offices.Where(o => o.IsDefault));
        agency.MakeDefault(south.Id);
        Assert.Equal([south], agency.Offices.Where(o => o.IsDefault));
    }

    [Fact, Rule("ORG-36", Regions = ["shanghai"])]
    public void Another_agencys_office_cannot_become_the_default()
    {
        var (agency, north, _) = AgencyWithTwoOffices();
        Assert.Equal("agency.office_unknown", Assert.Throws<RuleBroken>(() => agency.MakeDefault(Guid.NewGuid())).Problem.Code);
        Assert.True(north.IsDefault);
    }

    private static (Agency Agency, Office North, Office South) AgencyWithTwoOffices()
    {
        var agency = Agency.Of(Guid.NewGuid(), "shanghai", "上海岚安", "岚安", "91319901MA9100012W", "19900009001", []);
        var north = Office(agency, "北", isDefault: false);
        var south = Office(agency, "南", isDefault: false);
        agency.Open(north);
        agency.Open(south);
        return (agency, north, south);
    }

    private static Office Office(Agency agency, string name, bool isDefault) => WeChatService.Agencies.Office.Of(
        Guid.NewGuid(), agency.Id, name, "上海市", "上海市", "临湖区", "湖滨路 1 号", null, null, Guid.NewGuid(), isDefault);
}
