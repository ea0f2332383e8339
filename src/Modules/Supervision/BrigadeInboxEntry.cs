using WeChatService.Kernel;
using WeChatService.Reports.Contracts;

namespace WeChatService.Supervision;

/// <summary>Something that a brigade received: a filed report of its jurisdiction (FIL-07, NTF-11).</summary>
internal sealed class BrigadeInboxEntry : IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid ReportId { get; private set; }
    public string ReportNumber { get; private set; } = "";
    public string ProjectName { get; private set; } = "";
    public string AgencyName { get; private set; } = "";
    public ChinaMonth Month { get; private set; }
    public string TechnicalLeadName { get; private set; } = "";
    public DateTimeOffset FiledAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }

    public static BrigadeInboxEntry Of(Guid id, ReportFiled filed, DateTimeOffset now) => new()
    {
        Id = id, BrigadeId = filed.BrigadeId, Region = filed.Region, ReportId = filed.ReportId, ReportNumber = filed.Number,
        ProjectName = filed.ProjectName, AgencyName = filed.AgencyName, Month = filed.Month, TechnicalLeadName = filed.TechnicalLeadName,
        FiledAt = filed.FiledAt, ReceivedAt = now,
    };
}
