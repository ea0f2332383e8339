using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Reports;

/// <summary>Which reports he looked at, and when first (OWN-13). His own everywhere: also of units that he has left, which the filters hide.</summary>
internal sealed class OwnReadings(AppDb db, CurrentActor actor) : IPersonalData
{
    public string Heading => "看过的报告";

    public string? KeptBecause => "业主什么时候看了报告，按消防档案保存；删除后只留编号，不带您的名字。";

    public async Task<IReadOnlyList<PersonalRecord>> Of(Guid contactId, int max, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        return await (from r in db.Set<ReportReading>().AsNoTracking()
                      join report in db.Set<Report>() on r.ReportId equals report.Id
                      where r.ContactId == contactId
                      orderby r.FirstReadAt descending
                      select new PersonalRecord(r.FirstReadAt, $"看了报告 {report.Number}（{report.ProjectName}）")).Take(max).ToListAsync(ct);
    }
}

/// <summary>What he signed (RPT-08, RPT-27). The one thing that keeps his name: a signature without a name proves nothing.</summary>
internal sealed class OwnSignatures(AppDb db, CurrentActor actor) : IPersonalData
{
    public string Heading => "签过的名";

    public string? KeptBecause => "签名是备案报告的证据，报告要保存六年（应急管理部令第7号），所以连名字一起保留。";

    public async Task<IReadOnlyList<PersonalRecord>> Of(Guid contactId, int max, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        var signed = await (from o in db.Set<SignedOpinion>().AsNoTracking()
                            join report in db.Set<Report>() on o.ReportId equals report.Id
                            where o.ContactId == contactId
                            orderby o.SignedAt descending
                            select new { o.SignedAt, o.Text, o.SignatureSha256, o.Place, report.Number }).Take(max).ToListAsync(ct);
        return signed.ConvertAll(o => new PersonalRecord(
            o.SignedAt,
            $"在报告 {o.Number} 上签名{(o.Text is { } text ? $"，意见：{text}" : "")}，{(o.Place is { } at ? $"位置 {at.Latitude:0.00000}, {at.Longitude:0.00000}" : "没有位置")}，签名图片 SHA-256 {o.SignatureSha256}"));
    }
}

/// <summary>Mails that he asked for; of the address only what is left of it.</summary>
internal sealed class OwnMails(AppDb db, CurrentActor actor) : IPersonalData
{
    public string Heading => "发到邮箱的报告";

    public async Task<IReadOnlyList<PersonalRecord>> Of(Guid contactId, int max, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        return await db.Set<ReportMail>().AsNoTracking().Where(m => m.ContactId == contactId).OrderByDescending(m => m.AskedAt).Take(max)
            .Select(m => new PersonalRecord(m.AskedAt, $"发到 {m.MaskedAddress}")).ToListAsync(ct);
    }
}
