using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>How the detection of a plan was judged (PLN-28).</summary>
internal enum PlanVerdict { Conforms, Fails }

/// <summary>What is asked for when a plan is made.</summary>
/// <param name="Content">Null: nothing is written for that month (PLN-23).</param>
/// <param name="Suspended">The project rests in that month (PLN-29).</param>
/// <param name="PlannedOn">The day on which the lead wants it done, if he says one.</param>
internal sealed record PlanOrder(
    ProjectCard Project, PlanKind Kind, ChinaMonth Month, PlanContent? Content, Guid By, bool Suspended = false, DateOnly? PlannedOn = null);

/// <summary>Who lost how many facilities when they were given to somebody else or taken back.</summary>
internal sealed record Loss(Guid PersonId, int Facilities);

/// <summary>What a project has done in a month: 未下发 → 已下发 → 执行中 → 已完成 (§19.2).</summary>
internal sealed class Plan : IAgencyOwned, IOwnerOwned
{
    private readonly List<PlanItem> _items = [];

    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public ServiceType ServiceType { get; private set; }
    public PlanKind Kind { get; private set; }
    public ChinaMonth Month { get; private set; }
    public string Name { get; private set; } = "";
    public PlanState State { get; private set; }
    public string EditionCode { get; private set; } = "";
    public string EditionVersion { get; private set; } = "";

    /// <summary>The last day on which its work is in time.</summary>
    public DateOnly DueBy { get; private set; }

    /// <summary>The day on which the lead wants it done; the month's calendar shows it.</summary>
    public DateOnly? PlannedOn { get; private set; }

    /// <summary>The plan whose detection failed, and the how-manieth retest of the project it is; 0 for plans that are none (PLN-28).</summary>
    public Guid? RetestOf { get; private set; }

