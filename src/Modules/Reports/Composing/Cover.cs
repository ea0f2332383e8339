using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.Composing;

/// <summary>Part 1, 封面 (PRJ-03, RPT-30, FIL-16).</summary>
internal static class Cover
{
    public static ReportCover Of(Matter m, string verificationUrl) => new()
    {
        Number = m.Report.Number,
        Heading = $"{m.Policy.Name}消防技术服务",
        Title = m.Sheet.Project.ServiceType == ServiceType.Maintenance ? "建筑消防设施\n维护保养报告" : "建筑消防设施\n技术服务报告",
        Period = m.Report.Month.Says(),
        ProjectName = m.Report.ProjectName,
        Address = m.Sheet.Project.Address,
        OwnerLabel = m.Policy.Wording.Owner,
        OwnerName = m.Owner.Name,
        AgencyName = m.Agency.Name,
        AgencyRegistration = $"统一社会信用代码 {m.Agency.CreditCode}",
        ServiceFrom = m.Report.ServiceFrom,
        ServiceTo = m.Report.ServiceTo,
        ReportDate = m.Report.ReportDate,
        LegalBasis = string.Join("、", m.Policy.Report.Basis),
        GenerationForm = "系统生成",
        VerificationUrl = verificationUrl,
        Hotline = m.Agency.Phone,
        RetentionNote = $"项目档案保存至少 {m.Policy.Retention.Years} 年",
    };
}
