using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects;

/// <summary>The parts that a project needs before it is handed in and a plan is issued (PRJ-22), filled in one by one and changed later.</summary>
internal sealed partial class Project
{
    private const int MostBuildings = 100, LongestName = 50, LongestRemark = 100;
    private const double NarrowestMetres = 20, WidestMetres = 2000;

    /// <summary>PRJ-10 to 14.</summary>
    /// <param name="shareOneSystem">The person confirmed that the buildings share one automatic fire system (PRJ-11).</param>
    public void Describe(IReadOnlyList<BuildingSheet> buildings, IReadOnlyList<WaterSupplySheet> supplies, bool shareOneSystem, RegionPolicy policy)
    {
        MustBeOpenTo(WhyNotDescribe(policy));
        if (buildings.Count is 0 or > MostBuildings || buildings.Any(b => !IsWhole(b)) || supplies.Count > MostBuildings)
        {
            throw new RuleBroken(PartProblems.BuildingIncomplete);
        }

        if (buildings.Count > 1 && !shareOneSystem)
        {
            throw new RuleBroken(PartProblems.NotOneSystem);
        }

        ProjectRules.AreasMustAddUp(buildings);
        ProjectRules.WaterSupplyMustBeWhole(supplies);
        (Buildings, WaterSupplies) = ([.. buildings], [.. supplies]);
    }

    /// <summary>PRJ-15; which classes fit this project is <see cref="SystemTree"/>'s to say.</summary>
    public void Tick(IReadOnlyList<string> classCodes, RegionPolicy policy)
    {
        MustBeOpenTo(WhyNotTick(policy));
        FacilityClassCodes = [.. classCodes];
    }

    /// <summary>PRJ-19.</summary>
    /// <param name="middle">WGS-84, within a box around the country wide enough for its borders: whoever swaps the two figures falls out of it.</param>
    /// <param name="radiusMetres">20 to 2000.</param>
    /// <returns>Where the middle was, if the move is to be marked (PRJ-25).</returns>
    public FencePoint? Mark(FencePoint middle, double radiusMetres, RegionPolicy policy)
    {
        MustBeOpenTo(WhyNotMark(policy));
        if (middle is not { Latitude: >= 3 and <= 54, Longitude: >= 73 and <= 136 })
        {
            throw new RuleBroken(PartProblems.PlaceOutside);
        }

        if (radiusMetres is not (>= NarrowestMetres and <= WidestMetres))
        {
            throw new RuleBroken(PartProblems.RadiusUnfit);
        }

        var before = Middle;
        Fence = FenceRing.Around(middle, radiusMetres);
        return FirstWorkAt is not null && policy.Project.LockAfterFirstWork == LockAfterFirstWork.FenceChangesFlagged ? before : null;
    }

    /// <summary>PRJ-04, 05: the brigade that receives its reports, and which key unit it is, if any.</summary>
    public void PlaceUnder(Guid brigadeId, bool? isKeyUnit, string? keyUnitName, RegionPolicy policy)
    {
        MustBeOpenTo(Ended);
        var named = keyUnitName?.Trim() is { Length: > 0 } name ? name : null;
        if (policy.Project.KeyUnitLink == Link.Required && (isKeyUnit is null || (isKeyUnit == true && named is not { Length: >= 2 and <= LongestRemark })))
        {
            throw new RuleBroken(PartProblems.KeyUnitMissing);
        }

        BrigadeId = brigadeId;
        (IsKeyUnit, KeyUnitName) = policy.Project.KeyUnitLink == Link.NotUsed ? (IsKeyUnit, KeyUnitName) : (isKeyUnit, isKeyUnit == true ? named : null);
    }

    /// <summary>OWN-16, PRJ-02: whom to call at the unit.</summary>
    public void NameSafetyPeople(SafetyPerson? responsible, SafetyPerson? manager, string? controlRoomPhone)
    {
        MustBeOpenTo(Ended);
        if (new[] { responsible, manager }.OfType<SafetyPerson>().Any(p => p.Name.Length is < 2 or > LongestName || p.Phone.Length is < 7 or > 20))
        {
            throw new RuleBroken(PartProblems.SafetyPersonIncomplete);
        }

        ProjectRules.ControlRoomPhoneMustBeDialable(controlRoomPhone);
        (SafetyResponsible, SafetyManager, ControlRoomPhone) = (responsible, manager, controlRoomPhone);
    }

    /// <summary>PRJ-26 leaves the people open, with history; PEO-13 holds here too.</summary>
    /// <returns>Who is not of the project any more.</returns>
    public IReadOnlyList<Guid> Staff(Guid? technicalLeadId, IEnumerable<Guid> memberIds, TechnicalLeadPolicy tech)
    {
        MustBeOpenTo(Ended);
        if (technicalLeadId is null && TechnicalLeadId is not null)
        {
            throw new RuleBroken(PartProblems.TechnicalLeadStays);
        }

        ProjectRules.LeadersMustFit(LeadId, technicalLeadId, tech);
        var before = People;
        (TechnicalLeadId, MemberIds) = (technicalLeadId, [.. memberIds.Distinct().Where(m => m != LeadId && m != technicalLeadId)]);
        return [.. before.Except(People)];
    }

    /// <summary>Whoever may work there (CHK-16).</summary>
    public IEnumerable<Guid> People => [LeadId, .. MemberIds, .. TechnicalLeadId is { } technical ? new[] { technical } : []];

