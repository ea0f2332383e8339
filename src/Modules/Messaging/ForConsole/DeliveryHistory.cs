namespace WeChatService.Messaging.ForConsole;

/// <summary>Good: done. Bad: refused or given up. Waiting: somebody must act. Now: it goes on by itself. Past: said for completeness.</summary>
internal enum StepTone { Past, Now, Good, Bad, Waiting }

/// <param name="At">Null where only how often is known, not when.</param>
internal sealed record HistoryStep(DateTimeOffset? At, string What, string? Detail, StepTone Tone);

/// <summary>The course of one delivery in sentences, newest first.</summary>
internal static class DeliveryHistory
{
    public static IReadOnlyList<HistoryStep> Of(Delivery delivery, Notice notice, Followup? followup)
    {
        var steps = new List<HistoryStep>
        {
            new(delivery.CreatedAt, delivery.ResendOf is null ? "要推送这条消息" : "要再推送一次", "同时放进了收件人的工作台", StepTone.Past),
        };
        steps.AddRange(Attempts(delivery));
        if (Outcome(delivery) is { } outcome)
        {
            steps.Add(outcome);
        }

        if (followup is not null)
        {
            steps.Add(new(followup.At, followup.AgainId is null ? "已用别的办法告诉对方" : "重发了一次", followup.ByAccountId is null ? "对方关注后自动重发" : followup.ByName, StepTone.Good));
        }

        if (notice.ReadAt is { } read)
        {
            steps.Add(new(read, "收件人看过了", null, StepTone.Good));
        }

        // What has no time of its own stays behind the step it came after.
        var at = delivery.CreatedAt;
        return [.. steps.Select((step, n) => (Step: step, N: n, At: at = step.At ?? at)).OrderByDescending(of => of.At).ThenByDescending(of => of.N).Select(of => of.Step)];
    }

    private static IEnumerable<HistoryStep> Attempts(Delivery delivery)
    {
        if (delivery.Failures > 0)
        {
            yield return new(null, $"试了 {delivery.Failures} 次没成", null, StepTone.Past);
        }

        if (delivery.Crashes > 0)
        {
            yield return new(null, $"发送程序中断了 {delivery.Crashes} 次", "这一条改为单独发送", StepTone.Past);
        }

        if (delivery.UncertainSince is { } uncertain && delivery.State is DeliveryState.Pending or DeliveryState.Unknown)
        {
            yield return new(delivery.UncertainSince, "发出去了，没等到微信的答复", "可能已经送到", StepTone.Waiting);
        }

        if (delivery.SentAt is { } sent)
        {
            yield return new(sent, "微信收下了", delivery.MsgId is { } number ? $"微信编号 {number}" : null, StepTone.Good);
        }
    }

    private static HistoryStep? Outcome(Delivery delivery)
    {
        var why = DeliveryReasons.Say(delivery.State, delivery.Reason);
        var at = delivery.FinishedAt;
        return delivery.State switch
        {
            DeliveryState.Pending => new(delivery.NotBefore, delivery.NotBefore is null ? "排队等着发" : "到这时再试", why, StepTone.Now),
            DeliveryState.Sent => null,
            DeliveryState.Delivered => new(at, "送到手机上了", null, StepTone.Good),
            DeliveryState.NotFollowing => new(at, "没有推送：对方没有关注", why, StepTone.Waiting),
            DeliveryState.OverDailyLimit => new(at, "没有推送：当天的消息太多", why, StepTone.Past),
            DeliveryState.RefusedByUser or DeliveryState.Blocked => new(at, "对方不收", why, StepTone.Waiting),
            DeliveryState.Unknown => new(at, "停下来，等人确认", why, StepTone.Waiting),
            DeliveryState.Refused => new(at, "微信拒绝了", why, StepTone.Bad),
            DeliveryState.Failed => new(at, "微信没送到", why, StepTone.Bad),
            _ => new(at, "不再试了", why, StepTone.Bad),
        };
    }
}
