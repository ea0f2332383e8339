using WeChatService.Kernel;

namespace WeChatService.Reports.Contracts;

/// <summary>生成中, 已出具, 生成失败, 已备案 (rules §19.5).</summary>
public enum ReportState { Generating, Ready, Failed, Filed }

/// <summary>The technical lead is to file it (NTF-12).</summary>
public sealed record ReportGenerated(Guid ReportId, string Number, Guid ProjectId, string ProjectName, Guid AgencyId, Guid? TechnicalLeadId, ChinaMonth Month) : IEvent;

/// <summary>Locked for ever; the brigade receives it and the owner is told (FIL-05, FIL-07, FIL-15).</summary>
public sealed record ReportFiled(
    Guid ReportId, string Number, Guid ProjectId, string ProjectName, Guid AgencyId, string AgencyName, Guid OwnerId, Guid? BrigadeId, string Region,
    ChinaMonth Month, Guid TechnicalLeadId, string TechnicalLeadName, DateTimeOffset FiledAt) : IEvent;

/// <summary>An owner contact opened it for the first time (OWN-13, NTF-16).</summary>
public sealed record ReportReadByOwner(Guid ReportId, Guid ContactId, DateTimeOffset At) : IEvent;

public interface IReports
{
    /// <summary>The numbers behind a report, for the brigade's inbox.</summary>
    Task<ReportCard?> Find(Guid reportId, CancellationToken ct);
}

public sealed record ReportCard(Guid Id, string Number, Guid ProjectId, ChinaMonth Month, ReportState State, int Pages, string ContentHash, DateTimeOffset? FiledAt);
