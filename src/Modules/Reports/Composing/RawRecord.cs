using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Reports.Ports;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reports.Composing;

/// <summary>原始记录 (RPT-12): every record of the detection under its single item and sub-item, with the catalogue's method and standard.</summary>
internal static class RawRecord
{
    public static RawRecordTable Of(Matter m, DetectionJudgement judged, DetectionEdition edition)
    {
        var records = m.Tasks.SelectMany(t => t.Records.Select(r => (Task: t, Record: r))).ToDictionary(x => x.Record.Id);
        var items = edition.Singles.SelectMany(s => s.SubItems).SelectMany(s => s.Items).ToDictionary(i => i.Code);
        return new(
        [
            .. judged.Singles.Where(s => s.InScope).Select(single => new RawSingle(single.Label, single.Name,
            [
                .. single.SubItems
                    .Select(sub => new RawSubItem(sub.Name,
                    [
                        .. single.Items.Where(i => i.SubItemCode == sub.Code).SelectMany(item => item.RecordIds.Where(records.ContainsKey)
                            .Select(id => Line(m, item, items.GetValueOrDefault(item.Code), records[id].Task, records[id].Record))),
                    ]))
                    .Where(sub => sub.Items.Count > 0),
            ])).Where(single => single.SubItems.Count > 0),
        ]);
    }

    private static RawItem Line(Matter m, JudgedItem judged, DetectionItem? item, TaskSheet task, RecordSheet record)
    {
        var name = m.NameOf(task.OperatorId);
        return new(
            judged.Name, judged.Class.ToString(), item?.Method ?? "",
            item is { Limits.Count: > 0 } ? string.Join('；', item.Limits.Select(l => l.When is { } when ? $"{when}：{l.Says}" : l.Says)) : null,
            Detection.Says(Seen(record)), record.Verdict switch
            {
                ItemVerdict.Conforms => ReportVerdict.Conforms,
                ItemVerdict.Fails => ReportVerdict.Fails,
                _ => ReportVerdict.NotApplicable,
            },
            record.Printed, [.. record.Answers.Select(a => new MeasuredValue(a.Name, a.Unit is null ? a.Value : $"{a.Value} {a.Unit}", a.Limit, a.Within))],
            name, record.ClientTime, judged.Forced is { } change ? Detection.Says(change, judged.Verdict) : null,
            m.Photos.Find(record.PhotoIds, "现场", $"{m.Report.ProjectName} {name}"));
    }

    private static DetectionVerdict Seen(RecordSheet record) => record.Verdict switch
    {
        ItemVerdict.Conforms => DetectionVerdict.Qualified,
        ItemVerdict.Fails => DetectionVerdict.Unqualified,
        _ => record.CannotReason == CannotReason.NoSuchDevice ? DetectionVerdict.NoSuchDevice : DetectionVerdict.NotTestable,
    };
}
