using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.ForOwner;

/// <summary>The contact has a filed report, or its client copy, sent to a mailbox (OWN-11); he sees what became of it.</summary>
internal static class MailReport
{
    /// <summary>A person has few bosses and accountants; more than that is somebody else's mailbox being filled.</summary>
    private static readonly SmsLimit Most = new(TimeSpan.Zero, 5, 20);

    /// <param name="Copy">业主联 instead of the report.</param>
    public sealed record Request(string? Address, bool? Copy);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapPost("/reports/{id:guid}/mails", Ask);
        owner.MapGet("/reports/{id:guid}/mails/{mailId:guid}", See);
    }

    private static async Task<Accepted<MailRow>> Ask(
        Guid id, Request request, AppDb db, CurrentActor actor, IMailSender sender, ISmsMeters meters, FieldCipher cipher, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var report = await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.State == ReportState.Filed, ct)
            ?? throw new RuleBroken(ReportProblems.NotYours);
        var contact = actor.Required.ContactId ?? throw new RuleBroken(ReportProblems.NotYours);
        if (!sender.Ready)
        {
            throw new RuleBroken(MailProblems.NotSetUp);
        }

        var (copy, now) = (request.Copy is true, time.GetUtcNow());
        if (copy && !await db.Set<ClientCopy>().AnyAsync(c => c.Id == id && c.State == CopyState.Made, ct))
        {
            throw new RuleBroken(OpinionProblems.CopyNotReady);
        }

        var mail = ReportMail.To(ids.Next(), request.Address, copy, report, contact, cipher, now);
        if (await meters.Take([($"mail:{contact}", Most)], now, ct) is not null)
        {
            throw new RuleBroken(MailProblems.TooMany);
        }

        db.Add(mail);
        db.Enqueue(new SendReportMail(mail.Id), mail.Id.ToString());
        db.Audit("report.mailed", nameof(Report), id, $"{actor.Required.Name} 把报告 {report.Number}{(copy ? "的业主联" : "")}发到邮箱");
        return TypedResults.Accepted($"/api/owner/reports/{id}/mails/{mail.Id}", mail.Row());
    }

    private static async Task<MailRow> See(Guid id, Guid mailId, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        var contact = actor.Required.ContactId;
        return (await db.Set<ReportMail>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == mailId && m.ReportId == id && m.ContactId == contact, ct)
            ?? throw new RuleBroken(MailProblems.Unknown)).Row();
    }
}
