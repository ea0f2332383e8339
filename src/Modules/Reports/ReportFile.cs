using WeChatService.Kernel;

namespace WeChatService.Reports;

/// <summary>
/// A PDF that somebody uploaded for a report that is still to be ordered: checked by its content, within the region's limit (RPT-11).
/// Its id is that of the stored object.
/// </summary>
internal sealed class ReportFile(
    Guid id, Guid projectId, Guid agencyId, string fileName, string sha256, long bytes, int pages, Guid uploadedBy, DateTimeOffset uploadedAt) : IAgencyOwned
{
    public Guid Id { get; private set; } = id;
    public Guid ProjectId { get; private set; } = projectId;
    public Guid AgencyId { get; private set; } = agencyId;
    public string FileName { get; private set; } = fileName;
    public string Sha256 { get; private set; } = sha256;
    public long Bytes { get; private set; } = bytes;
    public int Pages { get; private set; } = pages;
    public Guid UploadedBy { get; private set; } = uploadedBy;
    public DateTimeOffset UploadedAt { get; private set; } = uploadedAt;

    public ReportUpload As(UploadPart part) => new(Id, Sha256, part, FileName, Pages);
}
