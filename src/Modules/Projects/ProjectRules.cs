using System.Text.RegularExpressions;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
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
