using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects;

/// <summary>
/// A place that an agency serves under a contract. 已保存 → 已提交/进行中 → 已执业 → 待复检 → 已完成; 已终止 and 已注销 end it (§19.1).
/// </summary>
internal sealed partial class Project : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public string Region { get; private set; } = "";
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Name { get; private set; } = "";
    public ServiceType ServiceType { get; private set; }
    public ProjectState State { get; private set; }
    public string Address { get; private set; } = "";
    public string ContractNumber { get; private set; } = "";
    public DateOnly SignedOn { get; private set; }
    public DateOnly TermStarts { get; private set; }
    public DateOnly TermEnds { get; private set; }
    public Guid LeadId { get; private set; }
    public Guid? TechnicalLeadId { get; private set; }
    public List<Guid> MemberIds { get; private set; } = [];

    /// <summary>Null while nobody has said whether it matches a key unit (PRJ-05).</summary>
    public bool? IsKeyUnit { get; private set; }

    public string? KeyUnitName { get; private set; }
    public SafetyPerson? SafetyResponsible { get; private set; }
    public SafetyPerson? SafetyManager { get; private set; }
    public string? ControlRoomPhone { get; private set; }
    public List<BuildingSheet> Buildings { get; private set; } = [];
    public List<WaterSupplySheet> WaterSupplies { get; private set; } = [];

    /// <summary>The facility classes that are really present (PRJ-15).</summary>
    public List<string> FacilityClassCodes { get; private set; } = [];

    /// <summary>The ring of the geofence, WGS-84 (PRJ-19); empty while the place is not marked.</summary>
    public List<FencePoint> Fence { get; private set; } = [];

    /// <summary>是否直传报告, granted by the corps (PRJ-39).</summary>
    public bool DirectUpload { get; private set; }

    public DateTimeOffset? FirstWorkAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>终止 or 注销: when, by whom and why; written once (PRJ-32).</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }
    public string? EndReason { get; private set; }

    /// <summary>Deleted as a draft (PRJ-31): nobody finds it any more; the row stays for the audit trail.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    private Project()
    {
    }

    /// <exception cref="RuleBroken">What is said of it does not fit together.</exception>
    public static Project Enter(ProjectEntry entry, TechnicalLeadPolicy tech, DateTimeOffset now)
    {
        ProjectRules.LeadersMustFit(entry.LeadId, entry.TechnicalLeadId, tech);
        ProjectRules.AreasMustAddUp(entry.Buildings);
        ProjectRules.WaterSupplyMustBeWhole(entry.WaterSupplies);
        ProjectRules.TermMustBeForward(entry.TermStarts, entry.TermEnds);
        ProjectRules.ControlRoomPhoneMustBeDialable(entry.ControlRoomPhone);
        return new Project
        {
            Id = entry.Id, Region = entry.Region, AgencyId = entry.AgencyId, OwnerId = entry.OwnerId, BrigadeId = entry.BrigadeId, Name = entry.Name,
            ServiceType = entry.ServiceType, State = entry.State, Address = entry.Address, ContractNumber = entry.ContractNumber,
            SignedOn = entry.SignedOn, TermStarts = entry.TermStarts, TermEnds = entry.TermEnds, LeadId = entry.LeadId,
            TechnicalLeadId = entry.TechnicalLeadId, MemberIds = [.. entry.MemberIds], IsKeyUnit = entry.IsKeyUnit, KeyUnitName = entry.KeyUnitName,
            SafetyResponsible = entry.SafetyResponsible, SafetyManager = entry.SafetyManager, ControlRoomPhone = entry.ControlRoomPhone,
            Buildings = [.. entry.Buildings], WaterSupplies = [.. entry.WaterSupplies], FacilityClassCodes = [.. entry.FacilityClassCodes],
            Fence = [.. entry.Fence], DirectUpload = entry.DirectUpload, CreatedAt = now,
        };
    }

    /// <summary>OWN-06, ORG-39: its own lead, and who manages the agency; another lead of the agency who sees the project does not act for it.</summary>
    public bool IsRunBy(Actor actor) => LeadId == actor.PersonId || actor.Has(Role.AgencyAdmin) || actor.Has(Role.AgencyManager);

    /// <summary>PEO-29: 更新. Who led it sees it no longer, unless he stays a member.</summary>
    /// <exception cref="RuleBroken">He may not lead (PEO-08, 12, 27), or answers for the reports of this project already (PEO-13).</exception>
    public void GiveLead(PersonCard to, TechnicalLeadPolicy tech)
    {
        if (to.WhyNotLead is { } why)
        {
            throw new RuleBroken(why);
        }

        ProjectRules.LeadersMustFit(to.Id, TechnicalLeadId, tech);
        MemberIds = [.. MemberIds.Where(m => m != LeadId)];
        LeadId = to.Id;
    }

    public void Admit(Guid personId)
    {
        if (personId != LeadId && personId != TechnicalLeadId && !MemberIds.Contains(personId))
        {
            MemberIds = [.. MemberIds, personId];
        }
    }

    /// <summary>Which parts are missing, in the manuals' order (PRJ-22); a plan cannot be issued while any is.</summary>
    public IReadOnlyList<string> MissingParts(RegionPolicy policy)
    {
        var missing = new List<string>();
        void Need(bool there, string part)
        {
            if (!there)
            {
                missing.Add(part);
            }
        }

        Need(Buildings.Count > 0, "建筑");
        Need(FacilityClassCodes.Count > 0, "系统");
        Need(Fence.Count >= 3, "位置");
        Need(BrigadeId is not null, "管辖");
        Need(IsKeyUnit is not null || policy.Project.KeyUnitLink == Link.NotUsed, "重点单位");
        return missing;
    }

    /// <summary>CHK-06: the first start; repeating it changes nothing.</summary>
    public void MarkFirstWork(DateTimeOffset now) => FirstWorkAt ??= now;

    /// <summary>RPT-23: a failed detection is in force, the site is to be tested again.</summary>
    public void AwaitRetest() => State = ProjectState.Retest;

    /// <summary>§19.1: a detection or assessment ends with its report.</summary>
    public void Complete() => State = ProjectState.Done;

    /// <exception cref="RuleBroken">PRJ-31: it is no draft, or the region deletes nothing.</exception>
    public void Delete(Actor by, RegionPolicy policy, DateTimeOffset now)
    {
        MustBeEndedBy(by, policy);
        DeletedAt ??= ProjectEnding.WhyNotDelete(this, policy) is { } refusal ? throw new RuleBroken(refusal) : now;
    }

    /// <summary>PRJ-31 to 34: 已终止, or 已注销 of a detection where the region says so; for good.</summary>
    /// <exception cref="RuleBroken">Not in this state, or without a reason; ended already: the reason that stands is told (PRJ-32).</exception>
    public void End(string? reason, Actor by, RegionPolicy policy, DateTimeOffset now)
    {
        MustBeEndedBy(by, policy);
        if (ProjectEnding.WhyNotEnd(this) is { } refusal)
        {
            throw new RuleBroken(refusal);
        }

        (State, EndReason, EndedBy, EndedAt) = (ProjectEnding.StateAfter(this, policy), ProjectEnding.Reason(reason), by.Name, now);
    }

    private void MustBeEndedBy(Actor by, RegionPolicy policy) =>
        _ = ProjectEnding.MayDecide(this, by, policy) ? true : throw new RuleBroken(ProjectEndingProblems.NotYours);

    /// <exception cref="RuleBroken">The place is not marked yet (PRJ-22).</exception>
    public FenceReading Measure(Position position) =>
        Fence.Count >= 3 ? new FenceRing(Fence).Measure(position) : throw new RuleBroken(ProjectProblems.NoFence);
}

