using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Projects;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Projects.Rules;

public sealed class ProjectRulesTests
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("PRJ-22")]
    public void A_whole_project_misses_nothing(string region) =>
        Assert.Empty(Project.Enter(Sample.Entry(region), Tech, Sample.Now).MissingParts(Policies.For(region)));

    [Theory, MemberData(nameof(Regions)), Rule("PRJ-22")]
    public void Missing_parts_are_named_in_the_manuals_order(string region)
    {
        var bare = Sample.Entry(region) with { Buildings = [], FacilityClassCodes = [], Fence = [], BrigadeId = null, IsKeyUnit = null };
        var policy = Policies.For(region);
        string[] always = ["建筑", "系统", "位置", "管辖"];

        var missing = Project.Enter(bare, Tech, Sample.Now).MissingParts(policy);

        Assert.Equal(policy.Project.KeyUnitLink == Link.Required ? [.. always, "重点单位"] : always, missing);
    }

    [Theory, Rule("PRJ-22"), Rule("PRJ-05")]
    [InlineData("shanghai", false)]
    [InlineData("beijing", true)]
    [InlineData("shaanxi", true)]
    [InlineData("xinjiang", true)]
    public void Whether_it_is_a_key_unit_must_be_said_where_the_region_links_them(string region, bool needed)
    {
        var unsaid = Project.Enter(Sample.Entry(region) with { IsKeyUnit = null }, Tech, Sample.Now);
        Assert.Equal(needed ? ["重点单位"] : [], unsaid.MissingParts(Policies.For(region)));
    }

    [Theory, MemberData(nameof(Regions)), Rule("PRJ-22")]
    public void Two_corners_are_no_fence(string region)
    {
        var project = Project.Enter(Sample.Entry(region) with { Fence = [.. Sample.Fence.Take(2)] }, Tech, Sample.Now);
        Assert.Equal(["位置"], project.MissingParts(Policies.For(region)));
        Assert.Equal(("project.no_fence", "PRJ-22"), Sample.Refusal(() => project.Measure(new Position(31.2, 121.5, 10))));
    }

    [Theory, Rule("PRJ-12")]
    [InlineData(5000, 4000, 1000, true)]
    [InlineData(5000, 3000, 1000, false)]
    [InlineData(5000.5, 4000.25, 1000.25, true)]
    [InlineData(5000, 5000, 0, true)]
    [InlineData(5000, 5000, 0.01, false)]
    public void A_buildings_area_is_the_sum_of_above_and_below_ground(decimal area, decimal above, decimal below, bool adds)
    {
        var entry = Sample.Entry() with { Buildings = [new("A 座", area, above, below, 12, 1, 48, null)] };
        if (adds)
        {
            Project.Enter(entry, Tech, Sample.Now);
        }
        else
        {
            Assert.Equal(("project.areas_differ", "PRJ-12"), Sample.Refusal(() => Project.Enter(entry, Tech, Sample.Now)));
        }
    }

    [Theory, Rule("PRJ-14")]
    [InlineData(true, "Pool", "地下一层", 120, true)]
    [InlineData(true, null, "地下一层", 120, false)]
    [InlineData(true, "Tank", " ", 18, false)]
    [InlineData(true, "Tank", "屋顶", null, false)]
    [InlineData(true, "Tank", "屋顶", 0, false)]
    [InlineData(false, null, null, null, true)]
    public void Water_supply_that_exists_has_kind_place_and_volume(bool exists, string? kind, string? place, int? volume, bool whole)
    {
        var entry = Sample.Entry() with { WaterSupplies = [new(exists, kind, place, volume)] };
        if (whole)
        {
            Project.Enter(entry, Tech, Sample.Now);
        }
        else
        {
            Assert.Equal(("project.water_supply_incomplete", "PRJ-14"), Sample.Refusal(() => Project.Enter(entry, Tech, Sample.Now)));
        }
    }

    [Fact, Rule("CON-09")]
    public void A_contract_does_not_end_before_it_starts()
    {
        var entry = Sample.Entry();
        Assert.Equal(("project.term_backwards", "CON-09"), Sample.Refusal(() => Project.Enter(entry with { TermEnds = entry.TermStarts.AddDays(-1) }, Tech, Sample.Now)));
        Project.Enter(entry with { TermEnds = entry.TermStarts }, Tech, Sample.Now);
    }

    [Theory, Rule("OWN-16")]
    [InlineData("13900010817", true)]
    [InlineData("8695553", true)]
    [InlineData("86955530", true)]
    [InlineData("010-8695553-2333", true)]
    [InlineData("0571-86955530", true)]
    [InlineData(null, true)]
    [InlineData("abc", false)]
    [InlineData("", false)]
    [InlineData("12900010817", false)]
    [InlineData("869555", false)]
    [InlineData("010-8695553-", false)]
    [InlineData("010-8695553-2333\n", false)]
    [InlineData("８６９５５５３", false)]
    public void A_control_room_has_a_phone_that_can_be_dialled(string? phone, bool accepted)
    {
        var entry = Sample.Entry() with { ControlRoomPhone = phone };
        if (accepted)
        {
            Assert.Equal(phone, Project.Enter(entry, Tech, Sample.Now).ControlRoomPhone);
        }
        else
        {
            Assert.Equal(("project.phone_invalid", "OWN-16"), Sample.Refusal(() => Project.Enter(entry, Tech, Sample.Now)));
        }
    }

    [Fact, Rule("CHK-06")]
    public void The_first_start_of_work_is_kept_whatever_follows()
    {
        var project = Project.Enter(Sample.Entry(), Tech, Sample.Now);
        Assert.Null(project.FirstWorkAt);
        project.MarkFirstWork(Sample.Now);
        project.MarkFirstWork(Sample.Now.AddDays(3));
        Assert.Equal(Sample.Now, project.FirstWorkAt);
    }

    [Theory, MemberData(nameof(Regions)), Rule("PEO-12", Regions = ["beijing"]), Rule("PEO-13", Regions = ["shanghai"])]
    public void Who_may_be_lead_and_technical_lead_of_one_project_is_the_regions_choice(string region)
    {
        var both = Sample.Entry(region) with { TechnicalLeadId = Sample.LeadId };
        var policy = Policies.For(region).Tech;
        Project.Enter(both with { TechnicalLeadId = null }, policy, Sample.Now);
        Project.Enter(Sample.Entry(region), policy, Sample.Now);
        switch (region)
        {
            case "beijing": Assert.Equal(("project.technical_lead_never_leads", "PEO-12"), Sample.Refusal(() => Project.Enter(both, policy, Sample.Now))); break;
            case "shanghai": Assert.Equal(("project.leaders_are_one", "PEO-13"), Sample.Refusal(() => Project.Enter(both, policy, Sample.Now))); break;
            default: Assert.Equal(Sample.LeadId, Project.Enter(both, policy, Sample.Now).TechnicalLeadId); break;
        }
    }

    private static readonly TechnicalLeadPolicy Tech = Policies.For("shanghai").Tech;
}
