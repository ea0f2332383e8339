using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Logging;
using WeChatService.Reports.Ports;

namespace WeChatService.Smtp;

/// <summary>
/// One mail by SMTP, over STARTTLS unless that is switched off. .NET's own client: MailKit does not restore here, and one plain mail with one
/// file needs nothing that it lacks but TLS from the first byte (port 465). One attempt of half a minute; the job that sends tries again.
/// </summary>
internal sealed class SmtpMailSender(SmtpSettings settings, TimeProvider time, ILogger<SmtpMailSender> log) : IMailSender
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public bool Ready => settings.Host.Length > 0;

    public async Task Send(OutgoingMail mail, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        using var message = Compose(mail);
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls, DeliveryFormat = SmtpDeliveryFormat.SevenBit };
        if (settings.User.Length > 0)
        {
            client.Credentials = new NetworkCredential(settings.User, settings.Password);
        }

        // No exception goes on as it is: .NET writes the receiver's address into its message.
        try
        {
            await client.SendMailAsync(message, both.Token).WaitAsync(both.Token);
        }
        catch (SmtpException e) when (IsFinal(e.StatusCode))
        {
            log.LogWarning("The mail server refused mail {Mail}: {Code}", mail.Id, e.StatusCode);
            throw new MailRefused($"refused: {e.StatusCode}");
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            var what = e is SmtpException smtp ? smtp.StatusCode.ToString() : e.GetType().Name;
            log.LogWarning("Mail {Mail} is not sent: {What}", mail.Id, what);
            throw new MailUnavailable($"the mail server did not take it: {what}");
        }
    }

    private MailMessage Compose(OutgoingMail mail)
    {
        var message = new MailMessage(new MailAddress(settings.From, settings.FromName, Encoding.UTF8), new MailAddress(mail.To))
        {
            Subject = string.Join(' ', mail.Subject.Split('\r', '\n')), SubjectEncoding = Encoding.UTF8, Body = mail.Text, BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.Base64,
        };
        // The same mail sent twice, after a crash between sending and noting it, is the same to whoever receives it.
        message.Headers.Add("Message-ID", $"<{mail.Id:N}@{message.From!.Host}>");
        if (mail.File is { } file)
        {
            message.Attachments.Add(new Attachment(new MemoryStream(file.Content, writable: false), file.Name, file.ContentType));
        }

        return message;
    }

    /// <summary>Words that no repetition changes: no such mailbox, refused for good.</summary>
    private static bool IsFinal(SmtpStatusCode code) => code is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed
        or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.ExceededStorageAllocation or SmtpStatusCode.SyntaxError or SmtpStatusCode.TransactionFailed;
}
