using System.Globalization;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.Composing;

/// <summary>Part 2, 维护保养情况表 (RPT-08): what people sign.</summary>
internal static class Condition
{
    public static ConditionTable Of(Matter m)
    {
        var responsible = m.Sheet.SafetyResponsible ?? m.Sheet.SafetyManager;
        return new ConditionTable
        {
            Form = m.Policy.Report.ConditionTable == ConditionTableForm.Grouped ? ConditionForm.Grouped : ConditionForm.Plain,
            KeyUnit = m.Sheet.IsKeyUnit,
            ResponsibleLabel = m.Sheet.SafetyResponsible is null && m.Sheet.SafetyManager is not null ? "消防安全管理人" : "安全责任人",
            ResponsiblePerson = responsible?.Name ?? "",
            Phone = m.Sheet.ControlRoomPhone ?? (responsible is null ? "" : FieldCipher.Mask(responsible.Phone)),
            Lead = Signing.Describe(m.Lead),
            Operators = string.Join('、', m.Tasks.Select(t => t.OperatorId).Distinct().Select(id => Signing.Describe(m.People.GetValueOrDefault(id)))),
            Buildings = [.. m.Sheet.Buildings.Select(Describe)],
            BuildingRemark = Remarks(m.Sheet.Buildings),
            WaterSupplies = [.. m.Sheet.WaterSupplies.Select(w => new TickBox(Describe(w), w.Exists))],
            Systems = SystemsOf(m),
            Totals = m.Count(m.AllRecords),
            Opinion = OpinionOf(m),
            Faults = [.. m.Faults.Select(f => Describe(f, m))],
            Remark = m.Report.Remark,
            LeadSignature = Signing.Lead(m),
            TechnicalLeadSignature = Signing.TechnicalLead(m),
            Client = new ClientOpinion(null, null, null, null, null),
            SealedOn = m.Report.ReportDate,
        };
    }

    private static List<TickBox> SystemsOf(Matter m)
    {
        var ticked = m.Sheet.Project.FacilityClassCodes.Select(c => m.Edition.FindClass(c)?.SystemCode).ToHashSet();
        return [.. m.Edition.Systems.Where(s => !s.RecordOnly).Select(s => new TickBox(s.Name, ticked.Contains(s.Code)))];
    }

    private static string OpinionOf(Matter m)
    {
        var open = m.Faults.Count(f => f.State != FaultState.Resolved);
        return open == 0
            ? "本次维护保养的消防设施，所查项目均符合要求。"
            : $"本次维护保养的消防设施存在以下 {open} 个问题，已按下列方式处置：";
    }

    /// <summary>FLT-15: month, state, system, item, finding, note, verdict, then the dated steps with the operators' names, results included.</summary>
    private static ReportedFault Describe(FaultSheet fault, Matter m) => new(
        fault.FoundIn == m.Report.Month ? $"{fault.FoundIn.Month}月" : fault.FoundIn.Says(), fault.PrintedState,
        m.Edition.FindClass(fault.ClassCode)?.SystemName ?? "", fault.ItemName, fault.Finding ?? fault.Text, fault.Finding is null ? null : fault.Text, "不符合",
        [.. fault.PrintedSteps.Select(s => new HandlingStep(s.At, s.OnSite ? s.ByName : null, s.Says))]);

    private static string Describe(BuildingSheet b) => string.Create(CultureInfo.InvariantCulture,
        $"{b.Name}：建筑面积 {b.AreaSquareMetres:0.##} m²（地上 {b.AboveGroundSquareMetres:0.##}，地下 {b.UndergroundSquareMetres:0.##}），地上 {b.FloorsAbove} 层、地下 {b.FloorsBelow} 层，高 {b.HeightMetres:0.##} m");

    private static string? Remarks(IEnumerable<BuildingSheet> buildings)
    {
        var said = buildings.Where(b => !string.IsNullOrWhiteSpace(b.Remark)).Select(b => $"{b.Name}：{b.Remark}").ToList();
        return said.Count == 0 ? null : string.Join('；', said);
    }

    private static string Describe(WaterSupplySheet w) => !w.Exists
        ? "无供水设施"
        : string.Create(CultureInfo.InvariantCulture, $"{(w.Kind == "Tank" ? "消防水箱" : "消防水池")}，{w.VolumeCubicMetres:0.##} m³，{w.Position}");
}
