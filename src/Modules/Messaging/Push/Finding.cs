using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>What one attempt came to, as it is written to the row.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="State">Pending when it is tried again.</param>
/// <param name="MsgId">WeChat's number, once sent.</param>
/// <param name="Reason">For people.</param>
/// <param name="Failed">Whether the attempt counts against the plan.</param>
/// <param name="Pause">Until the next attempt; null when only the account rests.</param>
/// <param name="Uncertain">Whether it may have been sent all the same.</param>
internal sealed record Finding(
    Guid Id,
    DeliveryState State,
    long? MsgId = null,
    string? Reason = null,
    bool Failed = false,
    TimeSpan? Pause = null,
    bool Uncertain = false)
{
    /// <summary>The rule of what follows from an outcome.</summary>
    public static Finding Of(ClaimedDelivery claimed, SendOutcome outcome, PushOptions options)
    {
        var id = claimed.Notice.DeliveryId;
        return outcome switch
        {
            SendOutcome.Sent sent => new Finding(id, DeliveryState.Sent, MsgId: sent.MsgId > 0 ? sent.MsgId : null),
            SendOutcome.Refused refused when DeliveryReasons.ErrcodeOf(refused.Reason) == 43101 =>
                new Finding(id, DeliveryState.RefusedByUser, Reason: refused.Reason, Failed: true),
            SendOutcome.Refused refused => new Finding(id, DeliveryState.Refused, Reason: refused.Reason, Failed: true),

            // NTF-15: told once, to followers only; following later brings nothing back.
            SendOutcome.NotFollowing => new Finding(id, DeliveryState.NotFollowing, Reason: "43004"),
            SendOutcome.RetryAfter retry => Again(claimed, options, retry.After, retry.Reason, uncertain: false),
            SendOutcome.NotYet later => NotNow(claimed, later.Reason) with { Pause = later.After },
            SendOutcome.Unknown unknown when PolicyOf(claimed.Notice.Account, options) == UnknownPolicy.Park =>
                new Finding(id, DeliveryState.Unknown, Reason: unknown.What, Failed: true, Uncertain: true),
            SendOutcome.Unknown unknown => Again(claimed, options, TimeSpan.Zero, unknown.What, uncertain: true),

            // Nobody's attempt is burnt by what concerns the whole account: the account rests, the row just waits.
            SendOutcome.TooFast => NotNow(claimed, DeliveryReasons.TooFast),
            SendOutcome.QuotaReached => NotNow(claimed, DeliveryReasons.Quota),
            SendOutcome.Misconfigured wrong => NotNow(claimed, wrong.What),
            _ => throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}"),
        };
    }

    /// <summary>A mini program's messages carry no client_msg_id: WeChat would show a repeat a second time, so none is sent.</summary>
    public static UnknownPolicy PolicyOf(ServiceAccountKind account, PushOptions options)
    {
        return account == ServiceAccountKind.MiniProgram ? UnknownPolicy.Park : options.Unknown;
    }

    private static Finding Again(ClaimedDelivery claimed, PushOptions options, TimeSpan atLeast, string why, bool uncertain)
    {
        var id = claimed.Notice.DeliveryId;
        uncertain |= claimed.WasUncertain;
        if (options.PauseAfter(claimed.Failures + 1) is not { } pause)
        {
            var end = uncertain ? DeliveryState.Unknown : DeliveryState.Dead;
            return new Finding(id, end, Reason: why, Failed: true, Uncertain: uncertain);
        }

        pause = pause > atLeast ? pause : atLeast;
        return new Finding(id, DeliveryState.Pending, Reason: why, Failed: true, Pause: pause, Uncertain: uncertain);
    }

    private static Finding NotNow(ClaimedDelivery claimed, string why)
    {
        return new Finding(claimed.Notice.DeliveryId, DeliveryState.Pending, Reason: why, Uncertain: claimed.WasUncertain);
    }
}
