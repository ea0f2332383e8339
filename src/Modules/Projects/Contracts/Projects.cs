using WeChatService.Kernel;

namespace WeChatService.Projects.Contracts;

public enum ServiceType { Maintenance, AnnualDetection, CompletionDetection, SpecialDetection, Assessment }

/// <summary>Internal states that cover all profiles (rules §19.1): 已保存, 已提交/进行中, 已执业, 待复检, 已完成, 已终止, 已注销.</summary>
public enum ProjectState { Draft, Active, Practised, Retest, Done, Terminated, Cancelled }

/// <summary>A project as other modules need it to decide.</summary>
/// <param name="MissingParts">What still blocks issuing a plan (PRJ-22), in Chinese: 建筑, 系统, 位置, 管辖, 重点单位.</param>
/// <param name="MemberIds">Persons who may work on site, the lead and the technical lead not included.</param>
/// <param name="DirectUpload">是否直传报告: the corps has granted that reports are uploaded as they are (PRJ-39, RPT-17, 18).</param>
public sealed record ProjectCard(
    Guid Id, string Name, string Region, ServiceType ServiceType, ProjectState State, Guid AgencyId, Guid OwnerId, Guid? BrigadeId,
    Guid LeadId, Guid? TechnicalLeadId, IReadOnlyList<Guid> MemberIds, DateOnly TermStarts, DateOnly TermEnds, string Address,
    IReadOnlyList<string> FacilityClassCodes, IReadOnlyList<string> MissingParts, DateTimeOffset? FirstWorkAt, bool DirectUpload = false)
{
    /// <summary>Members, lead and technical lead: who may start work there (CHK-16).</summary>
    public bool IsMember(Guid personId) => personId == LeadId || personId == TechnicalLeadId || MemberIds.Contains(personId);
}

/// <summary>Whose rows a list of the actor shows, or a figure counts.</summary>
/// <param name="Ids">These projects; null: all that the isolation filter lets through, as an administrator's are the whole agency.</param>
public sealed record ProjectReach(IReadOnlyCollection<Guid>? Ids)
{
    public bool Holds(Guid projectId) => Ids is null || Ids.Contains(projectId);
}

/// <summary>What an SQL statement over project_expected (Sql/0005) is given, and the walls that it puts around it.</summary>
/// <param name="AgencyId">Only this agency's; null: the actor belongs to none, and there are none.</param>
/// <param name="Among">Only these; null: all of the agency.</param>
/// <param name="DoneToo">Finished projects count: the month is not the running one.</param>
public sealed record ExpectedProjects(Guid? AgencyId, Guid[]? Among, string Month, DateOnly FirstDay, DateOnly LastDay, bool DoneToo);

/// <summary>Where a position lies relative to a project's fence.</summary>
/// <param name="DistanceMetres">To the nearest edge, never negative; <paramref name="Inside"/> tells the side.</param>
public sealed record FenceReading(bool Inside, double DistanceMetres);

public interface IProjects
{
    Task<ProjectCard?> Find(Guid projectId, CancellationToken ct);
    Task<IReadOnlyList<ProjectCard>> Find(IReadOnlyCollection<Guid> projectIds, CancellationToken ct);

    /// <summary>By whose rules the project is kept; null for one that the actor does not see. The lean question of who comes often.</summary>
    Task<string?> RegionOf(Guid projectId, CancellationToken ct);

    /// <summary>The projects that the acting person leads, technically leads, or is a member of (ACC-15); an administrator's are all of the agency.</summary>
    Task<IReadOnlyList<ProjectCard>> Mine(CancellationToken ct);

    /// <summary>The same projects as <see cref="Mine"/> without reading them: for lists and figures, which an administrator has of 100,000.</summary>
    Task<ProjectReach> Reach(CancellationToken ct);

    /// <summary>Those that the acting person leads; an administrator's and a manager's are all of the agency.</summary>
    Task<ProjectReach> Led(CancellationToken ct);

    /// <summary>Those of <see cref="Mine"/> whose name, address or contract number holds the words, newest first.</summary>
    Task<IReadOnlyList<ProjectCard>> Matching(SearchWords words, int max, CancellationToken ct);

