using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>Plans as a list and in detail (PLN-19, 20, 21).</summary>
internal static class ReadPlans
{
    /// <param name="Executors">Who has something of it, by name.</param>
    /// <param name="IsOverdue">Its last day is over and it is not complete.</param>
    public sealed record Row(
        Guid Id, Guid ProjectId, string ProjectName, string Name, PlanKind Kind, ChinaMonth Month, PlanState State, int Facilities, int Assigned,
        int Taken, int Done, IReadOnlyList<string> Executors, DateOnly? PlannedOn, DateOnly DueBy, bool IsOverdue, bool IsRetest, DateTimeOffset CreatedAt);

    /// <param name="Items">How many items are to be recorded.</param>
    /// <param name="AssigneeName">Who has it; several names where they share it.</param>
    public sealed record FacilityRow(
        string ClassCode, string Name, string SystemCode, string SystemName, int Items, PlanItemState State, Guid? AssigneeId, string? AssigneeName);

    /// <summary>What is locked by the first 下发, with what stands there now (PLN-20).</summary>
    public sealed record CheckLine(string Part, bool IsThere, string Says);

    /// <param name="Case">Which of the cases it is.</param>
    /// <param name="Says">What is to be done first and by whom, in Chinese.</param>
    public sealed record Deletion(DeletionCase Case, string Says);

