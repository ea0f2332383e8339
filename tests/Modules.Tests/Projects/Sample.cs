using WeChatService.Kernel;
using WeChatService.Plans;
using WeChatService.Plans.Contracts;
using WeChatService.Projects;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Modules.Tests.Agencies;

namespace WeChatService.Modules.Tests.Projects;

/// <summary>A whole project, its people and its plan of November 2026, for rules that ask them.</summary>
internal static class Sample
{
    /// <summary>20 November 2026, ten in the morning in Shanghai.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);

    public static readonly ChinaMonth Month = new(2026, 11);
    public static readonly Guid LeadId = DemoWorld.Id("sample", "lead");
    public static readonly Guid TechnicalLeadId = DemoWorld.Id("sample", "technical");
    public static readonly Guid OperatorId = DemoWorld.Id("sample", "operator");
    public static readonly Guid StrangerId = DemoWorld.Id("sample", "stranger");
    public static readonly string[] Facilities = ["0101", "0102", "0201"];

    /// <summary>A square of about 200 metres.</summary>
    public static readonly IReadOnlyList<FencePoint> Fence = [new(31.2, 121.5), new(31.2, 121.5021), new(31.2018, 121.5021), new(31.2018, 121.5)];

    public static ProjectCard Card(string region = "shanghai", ServiceType type = ServiceType.Maintenance) => new(
        DemoWorld.Id("sample", "project"), "样例大厦", region, type, ProjectState.Active, DemoWorld.Id("sample", "agency"), DemoWorld.Id("sample", "owner"),
        DemoWorld.Id("sample", "brigade"), LeadId, TechnicalLeadId, [OperatorId], new(2026, 1, 1), new(2026, 12, 31), "样例路 1 号", Facilities, [], null);

    public static ProjectEntry Entry(string region = "shanghai") => new()
    {
        Id = DemoWorld.Id("sample", "project"), Region = region, AgencyId = DemoWorld.Id("sample", "agency"), OwnerId = DemoWorld.Id("sample", "owner"),
        BrigadeId = DemoWorld.Id("sample", "brigade"), Name = "样例大厦", ServiceType = ServiceType.Maintenance, State = ProjectState.Active,
        Address = "样例路 1 号", ContractNumber = "WB-1", SignedOn = new(2025, 12, 18), TermStarts = new(2026, 1, 1), TermEnds = new(2026, 12, 31),
        LeadId = LeadId, TechnicalLeadId = TechnicalLeadId, MemberIds = [OperatorId], IsKeyUnit = false,
        Buildings = [new("A 座", 5000, 4000, 1000, 12, 1, 48, null)], FacilityClassCodes = Facilities, Fence = Fence,
    };

    /// <summary>Two items of each facility; of a written plan for the whole month.</summary>
    public static PlanContent Content(ChinaMonth? month = null) => new(
        "SAMPLE", "1", [.. Facilities.Select(code => new PlannedFacility(code, [$"{code}-a", $"{code}-b"]))],
        new PeriodDays((month ?? Month).FirstDay, (month ?? Month).LastDay));

    public static Plan Plan(string region = "shanghai", ServiceType type = ServiceType.Maintenance) => WeChatService.Plans.Plan.Make(
        DemoWorld.Id("sample", "plan"), new PlanOrder(Card(region, type), PlanKind.Month, Month, Content(), LeadId), Policies.For(region), Now);

    /// <summary>Somebody of the agency on the agency account.</summary>
    public static Actor Person(Guid personId, params Role[] roles) => new(
        Door.Agency, DemoWorld.Id("sample", $"account {personId}"), personId, "样例人员", roles, "shanghai", Card().AgencyId, [], null, null, null, null);

    /// <summary>The code and rule of the refusal that the act meets; fails if it meets none.</summary>
    public static (string Code, string? Rule) Refusal(Action act)
    {
        var problem = Assert.Throws<RuleBroken>(act).Problem;
        return (problem.Code, problem.Rule);
    }
}
