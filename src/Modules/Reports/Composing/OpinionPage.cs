using System.Globalization;
using WeChatService.Kernel;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.Composing;

/// <summary>The client's opinion on paper: who, when, where, in whose hand, and to which file it holds (RPT-08, RPT-27).</summary>
internal static class OpinionPage
{
    private const string Declaration = "本人已查看所附报告。签名表示已查看，不表示同意报告内容。";

    public static IReadOnlyList<ReportPart> PartsOf(Matter m, SignedOpinion opinion)
    {
        var at = ChinaTime.Local(opinion.SignedAt).ToString("yyyy年M月d日 HH:mm:ss", CultureInfo.InvariantCulture);
        return
        [
            new OpinionSheet(
                $"{m.Policy.Wording.Owner}意见",
                [
                    new("项目名称", m.Report.ProjectName, Wide: true), new("报告编号", m.Report.Number), new("报告月份", m.Report.Month.Says()),
                    new(m.Policy.Wording.Owner, m.Owner.Name), new("签名人", opinion.ContactName), new("签名时间", at, Wide: true), new("签名位置", Says(opinion.Place), Wide: true),
                ],
                Declaration, opinion.Text,
                new ReportPhoto(opinion.SignatureId, opinion.SignatureSha256, "签名", []), opinion.ContactName, at,
                [new FiledFile("所附报告", m.Report.Pages, opinion.FileSha256.ToUpperInvariant()), new FiledFile("签名图片", 0, opinion.SignatureSha256.ToUpperInvariant())]),
            new UploadedFile(m.Report.ObjectId!.Value, opinion.FileSha256, "备案的报告", m.Report.Pages),
        ];
    }

    public static string Filed(Report report) => $"备案：{ChinaTime.Local(report.Filing!.At).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture)}";

    private static string Says(Position? place) => place is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"北纬 {at.Latitude:0.00000}°，东经 {at.Longitude:0.00000}°（WGS-84，误差约 {at.AccuracyMetres:0} 米）")
        : "签名时手机没有提供位置";
}