/// <summary>What is said of a project when it is entered.</summary>
internal sealed record ProjectEntry
{
    public required Guid Id { get; init; }
    public required string Region { get; init; }
    public required Guid AgencyId { get; init; }
    public required Guid OwnerId { get; init; }
    public Guid? BrigadeId { get; init; }
    public required string Name { get; init; }
    public required ServiceType ServiceType { get; init; }
    public required ProjectState State { get; init; }
    public required string Address { get; init; }
    public required string ContractNumber { get; init; }
    public required DateOnly SignedOn { get; init; }
    public required DateOnly TermStarts { get; init; }
    public required DateOnly TermEnds { get; init; }
    public required Guid LeadId { get; init; }
    public Guid? TechnicalLeadId { get; init; }
    public IReadOnlyList<Guid> MemberIds { get; init; } = [];
    public bool? IsKeyUnit { get; init; }
    public string? KeyUnitName { get; init; }
    public SafetyPerson? SafetyResponsible { get; init; }
    public SafetyPerson? SafetyManager { get; init; }
    public string? ControlRoomPhone { get; init; }
    public IReadOnlyList<BuildingSheet> Buildings { get; init; } = [];
    public IReadOnlyList<WaterSupplySheet> WaterSupplies { get; init; } = [];
    public IReadOnlyList<string> FacilityClassCodes { get; init; } = [];
    public IReadOnlyList<FencePoint> Fence { get; init; } = [];
    public bool DirectUpload { get; init; }
}
