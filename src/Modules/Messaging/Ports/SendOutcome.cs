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

    /// <summary>WeChat will never take it: 40003, 43101, 43019, 43116, 47003, 40037, …</summary>
    /// <param name="Reason">Errcode and errmsg with its rid; no openid.</param>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>43004: the receiver does not follow the account (any more).</summary>
    public sealed record NotFollowing : SendOutcome;

    /// <summary>Not taken now, nothing was sent: -1, 45011, 43117, 40241, no connection, token being renewed.</summary>
    /// <param name="After">The shortest pause that makes sense.</param>
    public sealed record RetryAfter(TimeSpan After) : SendOutcome;

    /// <summary>45009: the account's daily quota is used up; new at 00:00 Asia/Shanghai.</summary>
    public sealed record QuotaReached : SendOutcome;

    /// <summary>Our own fault, the same for every message: wrong secret, IP not allowed (40164), unknown template key.</summary>
    public sealed record Misconfigured(string What) : SendOutcome;

    /// <summary>The request left, and the answer did not come or could not be read: it may have been sent.</summary>
    public sealed record Unknown(string What) : SendOutcome;
}