    /// <param name="CanTick">The planner may tick other facilities (PLN-10).</param>
    /// <param name="CanShare">A facility may go to several people (PLN-12).</param>
    /// <param name="CanRetest">A retest plan may be made of it now (PLN-28).</param>
    public sealed record Detail(
        Guid Id, Guid ProjectId, string ProjectName, string Name, PlanKind Kind, ChinaMonth Month, PlanState State, DateOnly? PlannedOn, DateOnly DueBy,
        bool IsOverdue, Guid? RetestOf, bool IsMaintenance, bool CanTick, bool CanShare, bool CanRetest, IReadOnlyList<FacilityRow> Facilities,
        IReadOnlyList<FacilityRow> Unticked, IReadOnlyList<CheckLine> Checklist, Deletion Deletion);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/plans", List);
        door.MapGet("/plans/{id:guid}", Show);
    }

    /// <param name="search">Part of the project's name, address or contract number.</param>
    /// <param name="day">Only what is planned on this day.</param>
    private static async Task<Page<Row>> List(
        ChinaMonth? month, PlanState? state, PlanGroup? group, Guid? projectId, DateOnly? day, string? search, [AsParameters] PageRequest page,
        PlanLedger ledger, IProjects projects, IPeople people, TimeProvider time, CancellationToken ct)
    {
        var today = time.Today();
        var plans = (await ledger.Mine(ct)).Where(p => (month == null || p.Month == month) && (state == null || p.State == state)
            && (projectId == null || p.ProjectId == projectId) && (day == null || p.PlannedOn == day));
        if (group is { } wanted)
        {
            plans = plans.Where(PlanLedger.In(wanted, today));
        }

        if (SearchWords.Of(search) is { } words)
        {
            var found = (await projects.Matching(words, PlanLedger.MostFound, ct)).Select(p => p.Id).ToList();
            plans = plans.Where(p => found.Contains(p.ProjectId));
        }

        var total = await plans.CountAsync(ct);
        var rows = await plans.OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var places = (await projects.Find([.. rows.Select(p => p.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        var names = await Names(people, rows, ct);
        return page.Of<Row>([.. rows.Select(p => new Row(
            p.Id, p.ProjectId, places.GetValueOrDefault(p.ProjectId, ""), p.Name, p.Kind, p.Month, p.State, p.Items.Count,
            p.Items.Count(i => i.State == PlanItemState.Assigned), p.Items.Count(i => i.State == PlanItemState.Taken),
            p.Items.Count(i => i.State == PlanItemState.Done),
            [.. Holders(p).Select(h => names.GetValueOrDefault(h)).OfType<string>()], p.PlannedOn, p.DueBy, p.IsOverdue(today), p.RetestNumber > 0, p.CreatedAt))], total);
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, PlanLedger ledger, IProjects projects, IPeople people, ICatalogue catalogue, IRegionPolicies policies, TimeProvider time,
        CancellationToken ct)
    {
        var plan = await (await ledger.Mine(ct)).FirstOrDefaultAsync(p => p.Id == id, ct) ?? throw new RuleBroken(PlanProblems.NotYours);
        var sheet = await projects.Sheet(plan.ProjectId, ct) ?? throw new RuleBroken(PlanProblems.NotYours);
        var (project, policy) = (sheet.Project, policies.For(sheet.Project.Region));
        var names = await Names(people, [plan], ct);
        var edition = catalogue.Find(plan.EditionCode, plan.EditionVersion) ?? catalogue.EditionFor(project);
        var canTick = plan.ServiceType == ServiceType.Maintenance && policy.Plan.ContentMode == PlanContentMode.Ticked;
        var unticked = canTick ? catalogue.ScopeOf(project).Except(plan.Items.Select(i => i.ClassCode)) : [];
        var retests = plan.Verdict == PlanVerdict.Fails ? await db.Set<Plan>().CountAsync(p => p.ProjectId == plan.ProjectId && p.RetestNumber > 0, ct) : 0;
        var deletion = PlanDeletion.Of(plan);
        return new Detail(
            plan.Id, plan.ProjectId, project.Name, plan.Name, plan.Kind, plan.Month, plan.State, plan.PlannedOn, plan.DueBy,
            plan.IsOverdue(time.Today()), plan.RetestOf, plan.ServiceType == ServiceType.Maintenance, canTick, policy.Plan.SharedFacilities,
            plan.Verdict == PlanVerdict.Fails && (policy.Retest.Max is not { } max || retests < max),
            [
                .. plan.Items.OrderBy(i => i.ClassCode, StringComparer.Ordinal).Select(i => Facility(
                    edition, i.ClassCode, i.ItemCodes.Count > 0 ? i.ItemCodes.Count : edition.ItemsFor(i.ClassCode, (PlanSpan)plan.Kind).Count, i.Card(), names)),
            ],
            [.. unticked.Select(code => Facility(edition, code, edition.ItemsFor(code, (PlanSpan)plan.Kind).Count, null, names))],
            Checklist(sheet), new Deletion(deletion.Case, deletion.Says(h => names.GetValueOrDefault(h, "作业人员"))));
    }

    private static FacilityRow Facility(
        CatalogueEdition edition, string classCode, int items, PlanItemCard? card, Dictionary<Guid, string> names)
    {
        var facility = edition.FindClass(classCode);
        IEnumerable<Guid> holders = card is null ? [] : card.TaskId is not null && card.AssigneeId is { } taker ? [taker] : card.AssigneeIds;
        var named = string.Join('、', holders.Select(h => names.GetValueOrDefault(h)).OfType<string>());
        return new FacilityRow(
            classCode, facility?.Name ?? classCode, facility?.SystemCode ?? "", facility?.SystemName ?? "", items, card?.State ?? PlanItemState.Open,
            card?.AssigneeId, named.Length > 0 ? named : null);
    }

    /// <summary>PLN-20: before the first 下发 these are looked at once more; afterwards they are locked.</summary>
    private static IReadOnlyList<CheckLine> Checklist(ProjectSheet sheet)
    {
        var missing = sheet.Project.MissingParts;
        CheckLine Line(string part, string says) => new(part, !missing.Contains(part), missing.Contains(part) ? "还没填" : says);
        return
        [
            Line("建筑", $"{sheet.Buildings.Count} 栋，共 {sheet.Buildings.Sum(b => b.AreaSquareMetres):0.##} m²"),
            Line("系统", $"{sheet.Project.FacilityClassCodes.Count} 类设施"),
            Line("管辖", "已选支队"),
            Line("位置", "已标围栏"),
            Line("重点单位", sheet.IsKeyUnit ? sheet.KeyUnitName ?? "是" : "不是重点单位"),
        ];
    }

    private static IEnumerable<Guid> Holders(Plan plan) =>
        plan.Items.SelectMany(i => i.TakenBy is { } taker ? [taker] : (IEnumerable<Guid>)i.AssigneeIds).Distinct();

    private static async Task<Dictionary<Guid, string>> Names(IPeople people, IEnumerable<Plan> plans, CancellationToken ct) =>
        (await people.Of(plans.SelectMany(Holders).Distinct(), ct)).ToDictionary(p => p.Id, p => p.Name);
}
