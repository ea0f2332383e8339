using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Reports;

/// <summary>
/// 委托单位意见: a contact's handwriting under a filed report, with the file that he saw, when and where (RPT-08, RPT-27). It stands beside
/// the report, which nothing changes any more; once written it stays.
/// </summary>
internal sealed class SignedOpinion : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    /// <summary>The audit entry that keeps what was signed.</summary>
    public const string Act = "report.signed_by_client";

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

    /// <summary>What was signed, word by word: it goes into the audit entry, and with it into the chain.</summary>
    public object Statement() => new { Text, SignatureSha256, FileSha256, Place, ContactId, ContactName, SignatureId, SignedAt };

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
            SignatureSha256 = stored.Sha256, FileSha256 = report.FileSha256!, Place = place,
            // PostgreSQL keeps microseconds; the statement must read the same later.
            SignedAt = new DateTimeOffset(now.UtcTicks / 10 * 10, TimeSpan.Zero),
        };
    }
}

internal static class OpinionProblems
{
    public static readonly Problem NotBound = new("opinion.not_bound", 403, "只有绑定了这个项目的联系人能签。", "EVL-08");
    public static readonly Problem Signed = new("opinion.signed", 409, "这份报告已经签过了，签过就不能改。", "RPT-08");
    public static readonly Problem NoHandwriting = new("opinion.no_handwriting", 422, "没有看到签名，请在框里写上您的名字再交。", "RPT-08");
    public static readonly Problem CopyNotReady = new("opinion.copy_not_ready", 409, "业主联还没有生成好，请过一会儿再看。", "RPT-27");
    public static readonly Problem CopyMade = new("opinion.copy_made", 409, "业主联已经生成，不会再变。", "RPT-27");
    public static readonly Problem NotSigned = new("opinion.not_signed", 409, "这份报告还没有签名，签了名才有业主联。", "RPT-27");
    public static readonly Problem TooLong = new("opinion.too_long", 422, "意见最多 200 字，请写短一些。", "RPT-08");
}

/// <summary>The client's handwriting as both sides read it.</summary>
/// <param name="Copy">业主联; null for what was signed before there were any, until somebody asks for it.</param>
internal sealed record OpinionRow(string ContactName, string? Text, PhotoLink Signature, DateTimeOffset SignedAt, bool WithPlace, CopyRow? Copy);

/// <param name="Sha256">Of the file; null until it is made.</param>
internal sealed record CopyRow(CopyState State, int Pages, long Bytes, string? Sha256);

internal static class OpinionQueries
{
    public static async Task<OpinionRow?> OpinionOf(this AppDb db, Guid reportId, Photos photos, CancellationToken ct)
    {
        if (await db.Set<SignedOpinion>().AsNoTracking().FirstOrDefaultAsync(o => o.ReportId == reportId, ct) is not { } o)
        {
            return null;
        }

        var copy = await db.Set<ClientCopy>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == reportId, ct);
        return new(
            o.ContactName, o.Text, photos.Link(o.SignatureId), o.SignedAt, o.Place is not null,
            copy is null ? null : new CopyRow(copy.State, copy.Pages, copy.Bytes, copy.Sha256));
    }
}
