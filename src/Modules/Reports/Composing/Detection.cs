using System.Globalization;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reports.Composing;

/// <summary>检测报告 from what was judged (RPT-13, RPT-14). The records behind it are <see cref="RawRecord"/>.</summary>
internal sealed class Detection(Matter m, DetectionJudgement judged, IReadOnlyList<ContactCard> contacts)
{
    private readonly Dictionary<Guid, (TaskSheet Task, RecordSheet Record)> _records =
        m.Tasks.SelectMany(t => t.Records.Select(r => (Task: t, Record: r))).ToDictionary(x => x.Record.Id);

    public static ReportConclusion ConclusionOf(DetectionJudgement judged) =>
        judged.Overall == DetectionVerdict.Unqualified ? ReportConclusion.Unqualified : ReportConclusion.Qualified;

    public CheckCounts Totals
    {
        get
        {
            var items = judged.Singles.Where(s => s.InScope).SelectMany(s => s.Items).ToList();
            int Of(params DetectionVerdict[] verdicts) => items.Count(i => verdicts.Contains(i.Verdict));
            return new(items.Count, Of(DetectionVerdict.Qualified), Of(DetectionVerdict.Unqualified), Of(DetectionVerdict.NotTestable, DetectionVerdict.NoSuchDevice, DetectionVerdict.NotApplicable));
        }
    }

    public DetectionForm Form()
    {
        var project = m.Sheet.Project;
        var limits = m.Policy.Judge.Limits ?? throw new InvalidOperationException($"{m.Report.Region} has no judge.limits but generates detection reports");
        var contact = contacts.Count > 0 ? contacts[0] : null;
        return new DetectionForm
        {
            ProjectName = m.Report.Cover?.ProjectName ?? m.Report.ProjectName,
            Address = m.Report.Cover?.Address ?? project.Address,
            Client = new(m.Report.Cover?.OwnerName ?? m.Owner.Name, contact?.Name, contact?.MaskedPhone),
            Builder = new(null, null, null),
            Area = string.Create(CultureInfo.InvariantCulture, $"{m.Sheet.Buildings.Sum(b => b.AreaSquareMetres):#,0.##} m²"),
            Floors = Each(b => $"地上 {b.FloorsAbove} 层，地下 {b.FloorsBelow} 层"),
            Use = "/",
            Height = Each(b => string.Create(CultureInfo.InvariantCulture, $"{b.HeightMetres:0.##} m")),
            Documents = project.ServiceType == ServiceType.CompletionDetection ? "竣工验收文件" : null,
            AgencyName = m.Agency.Name,
            Lead = Signing.WithNumber(m.Lead),
            TechnicalLead = Signing.WithNumber(m.TechnicalLead),
            Types =
            [
                new("年度检测", project.ServiceType == ServiceType.AnnualDetection),
                new("竣工检测", project.ServiceType == ServiceType.CompletionDetection),
                new("其他检测", project.ServiceType == ServiceType.SpecialDetection),
            ],
            Scope = string.Join('、', judged.Singles.Where(s => s.InScope).Select(s => s.Name)),
            Basis = string.Join('、', m.Policy.Report.DetectionBasis),
            From = m.Report.ServiceFrom,
            To = m.Report.ServiceTo,
            Limits = new(limits.A, limits.B, limits.C),
            Singles = [.. judged.Singles.Select(s => new SingleRow(
                s.Label, s.Name, s.InScope, s.Total, s.FailedA, s.FailedB, s.FailedC, s.InScope && s.Verdict is { } verdict ? Says(verdict) : null, s.Forced is not null))],
            Overall = Says(judged.Overall),
            Opinion = judged.Opinion,
            Forced = [.. Forced()],
            LeadSignature = Signing.Lead(m),
            TechnicalLeadSignature = Signing.TechnicalLead(m),
        };
    }

    public DetectionFindings Findings() => new([.. Of(DetectionVerdict.Unqualified, ItemVerdict.Fails)], [.. Of(DetectionVerdict.NotTestable, ItemVerdict.NotApplicable)]);

    /// <summary>合格, 不合格, 不具备测试条件, 现场无此设备, 不适用.</summary>
    public static string Says(DetectionVerdict verdict) => verdict switch
    {
        DetectionVerdict.Qualified => "合格",
        DetectionVerdict.Unqualified => "不合格",
        DetectionVerdict.NotTestable => "不具备测试条件",
        DetectionVerdict.NoSuchDevice => "现场无此设备",
        _ => "不适用",
    };

    /// <summary>顾南舟 2026年11月19日 17:02 由合格改为不合格，原因：….</summary>
    public static string Says(ForcedChange change, DetectionVerdict to) =>
        $"{change.ByName} {ChinaTime.Says(change.At)} 由{Says(change.Proposed)}改为{Says(to)}{(change.Why.Length > 0 ? $"，原因：{change.Why}" : "")}";

    /// <summary>A row for each record of an item that was judged so; an item whose verdict was forced has at least one.</summary>
    private IEnumerable<Finding> Of(DetectionVerdict verdict, ItemVerdict seen)
    {
        foreach (var (single, item) in judged.Singles.Where(s => s.InScope).SelectMany(s => s.Items.Where(i => i.Verdict == verdict).Select(i => (s, i))))
        {
            var records = item.RecordIds.Where(_records.ContainsKey).Select(id => _records[id]).ToList();
            var telling = records.Where(x => x.Record.Verdict == seen).ToList();
            foreach (var (task, record) in telling.Count > 0 ? telling : records.Take(1))
            {
                var name = m.NameOf(task.OperatorId);
                yield return new($"{single.Label} {single.Name}", item.Name, item.Class.ToString(), record.Printed.Length > 0 ? record.Printed : Says(verdict), name, record.ClientTime,
                    m.Photos.Find(record.PhotoIds, "现场", $"{m.Report.ProjectName} {name}"));
            }

            if (records.Count == 0)
            {
                yield return new($"{single.Label} {single.Name}", item.Name, item.Class.ToString(), item.Forced?.Why is { Length: > 0 } why ? why : Says(verdict), judged.PassedByName, judged.PassedAt, []);
            }
        }
    }

    private IEnumerable<string> Forced()
    {
        foreach (var single in judged.Singles)
        {
            foreach (var item in single.Items.Where(i => i.Forced is not null))
            {
                yield return $"{single.Label} {single.Name}，{item.Name}：{Says(item.Forced!, item.Verdict)}。";
            }

            foreach (var sub in single.SubItems.Where(s => s.Forced is not null))
            {
                yield return $"{single.Label} {single.Name}，{sub.Name}：{Says(sub.Forced!, sub.Verdict)}。";
            }

            if (single is { Forced: { } change, Verdict: { } verdict })
            {
                yield return $"{single.Label} {single.Name}：{Says(change, verdict)}。";
            }
        }

        if (judged.Forced is { } overall)
        {
            yield return $"综合评定：{Says(overall, judged.Overall)}。";
        }
    }

    private string Each(Func<BuildingSheet, string> of) => m.Sheet.Buildings.Count switch
    {
        0 => "/",
        1 => of(m.Sheet.Buildings[0]),
        _ => string.Join('；', m.Sheet.Buildings.Select(b => $"{b.Name}：{of(b)}")),
    };
}
