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

    /// <summary>Sent to the brigade as new (filing.push), not only there to be looked up.</summary>
    public bool Pushed { get; private set; }

    /// <summary>非人脸: who bore witness when it was filed; null: by face, or the region compares none.</summary>
    public string? WitnessName { get; private set; }

    public static BrigadeInboxEntry Of(Guid id, ReportFiled filed, bool pushed, DateTimeOffset now) => new()
    {
        Id = id, BrigadeId = filed.BrigadeId, Region = filed.Region, ReportId = filed.ReportId, ReportNumber = filed.Number,
        ProjectName = filed.ProjectName, AgencyName = filed.AgencyName, Month = filed.Month, TechnicalLeadName = filed.TechnicalLeadName,
        FiledAt = filed.FiledAt, ReceivedAt = now, Pushed = pushed, WitnessName = filed.WitnessName,
    };
}
