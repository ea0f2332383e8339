using WeChatService.FieldTasks.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.Composing;

/// <summary>排查和维修记录: the repair and troubleshooting tasks that were ticked, and no section where none was (RPT-05, FLT-21).</summary>
internal static class Repairs
{
    public static IEnumerable<ReportPart> Of(Matter m)
    {
        if (m.Repairs.Count > 0)
        {
            yield return new MeasuredRecords("排查和维修记录", "本次没有排查和维修。", [.. m.Repairs.Select(t => Line(t, m))]);
        }
    }

    private static MeasuredRecord Line(FaultTaskCard task, Matter m) => new(
        task.Kind == FaultTaskKind.Repair ? "维修" : "排查", "", task.ItemName, null,
        task.Result == FaultTaskResult.Solved ? ReportVerdict.Conforms : ReportVerdict.Fails,
        $"{(task.Result == FaultTaskResult.Solved ? "已解决" : "没解决")}：{task.ResultText}", null, [],
        m.Photos.Find(task.PhotoIds, "处理", $"{m.Report.ProjectName} {m.NameOf(task.OperatorId)}"), m.NameOf(task.OperatorId),
        task.SubmittedAt ?? task.DispatchedAt, null);
}
