using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>What a project has done in a month: 未下发 → 已下发 → 执行中 → 已完成 (§19.2).</summary>
internal sealed class Plan : IAgencyOwned, IOwnerOwned
{
    private readonly List<PlanItem> _items = [];

    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public PlanKind Kind { get; private set; }
    public ChinaMonth Month { get; private set; }
    public string Name { get; private set; } = "";
    public PlanState State { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public Guid CreatedBy { get; private set; }
    public IReadOnlyList<PlanItem> Items => _items;

    private Plan()
    {
    }

    /// <summary>新建计划. The facilities are those ticked on the project (PRJ-15); the name is generated (PLN-08).</summary>
    public static Plan Make(Guid id, ProjectCard project, PlanKind kind, ChinaMonth month, Guid by, RegionPolicy policy, DateTimeOffset now)
    {
        PlanRules.MonthMustBeOpen(month, project, policy.Plan, now);
        PlanRules.ProjectMustBeServed(project, now);
        PlanRules.ProjectMustBeComplete(project);
        var plan = new Plan
        {
            Id = id, ProjectId = project.Id, AgencyId = project.AgencyId, OwnerId = project.OwnerId, Kind = kind, Month = month,
            Name = PlanRules.NameOf(month, kind, project.ServiceType), CreatedAt = now, CreatedBy = by,
        };
        plan._items.AddRange(project.FacilityClassCodes.Select(code => new PlanItem(id, code)));
        return plan;
    }

    /// <summary>下发: some or all facilities to one person; batches to several people are several calls (PLN-11).</summary>
    public void Assign(IReadOnlyCollection<string> classCodes, Guid personId)
    {
        foreach (var item in Pick(classCodes))
        {
            item.Assign(personId);
        }

        Settle();
    }

    /// <summary>Takes issued facilities back, as long as nobody works on them (PLN-16).</summary>
    public void Withdraw(IReadOnlyCollection<string> classCodes)
    {
        foreach (var item in Pick(classCodes))
        {
            item.Withdraw();
        }

        Settle();
    }

    public void Take(IReadOnlyCollection<string> classCodes, Guid personId, Guid taskId)
    {
        foreach (var item in Pick(classCodes))
        {
            item.Take(personId, taskId);
        }

        Settle();
    }

    public void GiveBack(Guid taskId) => Move(taskId, item => item.GiveBack());

    public void MarkDone(Guid taskId) => Move(taskId, item => item.MarkDone());

    public void MarkUndone(Guid taskId) => Move(taskId, item => item.MarkUndone());

    /// <summary>PLN-15…17: only a plan of which nothing is issued can be deleted; the other two cases say what comes first.</summary>
    public void MustBeDeletable()
    {
        if (State is PlanState.InProgress or PlanState.Completed)
        {
            throw new RuleBroken(PlanProblems.BeingExecuted);
        }

        if (State == PlanState.Assigned)
        {
            throw new RuleBroken(PlanProblems.AssignedFirst);
        }
    }

    public PlanCard Card() => new(
        Id, ProjectId, AgencyId, Kind, Month, State, Name,
        [.. _items.OrderBy(i => i.ClassCode, StringComparer.Ordinal).Select(i => new PlanItemCard(i.ClassCode, i.AssigneeId, i.State, i.TaskId))]);

    private void Move(Guid taskId, Action<PlanItem> step)
    {
        foreach (var item in _items.Where(i => i.TaskId == taskId))
        {
            step(item);
        }

        Settle();
    }

    private IReadOnlyList<PlanItem> Pick(IReadOnlyCollection<string> classCodes)
    {
        if (classCodes.Count == 0)
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