    /// <summary>PEO-30: who takes over what somebody left becomes one of the project's people.</summary>
    Task<ProjectCard> Admit(Guid projectId, Guid personId, CancellationToken ct);

    /// <summary>Ids of the projects that the actor may see whose name holds these characters; at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<Guid>> Named(string part, int max, CancellationToken ct);

    /// <summary>One page of <see cref="Mine"/>, newest first; with words, only those that hold them.</summary>
    Task<Page<ProjectCard>> List(SearchWords? words, PageRequest page, CancellationToken ct);

    /// <summary>One page of <see cref="Mine"/>, by name.</summary>
    Task<Page<ProjectCard>> ByName(PageRequest page, CancellationToken ct);

    /// <summary>
    /// Ids of the actor's maintenance projects that are to have a plan in the month (PLN-03): served, in term, not suspended; whose term
    /// ends first stands first. Of the current month those whose term covers today.
    /// </summary>
    Task<IReadOnlyList<Guid>> Expected(ChinaMonth month, CancellationToken ct);

    /// <summary>The same projects for a statement that counts or pages over them in the database, where an agency has 100,000.</summary>
    Task<ExpectedProjects> Expecting(ChinaMonth month, CancellationToken ct);

    /// <summary>Those of the projects that rest in the month by an approved suspension (PRJ-36): no plan (PLN-29), no report (RPT-29).</summary>
    Task<IReadOnlySet<Guid>> Suspended(IReadOnlyCollection<Guid> projectIds, ChinaMonth month, CancellationToken ct);

    Task<bool> IsSuspended(Guid projectId, ChinaMonth month, CancellationToken ct);

    /// <summary>One page of those of <see cref="Mine"/> in these states with their fences, by name.</summary>
    Task<Page<ProjectPlace>> Places(IReadOnlyCollection<ProjectState> states, PageRequest page, CancellationToken ct);

    /// <exception cref="RuleBroken">The project has no fence (PRJ-22).</exception>
    Task<FenceReading> Measure(Guid projectId, Position position, CancellationToken ct);

    /// <summary>Many places against one fence, in their order; empty where the project has no fence.</summary>
    Task<IReadOnlyList<FenceReading>> Measure(Guid projectId, IReadOnlyList<Position> positions, CancellationToken ct);

    /// <summary>The first start of work; from now on the contract's key fields are locked where the profile says so (CHK-06, PRJ-26).</summary>
    Task MarkFirstWork(Guid projectId, CancellationToken ct);

    /// <summary>A failed detection was filed: 待复检, work may begin again (RPT-23).</summary>
    Task AwaitRetest(Guid projectId, CancellationToken ct);

    /// <summary>The detection or assessment is filed: 已完成 (rules §19.1).</summary>
    Task Complete(Guid projectId, CancellationToken ct);

    /// <summary>Everything that a report prints of a project.</summary>
    Task<ProjectSheet?> Sheet(Guid projectId, CancellationToken ct);
}

/// <summary>A project as somebody who goes there needs it: where it is.</summary>
/// <param name="Fence">WGS-84; empty while the place is not marked.</param>
public sealed record ProjectPlace(Guid Id, string Name, string Address, ProjectState State, IReadOnlyList<FencePoint> Fence);

/// <summary>A place of the fence's ring, WGS-84 degrees.</summary>
public sealed record FencePoint(double Latitude, double Longitude);

public sealed record BuildingSheet(
    string Name, decimal AreaSquareMetres, decimal AboveGroundSquareMetres, decimal UndergroundSquareMetres, int FloorsAbove, int FloorsBelow,
    decimal HeightMetres, string? Remark);

/// <param name="Kind">Pool 水池, Tank 水箱.</param>
public sealed record WaterSupplySheet(bool Exists, string? Kind, string? Position, decimal? VolumeCubicMetres);

public sealed record SafetyPerson(string Name, string Phone);

public sealed record ProjectSheet(
    ProjectCard Project, string ContractNumber, string? KeyUnitName, bool IsKeyUnit, SafetyPerson? SafetyResponsible, SafetyPerson? SafetyManager,
    string? ControlRoomPhone, IReadOnlyList<BuildingSheet> Buildings, IReadOnlyList<WaterSupplySheet> WaterSupplies, IReadOnlyList<FencePoint> Fence);
