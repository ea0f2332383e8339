using WeChatService.Kernel;

namespace WeChatService.Reports.Contracts;

/// <summary>生成中, 已出具 (已提交), 生成失败, 已备案 (已生效), 已保存 (rules §19.5).</summary>
public enum ReportState { Generating, Ready, Failed, Filed, Saved }

/// <summary>
/// How a report comes about. Maintenance: from the records. MaintenanceUploaded: 直接上传 (RPT-17). Detection: an uploaded PDF with the site
/// records behind it (RPT-10). DetectionGenerated: report and raw record from the records (RPT-12). DetectionUploaded: 直接上传, report and
/// raw record (RPT-18). Assessment: uploaded (RPT-19). Written: information entered, cover checked, PDF uploaded (RPT-20).
/// </summary>
public enum ReportKind { Maintenance, MaintenanceUploaded, Detection, DetectionGenerated, DetectionUploaded, Assessment, Written }

/// <summary>报告结论: 合格, 不合格.</summary>
public enum ReportConclusion { Qualified, Unqualified }

public static class ReportKinds
{
    /// <summary>The kinds that are 直接上传, for queries.</summary>
    public static readonly ReportKind[] Direct = [.. Enum.GetValues<ReportKind>().Where(IsDirect)];

    /// <summary>直接上传 instead of 系统生成 (RPT-28): printed as it was uploaded, nothing of the house in it.</summary>
    public static bool IsDirect(this ReportKind kind) => kind is ReportKind.MaintenanceUploaded or ReportKind.DetectionUploaded;

    public static bool IsMaintenance(this ReportKind kind) => kind is ReportKind.Maintenance or ReportKind.MaintenanceUploaded;

    /// <summary>Made from an uploaded PDF.</summary>
    public static bool NeedsFile(this ReportKind kind) => kind is not (ReportKind.Maintenance or ReportKind.DetectionGenerated);

    /// <summary>系统生成 or 直接上传.</summary>
    public static string Form(this ReportKind kind) => kind.IsDirect() ? "直接上传" : "系统生成";
}

/// <summary>A report waits to be filed and its days run out (NTF-17).</summary>
/// <param name="DaysLeft">0 on the last day.</param>
public sealed record FilingDueSoon(Guid ReportId, string Number, Guid ProjectId, Guid TechnicalLeadId, DateOnly DueOn, int DaysLeft) : IEvent;

/// <summary>The technical lead is to file it (NTF-12).</summary>
public sealed record ReportGenerated(Guid ReportId, string Number, Guid ProjectId, string ProjectName, Guid AgencyId, Guid? TechnicalLeadId, ChinaMonth Month) : IEvent;

/// <summary>Locked for ever; the brigade receives it and the owner is told (FIL-05, FIL-07, FIL-15).</summary>
public sealed record ReportFiled(
    Guid ReportId, string Number, Guid ProjectId, string ProjectName, Guid AgencyId, string AgencyName, Guid OwnerId, Guid? BrigadeId, string Region,
    ChinaMonth Month, Guid TechnicalLeadId, string TechnicalLeadName, DateTimeOffset FiledAt) : IEvent
{
    /// <summary>非人脸: who bore witness instead of the face comparison.</summary>
    public string? WitnessName { get; init; }
}

/// <summary>The technical review said no; the project's lead is told why (FIL-11).</summary>
public sealed record ReportReturned(Guid ReportId, string Number, Guid ProjectId, Guid AgencyId, string ByName, string Reason, DateTimeOffset At) : IEvent;

/// <summary>The operator answered a change form; whoever sent it is told (ORG-41).</summary>
public sealed record ChangeDecided(
    Guid ChangeRequestId, Guid ReportId, string Number, Guid ProjectId, Guid SentBy, bool Granted, string Answer, DateTimeOffset At) : IEvent;

/// <summary>An owner contact opened it for the first time (OWN-13, NTF-16).</summary>
public sealed record ReportReadByOwner(Guid ReportId, Guid ContactId, DateTimeOffset At) : IEvent;

public interface IReports
{
    /// <summary>The numbers behind a report, for the brigade's inbox.</summary>
    Task<ReportCard?> Find(Guid reportId, CancellationToken ct);
}

/// <summary>The month's 月报 went to the client (RPT-24).</summary>
public sealed record MonthlyReportPushed(
    Guid MonthlyReportId, Guid ProjectId, string ProjectName, Guid AgencyId, Guid OwnerId, ChinaMonth Month, string WriterName, DateTimeOffset At) : IEvent;

public sealed record ReportCard(Guid Id, string Number, Guid ProjectId, ChinaMonth Month, ReportState State, int Pages, string ContentHash, DateTimeOffset? FiledAt);
