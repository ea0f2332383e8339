using System.Net.Mail;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports;

internal enum MailState { Waiting, Sent, Failed }

/// <summary>
/// A report, or its client copy, on its way to an address that a contact typed (OWN-11): waiting → sent or failed. The address is kept sealed
/// for as long as it is needed, that is until the mail server has it or refused it; then three letters of it are left.
/// </summary>
internal sealed partial class ReportMail : IAgencyOwned, IOwnerOwned
{
    private const int Longest = 254;

    public Guid Id { get; private set; }
    public Guid ReportId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid ContactId { get; private set; }

    /// <summary>业主联 instead of the report.</summary>
    public bool Copy { get; private set; }

    public byte[]? Address { get; private set; }
    public string MaskedAddress { get; private set; } = "";
    public MailState State { get; private set; }

    /// <summary>What the contact is told; null unless it failed.</summary>
    public string? Reason { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    private ReportMail()
    {
    }

    public static ReportMail To(Guid id, string? address, bool copy, Report report, Guid contactId, FieldCipher cipher, DateTimeOffset now)
    {
        var typed = address?.Trim() ?? "";
        // One plain address: no name before it, no second one behind it, nothing that a mail server might read as a line of its own.
        if (typed.Length > Longest || !Plain().IsMatch(typed) || !MailAddress.TryCreate(typed, out var known) || known.Address != typed)
        {
            throw new RuleBroken(MailProblems.AddressWrong);
        }

        return new ReportMail
        {
            Id = id, ReportId = report.Id, AgencyId = report.AgencyId, OwnerId = report.OwnerId, ContactId = contactId, Copy = copy, Address = cipher.Seal(typed),
            MaskedAddress = $"{typed[..Math.Min(2, known.User.Length)]}***@{known.Host}", AskedAt = now,
        };
    }

    public void Sent(DateTimeOffset now) => End(MailState.Sent, null, now);

    public void Fail(string reason, DateTimeOffset now) => End(MailState.Failed, reason, now);

    public MailRow Row() => new(Id, MaskedAddress, State, Reason, AskedAt);

    private void End(MailState state, string? reason, DateTimeOffset now) => (State, Reason, EndedAt, Address) = (state, reason, now, null);

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$")]
    private static partial Regex Plain();
}

internal sealed record MailRow(Guid Id, string MaskedAddress, MailState State, string? Reason, DateTimeOffset AskedAt);

internal static class MailProblems
{
    public static readonly Problem AddressWrong = new("mail.address_wrong", 422, "邮箱地址不对，请检查后再发，例如 name@example.com。", "OWN-11");
    public static readonly Problem TooMany = new("mail.too_many", 429, "发得太多了，请过一小时再发，或者复制链接。", "OWN-11");
    public static readonly Problem NotSetUp = new("mail.not_set_up", 409, "这里还没有开通邮箱发送，请复制链接。", "OWN-11");
    public static readonly Problem Unknown = new("mail.unknown", 404, "没有这封邮件，或者它不是您发的。", "OWN-11");
}

/// <summary>Send one mail; the address stands with the mail, not here.</summary>
internal sealed record SendReportMail(Guid MailId);

internal sealed class SendReportMailRunner(
    AppDb db, ReportFiles files, ObjectLinks links, IMailSender sender, FieldCipher cipher, IConfiguration configuration, TimeProvider time) : IRun<SendReportMail>
{
    /// <summary>Mail servers take 20 MB at least, and base64 makes three bytes four. What is larger goes as a link.</summary>
    private const long LargestFile = 10 * 1024 * 1024;

    private static readonly TimeSpan LinkLives = TimeSpan.FromDays(3);

    public async Task Run(SendReportMail job, JobRun run, CancellationToken ct)
    {
        if (await db.Set<ReportMail>().FirstOrDefaultAsync(m => m.Id == job.MailId, ct) is not { State: MailState.Waiting, Address: { } address } mail)
        {
            return;
        }

        var report = await db.Set<Report>().AsNoTracking().FirstAsync(r => r.Id == mail.ReportId, ct);
        var copy = mail.Copy ? await db.Set<ClientCopy>().AsNoTracking().FirstAsync(c => c.Id == mail.ReportId, ct) : null;
        var paper = copy?.Paper ?? report.Paper;
        try
        {
            await sender.Send(Compose(mail, report, paper, copy?.Bytes ?? report.Bytes, await files.Read(paper, ct), cipher.Open(address)), ct);
            mail.Sent(time.GetUtcNow());
        }
        catch (MailRefused)
        {
            mail.Fail("对方的邮件服务器拒收了，请检查地址。", time.GetUtcNow());
        }
        catch (RuleBroken broken)
        {
            mail.Fail(broken.Problem.Title, time.GetUtcNow());
        }

        await db.SaveChangesAsync(ct);
    }

    public async Task GaveUp(SendReportMail job, Exception why, CancellationToken ct) =>
        (await db.Set<ReportMail>().FirstOrDefaultAsync(m => m.Id == job.MailId && m.State == MailState.Waiting, ct))
            ?.Fail("邮件没有发出去，请过一会儿再试，或者复制链接。", time.GetUtcNow());

    private OutgoingMail Compose(ReportMail mail, Report report, PaperFile paper, long bytes, byte[] content, string address)
    {
        var what = $"{report.ProjectName} {report.Month.Says()}报告{(mail.Copy ? "业主联" : "")}";
        var attached = bytes <= LargestFile;
        var root = configuration["Public:Base"]?.TrimEnd('/');
        var text = $"""
            {what}

            报告编号：{report.Number}
            页数：{paper.Pages}
            文件 SHA-256：{paper.Sha256.ToLowerInvariant()}
            {(attached ? "PDF 在附件里。" : $"文件较大，请在三天内打开这个链接下载：{root}{links.To(paper.ObjectId, LinkLives)}")}

            验真假：{root}/verify/{report.Number}

            这封邮件是项目联系人在微信里要求发送的。如果与您无关，请删除，不用回复。
            """;
        var name = $"{report.Number}{(mail.Copy ? "-client-copy" : "")}.pdf";
        return new OutgoingMail(mail.Id, address, what, text, attached ? new MailFile(name, "application/pdf", content) : null);
    }
}

/// <summary>Whoever had his data deleted leaves no address behind, not even a masked one.</summary>
internal sealed class MailsOfTheErased(AppDb db) : IHandle<ContactLeft>
{
    public Task Handle(ContactLeft e, CancellationToken ct) => e.Because == LeaveReason.Erased
        ? db.Set<ReportMail>().Where(m => m.ContactId == e.ContactId).ExecuteDeleteAsync(ct)
        : Task.CompletedTask;
}
