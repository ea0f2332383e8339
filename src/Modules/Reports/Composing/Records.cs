using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.Composing;

/// <summary>Parts 3 to 5: 汇总表, 维护保养表, 实测记录.</summary>
internal static class Records
{
    public static IReadOnlyList<SystemSummary> SummaryOf(Matter m) =>
    [
        .. BySystem(m).Select(system => new SystemSummary(
            system.Key.Name, [.. system.Select(x => ClassName(m, x.Record)).Distinct()], m.Count(system.Select(x => x.Record)))),
    ];

    public static IReadOnlyList<MaintenanceSystem> MaintenanceOf(Matter m) =>
    [
        .. BySystem(m).Select(system => new MaintenanceSystem(system.Key.Name,
        [
            .. system.GroupBy(x => (x.Record.ClassCode, x.Task.OperatorId)).OrderBy(g => g.Key.ClassCode, StringComparer.Ordinal).Select(g => new MaintenanceClass(
                ClassName(m, g.First().Record), m.NameOf(g.Key.OperatorId), ChinaTime.DayOf(g.Max(x => x.Record.ClientTime)),
                [.. g.OrderBy(x => x.Record.ItemCode, StringComparer.Ordinal).Select(x => Line(m, x.Record))])),
        ])),
    ];

    /// <summary>RPT-14 keeps failed and untestable items visible; conforming ones are printed when they carry values or photos.</summary>
    public static IReadOnlyList<MeasuredRecord> MeasurementsOf(Matter m) =>
    [
        .. BySystem(m).SelectMany(system => system
            .Where(x => x.Record.Verdict != ItemVerdict.Conforms || x.Record.Answers.Count > 0 || x.Record.PhotoIds.Count > 0)
            .OrderBy(x => x.Record.ItemCode, StringComparer.Ordinal)
            .Select(x => new MeasuredRecord(
                system.Key.Name, ClassName(m, x.Record), x.Record.ItemName, null, Verdict(x.Record), x.Record.Printed, Reason(x.Record),
                [.. x.Record.Answers.Select(a => new MeasuredValue(a.Name, a.Unit is null ? a.Value : $"{a.Value} {a.Unit}", a.Limit, a.Within))],
                m.Photos.Find(x.Record.PhotoIds, "现场", $"{m.Report.ProjectName} {m.NameOf(x.Task.OperatorId)}"),
                m.NameOf(x.Task.OperatorId), x.Record.ClientTime, FlagOf(x.Record)))),
    ];

    private static IEnumerable<IGrouping<(string Code, string Name), (TaskSheet Task, RecordSheet Record)>> BySystem(Matter m) =>
        m.Tasks.SelectMany(t => t.Records.Select(r => (Task: t, Record: r)))
            .GroupBy(x => (m.Edition.FindClass(x.Record.ClassCode)?.SystemCode ?? "", m.Edition.FindClass(x.Record.ClassCode)?.SystemName ?? "其他"))
            .OrderBy(g => g.Key.Item1, StringComparer.Ordinal);

    private static string ClassName(Matter m, RecordSheet record) => m.Edition.FindClass(record.ClassCode)?.Name ?? record.ClassCode;

    private static MaintenanceItem Line(Matter m, RecordSheet record)
    {
        var item = m.Edition.FindItem(record.ItemCode);
        var result = record.Verdict switch
        {
            ItemVerdict.NotApplicable => Reason(record) ?? "",
            _ when record.Text.Length > 0 => record.Text,
            ItemVerdict.Conforms => "符合要求",
            _ => "不符合要求",
        };
        return new MaintenanceItem(item?.Letter ?? "", record.ItemName, item?.Do ?? "", Verdict(record), result);
    }

    private static ReportVerdict Verdict(RecordSheet record) => record.Verdict switch
    {
        ItemVerdict.Conforms => ReportVerdict.Conforms,
        ItemVerdict.Fails => ReportVerdict.Fails,
        _ => ReportVerdict.NotApplicable,
    };

    private static string? Reason(RecordSheet record) => record.CannotReason switch
    {
        CannotReason.NormMismatch => "与当前测试规范不匹配",
        CannotReason.NotTestable => "不具备测试条件",
        CannotReason.OutOfContract => "不在合同范围内",
        CannotReason.NoSuchDevice => "现场无此设备",
        _ => record.Verdict == ItemVerdict.NotApplicable ? "不适用" : null,
    };

    /// <summary>FLD-19: a value outside its limit that was judged to conform stays red on paper.</summary>
    private static string? FlagOf(RecordSheet record) =>
        record.Verdict == ItemVerdict.Conforms && record.Answers.FirstOrDefault(a => a.Within == false) is { } odd
            ? $"实测 {odd.Value} {odd.Unit}，标准 {odd.Limit}，判为符合"
            : null;
}