    public int RetestNumber { get; private set; }
    public PlanVerdict? Verdict { get; private set; }
    public List<string> FailedClassCodes { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public Guid CreatedBy { get; private set; }
    public IReadOnlyList<PlanItem> Items => _items;

    private Plan()
    {
    }

    /// <summary>新建计划; the name is generated (PLN-08).</summary>
    public static Plan Make(Guid id, PlanOrder order, RegionPolicy policy, DateTimeOffset now)
    {
        var (project, kind) = (order.Project, PlanRules.KindOf(order.Project.ServiceType, order.Kind));
        PlanRules.ProjectMustBeServed(project, now);
        PlanRules.MonthMustBeOpen(order.Month, project, order.Content?.Period, policy.Plan, now);
        PlanRules.ProjectMustBeComplete(project);
        PlanRules.MonthMustNotRest(order.Month, order.Suspended);
        var content = order.Content ?? throw new RuleBroken(PlanProblems.NothingWritten);
        var plan = new Plan
        {
            Id = id, ProjectId = project.Id, AgencyId = project.AgencyId, OwnerId = project.OwnerId, ServiceType = project.ServiceType, Kind = kind,
            Month = order.Month, Name = PlanRules.NameOf(order.Month, kind, project.ServiceType), EditionCode = content.EditionCode,
            EditionVersion = content.EditionVersion, DueBy = PlanRules.DueBy(order.Month, project, content.Period), CreatedAt = now, CreatedBy = order.By,
        };
        plan.Fill(content.Facilities);
        plan.PlanFor(order.PlannedOn, now);
        return plan;
    }

    /// <summary>复检计划: what failed is tested again, by a plan of its own (PLN-28).</summary>
    /// <param name="retests">Retest plans that the project has had already.</param>
    public Plan Retest(Guid id, ProjectCard project, int retests, Guid by, RegionPolicy policy, DateTimeOffset now)
    {
        PlanRules.RetestMustBeAllowed(this, retests, policy.Retest);
        PlanRules.ProjectMustBeServed(project, now);
        var month = ChinaMonth.Of(now);
        var plan = new Plan
        {
            Id = id, ProjectId = ProjectId, AgencyId = AgencyId, OwnerId = OwnerId, ServiceType = ServiceType, Kind = Kind, Month = month,
            Name = PlanRules.NameOfRetest(month, ServiceType), EditionCode = EditionCode, EditionVersion = EditionVersion,
            DueBy = project.TermEnds, RetestOf = Id, RetestNumber = retests + 1, CreatedAt = now, CreatedBy = by,
        };
        plan.Fill(_items.Where(i => FailedClassCodes.Count == 0 || FailedClassCodes.Contains(i.ClassCode)).Select(i => new PlannedFacility(i.ClassCode, i.ItemCodes)));
        return plan;
    }

    /// <summary>勾选: where the planner ticks what the month contains, he may tick anew what nobody has yet (PLN-10 says where).</summary>
    /// <exception cref="RuleBroken">Something that is issued would go (PLN-16).</exception>
    public void Tick(IReadOnlyList<PlannedFacility> facilities)
    {
        var kept = facilities.Select(f => f.ClassCode).ToHashSet(StringComparer.Ordinal);
        if (_items.Exists(i => i.State != PlanItemState.Open && !kept.Contains(i.ClassCode)))
        {
            throw new RuleBroken(PlanProblems.TickedOffButIssued);
        }

        _items.RemoveAll(i => !kept.Contains(i.ClassCode));
        Fill(facilities.Where(f => _items.TrueForAll(i => i.ClassCode != f.ClassCode)));
        Settle();
    }

    /// <summary>Says on which day it is to be done; null takes that back.</summary>
    public void PlanFor(DateOnly? day, DateTimeOffset now)
    {
        if (day is { } wanted)
        {
            PlanRules.DayMustBeInTime(wanted, DueBy, now);
        }

        PlannedOn = day;
    }

    /// <summary>下发: some or all facilities to one person; batches to several people are several calls (PLN-11).</summary>
    public IReadOnlyList<Loss> Assign(IReadOnlyCollection<string> classCodes, Guid personId) => Assign(classCodes, [personId]);

    /// <summary>The same to several people who share them (PLN-12). Who had them before and is not among them loses them (PLN-14).</summary>
    public IReadOnlyList<Loss> Assign(IReadOnlyCollection<string> classCodes, IReadOnlyCollection<Guid> personIds) =>
        Change(classCodes, item => item.Assign(personIds));

    /// <summary>Takes issued facilities back, as long as nobody works on them (PLN-16).</summary>
    public IReadOnlyList<Loss> Withdraw(IReadOnlyCollection<string> classCodes) => Change(classCodes, item => item.Withdraw());

    public void Take(IReadOnlyCollection<string> classCodes, Guid personId, Guid taskId)
    {
        foreach (var item in Pick(classCodes))
        {
            item.Take(personId, taskId);
        }

        Settle();
    }

    /// <summary>PEO-30: a task of somebody who does not come any more, or (null) what waits for him, goes to another.</summary>
    /// <returns>How many facilities.</returns>
    public int HandOver(Guid? taskId, Guid from, Guid to)
    {
        var his = _items.FindAll(i => taskId is null ? i.State == PlanItemState.Assigned && i.AssigneeIds.Contains(from) : i.TaskId == taskId);
        his.ForEach(item => item.HandOver(from, to));
        return his.Count;
    }

    public void GiveBack(Guid taskId) => Move(taskId, item => item.GiveBack());

    public void MarkDone(Guid taskId) => Move(taskId, item => item.MarkDone());

    public void MarkUndone(Guid taskId) => Move(taskId, item => item.MarkUndone());

    public void MarkJudged(bool? conforms, IReadOnlyCollection<string> failedClassCodes) => (Verdict, FailedClassCodes) =
        (conforms switch { null => null, true => PlanVerdict.Conforms, false => (PlanVerdict?)PlanVerdict.Fails }, [.. failedClassCodes.Where(code => _items.Exists(i => i.ClassCode == code))]);

    /// <summary>PLN-15…17: only a plan of which nothing is issued can be deleted; the other two cases say what comes first.</summary>
    public void MustBeDeletable() => PlanDeletion.Of(this).MustBePossible();

    /// <summary>The work is not done and its last day is over (PLN-03).</summary>
    public bool IsOverdue(DateOnly today) => State != PlanState.Completed && today > DueBy;

    public PlanCard Card() => new(
        Id, ProjectId, AgencyId, Kind, Month, State, Name, [.. _items.OrderBy(i => i.ClassCode, StringComparer.Ordinal).Select(i => i.Card())],
        DueBy, EditionCode, EditionVersion, RetestOf);

    private void Fill(IEnumerable<PlannedFacility> facilities)
    {
        _items.AddRange(facilities.Select(f => new PlanItem(Id, f.ClassCode, f.ItemCodes)));
        if (_items.Count == 0)
        {
            throw new RuleBroken(PlanProblems.NothingChosen);
        }
    }

    private List<Loss> Change(IReadOnlyCollection<string> classCodes, Action<PlanItem> step)
    {
        List<Guid> lost = [];
        foreach (var item in Pick(classCodes))
        {
            var before = item.AssigneeIds;
            step(item);
            lost.AddRange(before.Except(item.AssigneeIds));
        }

        Settle();
        return [.. lost.GroupBy(p => p).Select(g => new Loss(g.Key, g.Count()))];
    }

    private void Move(Guid taskId, Action<PlanItem> step)
    {
        foreach (var item in _items.Where(i => i.TaskId == taskId))
        {
            step(item);
        }

        Settle();
    }

    private IReadOnlyList<PlanItem> Pick(IReadOnlyCollection<string>? classCodes)
    {
        if (classCodes is not { Count: > 0 })
        {
            throw new RuleBroken(PlanProblems.NothingChosen);
        }

        return [.. classCodes.Distinct().Select(code => _items.Find(i => i.ClassCode == code) ?? throw new RuleBroken(PlanProblems.FacilityUnknown))];
    }

    /// <summary>The plan's state follows from its facilities; it is complete when every one is approved (PLN-27).</summary>
    private void Settle() => State =
        _items.All(i => i.State == PlanItemState.Done) ? PlanState.Completed
        : _items.Any(i => i.State is PlanItemState.Taken or PlanItemState.Done) ? PlanState.InProgress
        : _items.Any(i => i.State == PlanItemState.Assigned) ? PlanState.Assigned
        : PlanState.Drafted;
}
