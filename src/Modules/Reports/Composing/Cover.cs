using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.Composing;

/// <summary>封面 of every kind (PRJ-03, RPT-06, RPT-28, RPT-30, FIL-16).</summary>
internal static class Cover
{
    public static ReportCover Of(Matter m, string verificationUrl)
    {
        var edits = m.Report.Cover;
        return new()
        {
            Number = m.Report.Number,
            Heading = edits?.Heading ?? $"{m.Policy.Name}消防技术服务",
            Title = Title(m.Sheet.Project.ServiceType),
            Period = Period(m),
            ProjectName = edits?.ProjectName ?? m.Report.ProjectName,
            Address = edits?.Address ?? m.Sheet.Project.Address,
            OwnerLabel = m.Policy.Wording.Owner,
            OwnerName = edits?.OwnerName ?? m.Owner.Name,
            AgencyName = m.Agency.Name,
            AgencyRegistration = $"统一社会信用代码 {m.Agency.CreditCode}",
            ServiceFrom = m.Report.ServiceFrom,
            ServiceTo = m.Report.ServiceTo,
            ReportDate = m.Report.ReportDate,
            LegalBasis = string.Join("、", m.Policy.Report.Basis),
            GenerationForm = m.Report.Kind.IsDirect() ? "服务机构直接上传" : "系统生成",
            VerificationUrl = verificationUrl,
            Hotline = m.Agency.Phone,
            RetentionNote = $"项目档案保存至少 {m.Policy.Retention.Years} 年",
        };
    }

    /// <summary>The title with the line feed that breaks it on the cover.</summary>
    public static string Title(ServiceType type) => type switch
    {
        ServiceType.Maintenance => "建筑消防设施\n维护保养报告",
        ServiceType.Assessment => "消防安全\n评估报告",
        _ => "建筑消防设施\n检测报告",
    };

    /// <summary>A month of maintenance with its kind of plan (RPT-28); a detection is named by what it is.</summary>
    private static string Period(Matter m) => m.Sheet.Project.ServiceType == ServiceType.Maintenance
        ? m.Report.Month.Says() + m.Report.PlanKind switch { PlanKind.Month => "（月度）", PlanKind.Quarter => "（季度）", PlanKind.Year => "（年度）", _ => "" }
        : $"{m.Report.ReportDate.Year}年{ServiceSays(m.Sheet.Project.ServiceType)}";

    /// <summary>维护保养, 年度检测, 竣工检测, 专项检测, 安全评估.</summary>
    public static string ServiceSays(ServiceType type) => type switch
    {
        ServiceType.Maintenance => "维护保养",
        ServiceType.AnnualDetection => "年度检测",
        ServiceType.CompletionDetection => "竣工检测",
        ServiceType.SpecialDetection => "专项检测",
        _ => "安全评估",
    };
}
