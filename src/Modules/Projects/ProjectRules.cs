using System.Text.RegularExpressions;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Projects.ForConsole;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects;

/// <summary>What must be true of a project's data.</summary>
internal static partial class ProjectRules
{
    /// <summary>PRJ-12.</summary>
    public static void AreasMustAddUp(IEnumerable<BuildingSheet> buildings)
    {
        foreach (var building in buildings.Where(b => b.AreaSquareMetres != b.AboveGroundSquareMetres + b.UndergroundSquareMetres))
        {
            throw new RuleBroken(ProjectProblems.AreasDiffer.Says(
                $"「{building.Name}」地上 {building.AboveGroundSquareMetres} 加地下 {building.UndergroundSquareMetres} 不等于总面积 {building.AreaSquareMetres}，请改好。"));
        }
    }

    /// <summary>PRJ-14.</summary>
    public static void WaterSupplyMustBeWhole(IEnumerable<WaterSupplySheet> supplies)
    {
        if (supplies.Any(s => s.Exists && (s.Kind is null || string.IsNullOrWhiteSpace(s.Position) || s.VolumeCubicMetres is not > 0)))
        {
            throw new RuleBroken(ProjectProblems.WaterSupplyIncomplete);
        }
    }

    /// <summary>PEO-12, 13: lead and technical lead of a project are two people, unless the region lets one be both.</summary>
    public static void LeadersMustFit(Guid leadId, Guid? technicalLeadId, TechnicalLeadPolicy policy)
    {
        if (leadId == technicalLeadId && policy.MayLead != TechnicalLeadMayLead.Always)
        {
            throw new RuleBroken(policy.MayLead == TechnicalLeadMayLead.Never ? ProjectProblems.TechnicalLeadNeverLeads : ProjectProblems.LeadersAreOne);
        }
    }

    /// <summary>CON-01: everything that the contract says; the refusal names what is missing.</summary>
    public static EnterProject.Request MustBeSaid(EnterProject.Request said)
    {
        List<string> missing =
        [
            .. new (string Word, bool Said)[]
            {
                ("单位", said.OwnerId is not null), ("项目名称", !string.IsNullOrWhiteSpace(said.Name)), ("合同类型", said.ServiceType is { } type && Enum.IsDefined(type)),
                ("项目地址", !string.IsNullOrWhiteSpace(said.Address)), ("合同编号", !string.IsNullOrWhiteSpace(said.ContractNumber)),
                ("签订日期", said.SignedOn is not null), ("开始日期", said.TermStarts is not null), ("到期日期", said.TermEnds is not null),
                ("项目负责人", said.LeadId is not null),
            }.Where(part => !part.Said).Select(part => part.Word),
        ];
        if (missing.Count > 0)
        {
            throw new RuleBroken(ProjectProblems.EntryIncomplete.Says($"还没填{string.Join('、', missing)}，补上再保存。").With("missing", missing));
        }

        return said.Name!.Trim().Length <= 100 && said.Address!.Trim().Length <= 100 && said.ContractNumber!.Trim().Length <= 50
            ? said
            : throw new RuleBroken(ProjectProblems.EntryTooLong);
    }

    /// <summary>OWN-04: the unit and somebody of it are there before a contract or a project is.</summary>
    public static void UnitMustHaveContact(OwnerCard unit, bool hasContact)
    {
        if (!hasContact)
        {
            throw new RuleBroken(ProjectProblems.UnitHasNoContact.Says($"“{unit.Name}”还没有联系人。先添加联系人，再录入合同和项目。"));
        }
    }

    /// <summary>§19.1: 已保存 where a project that was not handed in may still be deleted; elsewhere it is 进行中 from its first day.</summary>
    public static ProjectState FirstState(ProjectPolicy policy) =>
        policy.EndAction == EndAction.DeleteOrTerminateByState ? ProjectState.Draft : ProjectState.Active;

    /// <summary>CON-09.</summary>
    public static void TermMustBeForward(DateOnly starts, DateOnly ends)
    {
        if (ends < starts)
        {
            throw new RuleBroken(ProjectProblems.TermBackwards);
        }
    }

    /// <summary>OWN-16: a mobile, 7 or 8 digits, or area code, number and extension.</summary>
    public static void ControlRoomPhoneMustBeDialable(string? phone)
    {
        if (phone is not null && !ControlRoomPhone().IsMatch(phone))
        {
            throw new RuleBroken(ProjectProblems.PhoneInvalid);
        }
    }

    [GeneratedRegex(@"^(1[3-9][0-9]{9}|(0[0-9]{2,3}-)?[0-9]{7,8}(-[0-9]{1,6})?)\z")]
    private static partial Regex ControlRoomPhone();
}
