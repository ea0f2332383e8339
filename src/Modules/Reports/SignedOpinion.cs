using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Reports;

/// <summary>
/// 委托单位意见: a contact's handwriting under a filed report, with the file that he saw, when and where (RPT-08, RPT-27). It stands beside
/// the report, which nothing changes any more; once written it stays.
/// </summary>
internal sealed class SignedOpinion : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    private const int Longest = 200;

    public Guid Id { get; private set; }
    public Guid ReportId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid ContactId { get; private set; }
    public string ContactName { get; private set; } = "";
    public string? Text { get; private set; }
    public Guid SignatureId { get; private set; }
    public string SignatureSha256 { get; private set; } = "";

    /// <summary>The report's file as it was signed.</summary>
    public string FileSha256 { get; private set; } = "";

    /// <summary>Null: the contact did not let the phone tell it.</summary>
    public Position? Place { get; private set; }

    public DateTimeOffset SignedAt { get; private set; }

    private SignedOpinion()
    {
    }

    /// <param name="picture">The bytes of <paramref name="stored"/>.</param>
    public static SignedOpinion Sign(
        Guid id, Report report, Guid contactId, string contactName, string? text, StoredObject stored, byte[] picture, Position? place, DateTimeOffset now)
    {
        if (text?.Trim().Length > Longest)
        {
            throw new RuleBroken(OpinionProblems.TooLong);
        }

        if (!Handwriting.IsThere(stored, picture))
        {
            throw new RuleBroken(OpinionProblems.NoHandwriting);
        }

        return new SignedOpinion
        {
            Id = id, ReportId = report.Id, AgencyId = report.AgencyId, OwnerId = report.OwnerId, BrigadeId = report.BrigadeId, Region = report.Region,
            ContactId = contactId, ContactName = contactName, Text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), SignatureId = stored.Id,
            SignatureSha256 = stored.Sha256, FileSha256 = report.FileSha256!, Place = place, SignedAt = now,
        };
    }
}

internal static class OpinionProblems
{
    public static readonly Problem NotBound = new("opinion.not_bound", 403, "只有绑定了这个项目的联系人能签。", "EVL-08");
    public static readonly Problem Signed = new("opinion.signed", 409, "这份报告已经签过了，签过就不能改。", "RPT-08");
    public static readonly Problem NoHandwriting = new("opinion.no_handwriting", 422, "没有看到签名，请在框里写上您的名字再交。", "RPT-08");
    public static readonly Problem TooLong = new("opinion.too_long", 422, "意见最多 200 字，请写短一些。", "RPT-08");
}

/// <summary>The client's handwriting as both sides read it.</summary>
internal sealed record OpinionRow(string ContactName, string? Text, PhotoLink Signature, DateTimeOffset SignedAt, bool WithPlace);

internal static class OpinionQueries
{
    public static async Task<OpinionRow?> OpinionOf(this AppDb db, Guid reportId, Photos photos, CancellationToken ct) =>
        await db.Set<SignedOpinion>().AsNoTracking().FirstOrDefaultAsync(o => o.ReportId == reportId, ct) is { } o
            ? new(o.ContactName, o.Text, photos.Link(o.SignatureId), o.SignedAt, o.Place is not null)
            : null;
}
