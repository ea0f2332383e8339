namespace WeChatService.Reports.Ports;

/// <summary>Hands one mail to a mail server. Starts a connection and may take half a minute, so it belongs in a job.</summary>
public interface IMailSender
{
    /// <summary>False: no mail server is set up here.</summary>
    bool Ready { get; }

    /// <exception cref="MailRefused">The server took it for impossible: no such mailbox. Sending again changes nothing.</exception>
    /// <exception cref="MailUnavailable">No answer, or not now. Neither message names the receiver.</exception>
    Task Send(OutgoingMail mail, CancellationToken ct);
}

/// <param name="Id">The same for every attempt, so that a mailbox shows a repeated one once.</param>
/// <param name="To">One plain address.</param>
public sealed record OutgoingMail(Guid Id, string To, string Subject, string Text, MailFile? File);

/// <param name="Name">In ASCII letters, so that every mail program shows it.</param>
public sealed record MailFile(string Name, string ContentType, byte[] Content);

public sealed class MailRefused(string message) : Exception(message);

public sealed class MailUnavailable(string message) : Exception(message);
