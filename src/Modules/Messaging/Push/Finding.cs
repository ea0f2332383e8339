using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>What one attempt came to, as it is written to the row.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="State">Pending when it is tried again.</param>
/// <param name="MsgId">WeChat's number, once sent.</param>
/// <param name="Reason">For people.</param>
/// <param name="Failed">Whether the attempt counts against the plan.</param>
/// <param name="Pause">Until the next attempt.</param>
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
    /// <summary>The rule of what follows from an outcome. <paramref name="now"/> is only needed for the end of the day.</summary>
    public static Finding Of(ClaimedDelivery claimed, SendOutcome outcome, PushOptions options, DateTimeOffset now)
    {
        var id = claimed.Notice.DeliveryId;
        return outcome switch
        {
            SendOutcome.Sent sent => new Finding(id, DeliveryState.Sent, MsgId: sent.MsgId),
            SendOutcome.Refused refused => new Finding(id, DeliveryState.Refused, Reason: refused.Reason, Failed: true),

            // NTF-15: told once, to followers only; following later brings nothing back.
            SendOutcome.NotFollowing => new Finding(id, DeliveryState.NotFollowing, Reason: "43004"),
            SendOutcome.RetryAfter retry => Again(claimed, options, retry.After, retry.Reason, uncertain: false),
            SendOutcome.Unknown unknown when options.Unknown == UnknownPolicy.Park =>
                new Finding(id, DeliveryState.Unknown, Reason: unknown.What, Failed: true, Uncertain: true),
            SendOutcome.Unknown unknown => Again(claimed, options, TimeSpan.Zero, unknown.What, uncertain: true),

            // Nobody's attempt is burnt by what concerns the whole account.
            SendOutcome.TooFast => NotNow(claimed, DeliveryReasons.TooFast, TimeSpan.FromMinutes(1)),
            SendOutcome.QuotaReached => NotNow(claimed, "45009", UntilMidnight(now)),
            SendOutcome.Misconfigured wrong => NotNow(claimed, wrong.What, options.MisconfiguredRest),
            _ => throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}"),
        };
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

    private static Finding NotNow(ClaimedDelivery claimed, string why, TimeSpan pause)
    {
        return new Finding(
            claimed.Notice.DeliveryId, DeliveryState.Pending, Reason: why, Pause: pause, Uncertain: claimed.WasUncertain);
    }

    /// <summary>WeChat counts days in Asia/Shanghai (UTC+8, no summer time). Two minutes of jitter spare its midnight.</summary>
    internal static TimeSpan UntilMidnight(DateTimeOffset now)
    {
        var there = now.ToOffset(TimeSpan.FromHours(8));
        return there.Date.AddDays(1) - there.DateTime + (TimeSpan.FromMinutes(2) * Random.Shared.NextDouble());
    }
}
