namespace WeChatService.Messaging.Ports;

/// <summary>What became of one send, in the pipeline's words. Closed: the sender switches over all of them.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>WeChat took it (errcode 0). Whether it reached the phone says TEMPLATESENDJOBFINISH.</summary>
    /// <param name="MsgId">WeChat's <c>msgid</c>.</param>
    public sealed record Sent(long MsgId) : SendOutcome;

    /// <summary>WeChat will never take it: 40003, 43019, 43116, 47003, … and 43101, the person's own refusal.</summary>
    /// <param name="Reason">Begins with the errcode; then WeChat's rid or the field it named. No openid, no text of the message.</param>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>43004: the receiver does not follow the account (any more).</summary>
    public sealed record NotFollowing : SendOutcome;

    /// <summary>Not taken now, nothing was sent: -1, 43117, 40241 (the same text within a minute), no connection, token being renewed. This message waits, others go on.</summary>
    /// <param name="After">The shortest pause that makes sense.</param>
    /// <param name="Reason">Begins with the errcode if WeChat said one.</param>
    public sealed record RetryAfter(TimeSpan After, string Reason = "not taken by WeChat") : SendOutcome;

    /// <summary>Not taken now, surely not sent, and no fault of this message: 40001 twice while the token is being renewed. No attempt is burnt.</summary>
    /// <param name="After">The shortest pause that makes sense.</param>
    /// <param name="Reason">As in <see cref="RetryAfter"/>.</param>
    public sealed record NotYet(TimeSpan After, string Reason) : SendOutcome;

    /// <summary>45011: the account sends too fast for WeChat. The whole account rests, at least a minute; no attempt is burnt.</summary>
    public sealed record TooFast : SendOutcome;

    /// <summary>45009: the account's daily quota is used up; new at 00:00 Asia/Shanghai.</summary>
    public sealed record QuotaReached : SendOutcome;

    /// <summary>Our own fault, the same for every message: wrong secret, IP not allowed (40164), unknown template key.</summary>
    public sealed record Misconfigured(string What) : SendOutcome;

    /// <summary>The request left, and the answer did not come or could not be read: it may have been sent.</summary>
    public sealed record Unknown(string What) : SendOutcome;
}
