using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.Composing;

/// <summary>
/// Reports whose text people wrote elsewhere: the information sheet with places for seals, the uploaded file, and behind it what the house
/// itself knows of the site (RPT-10, RPT-17…20, RPT-27).
/// </summary>
internal static class Uploaded
{
    public static IReadOnlyList<ReportPart> PartsOf(Matter m)
    {
        var parts = new List<ReportPart> { SheetOf(m) };
        parts.AddRange(FilesOf(m, UploadPart.Report));
        var records = Records.MeasurementsOf(m);
        if (records.Count > 0)
        {
            parts.Add(new MeasuredRecords(RecordsTitle(m), "", records));
        }

        var site = Site.Of(m);
        if (site.Visits.Count > 0)
        {
            parts.Add(site);
        }

        return parts;
    }

    /// <summary>原始记录 that was uploaded beside the report (RPT-18).</summary>
    public static IReadOnlyList<ReportPart> RawRecordOf(Matter m) => [.. FilesOf(m, UploadPart.RawRecord)];

    private static IEnumerable<UploadedFile> FilesOf(Matter m, UploadPart part) =>
        m.Report.Uploads.Where(u => u.Part == part).Select(u => new UploadedFile(u.ObjectId, u.Sha256, part == UploadPart.Report ? "报告" : "原始记录", u.Pages));

    private static ServiceSheet SheetOf(Matter m) => new(
        "技术服务信息表",
        [
            new("项目名称", m.Report.Cover?.ProjectName ?? m.Report.ProjectName, Wide: true),
            new("项目地址", m.Report.Cover?.Address ?? m.Sheet.Project.Address, Wide: true),
            new(m.Policy.Wording.Owner, m.Report.Cover?.OwnerName ?? m.Owner.Name),
            new("服务机构", m.Agency.Name),
            new("服务类型", Cover.ServiceSays(m.Sheet.Project.ServiceType)),
            new("合同编号", m.Sheet.ContractNumber),
            new("项目负责人", Signing.WithNumber(m.Lead)),
            new("技术负责人", Signing.WithNumber(m.TechnicalLead)),
            new("生成形式", m.Report.Kind.Form()),
            new("报告月份", m.Report.Month.Says()),
            .. string.IsNullOrEmpty(m.Report.Remark) ? Array.Empty<SheetField>() : [new("备注说明", m.Report.Remark, Wide: true)],
        ],
        m.Report.Conclusion switch { ReportConclusion.Qualified => "合格", ReportConclusion.Unqualified => "不合格", _ => null },
        [.. m.Report.Uploads.Select(u => new FiledFile(u.FileName, u.Pages, u.Sha256))],
        Signing.Lead(m), Signing.TechnicalLead(m), null, m.Report.ReportDate);

    private static string RecordsTitle(Matter m) => m.Report.Kind switch
    {
        ReportKind.Assessment => "评估现场记录",
        ReportKind.Detection or ReportKind.DetectionUploaded => "检测现场记录",
        _ => "现场记录",
    };
}