    /// <summary>PRJ-28: 已保存 becomes 已提交 when nothing is missing.</summary>
    public void Submit(RegionPolicy policy)
    {
        if (State != ProjectState.Draft)
        {
            throw new RuleBroken(PartProblems.SubmittedAlready);
        }

        IReadOnlyList<string> missing = [.. MissingParts(policy), .. TechnicalLeadId is null ? new[] { "技术负责人" } : []];
        State = missing.Count == 0
            ? ProjectState.Active
            : throw new RuleBroken(PartProblems.NotReady.Says($"还差{string.Join('、', missing)}，补齐再提交。").With("missing", missing));
    }

    /// <summary>Null: buildings and water supply may change. PRJ-26 names them the service object.</summary>
    public Problem? WhyNotDescribe(RegionPolicy policy) => Ended ?? LockedByWork(policy);

    /// <summary>PRJ-26. Whether an issued plan forbids it (PRJ-24), the plans say.</summary>
    public Problem? WhyNotTick(RegionPolicy policy) => Ended ?? LockedByWork(policy);

    public Problem? WhyNotMark(RegionPolicy policy) => Ended ?? LockedByWork(policy);

    public bool IsOpen => Ended is null;

    /// <summary>The middle of the fence; null while it is not marked.</summary>
    public FencePoint? Middle => Fence.Count < 3 ? null : new(Fence.Average(p => p.Latitude), Fence.Average(p => p.Longitude));

    /// <summary>PRJ-33, 47: what has ended is not touched any more.</summary>
    private Problem? Ended => State is ProjectState.Done or ProjectState.Terminated or ProjectState.Cancelled ? PartProblems.Ended : null;

    private Problem? LockedByWork(RegionPolicy policy) =>
        FirstWorkAt is not null && policy.Project.LockAfterFirstWork == LockAfterFirstWork.ListedFields ? PartProblems.LockedByWork : null;

    private static void MustBeOpenTo(Problem? refusal) => _ = refusal is null ? true : throw new RuleBroken(refusal);

    private static bool IsWhole(BuildingSheet b) =>
        b.Name.Length is > 0 and <= LongestName && b.AreaSquareMetres is > 0 and < 10_000_000 && b.AboveGroundSquareMetres >= 0 && b.UndergroundSquareMetres >= 0
        && b.FloorsAbove is >= 0 and <= 200 && b.FloorsBelow is >= 0 and <= 20 && b.FloorsAbove + b.FloorsBelow > 0 && b.HeightMetres is >= 0 and <= 1000
        && (b.Remark?.Length ?? 0) <= LongestRemark;
}

internal static class PartProblems
{
    public static readonly Problem BuildingIncomplete = new("project.building_incomplete", 422, "每栋要填名称、面积和层数，备注最多 100 个字，请补上再保存。", "PRJ-10");
    public static readonly Problem NotOneSystem = new("project.buildings_not_one_system", 422, "同一个项目的几栋楼要共用一套自动消防系统。确认后再保存，不共用的请另建项目。", "PRJ-11");
    public static readonly Problem SystemsMissing = new("project.systems_missing", 422, "请至少勾一类实际有的设施。", "PRJ-15");
    public static readonly Problem SystemUnknown = new("project.system_unknown", 422, "有一类设施这个项目不能勾，请刷新页面再勾。", "PRJ-15");
    public static readonly Problem RecordStandsAlone = new("project.record_stands_alone", 422, "勾了“现场记录项目”就不能再勾别的系统。", "PRJ-18");
    public static readonly Problem LockedByWork = new("project.locked_by_work", 409, "这个项目已经开始执业，地址、坐标、维保范围和服务对象不能再改。", "PRJ-26");
    public static readonly Problem KeyUnitMissing = new("project.key_unit_missing", 422, "请选对应的重点单位并写名称（2 个字以上），或选“没有对应关系”。", "PRJ-05");
    public static readonly Problem PlaceOutside = new("project.place_outside", 422, "这个点不在国内，经度和纬度可能填反了，请核对。", "PRJ-19");
    public static readonly Problem RadiusUnfit = new("project.radius_unfit", 422, "围栏半径填 20 到 2000 米。", "PRJ-19");
    public static readonly Problem SafetyPersonIncomplete = new("project.safety_person_incomplete", 422, "安全责任人、管理人要写姓名和电话，不填就都空着。", "PRJ-02");
    public static readonly Problem TechnicalLeadStays = new("project.technical_lead_stays", 422, "技术负责人可以换人，不能空着。请选一位再保存。", "PRJ-28");
    public static readonly Problem Ended = new("project.ended", 409, "这个项目已经结束，资料不能再改。", "PRJ-47");
    public static readonly Problem NotReady = new("project.not_ready", 409, "资料还不全，补齐再提交。", "PRJ-28");
    public static readonly Problem SubmittedAlready = new("project.submitted_already", 409, "这个项目已经提交过，不用再提交。", "PRJ-28");
    public static readonly Problem NotSubmitted = new("project.not_submitted", 409, "这个项目还没有提交，提交以后才有公示。", "PRJ-45");
    public static readonly Problem CodeFailed = new("project.code_failed", 503, "微信没有给出小程序码，请过几分钟再试。", "PRJ-45");
    public static readonly Problem PrintFailed = new("project.print_failed", 503, "没有打印出来，请稍后再试。", "PRJ-45");
}
