using WeChatService.Messaging;
using WeChatService.Messaging.Ports;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Pipeline.Tests.Push;

/// <summary>What follows from an outcome, without any service.</summary>
public sealed class FindingTests
{
    private static readonly PushOptions Options = new();

    [Theory]
    [InlineData(0, 2, 2.5)]
    [InlineData(3, 120, 150)]
    [InlineData(7, 21_600, 27_000)]
    internal void Pauses_grow_by_plan_with_a_quarter_of_jitter(int failuresBefore, double from, double to)
    {
        var finding = Finding.Of(Claimed(failuresBefore), new SendOutcome.RetryAfter(TimeSpan.Zero), Options);

        Assert.Equal(DeliveryState.Pending, finding.State);
        Assert.InRange(finding.Pause!.Value.TotalSeconds, from, to);
    }

    [Fact]
    public void WeChats_own_pause_is_kept_when_it_is_the_longer_one()
    {
        var finding = Finding.Of(Claimed(0), new SendOutcome.RetryAfter(TimeSpan.FromMinutes(5)), Options);

        Assert.Equal(TimeSpan.FromMinutes(5), finding.Pause);
    }

    [Theory]
    [InlineData(false, DeliveryState.Dead)]
    [InlineData(true, DeliveryState.Unknown)]
    internal void After_the_plan_a_delivery_is_dead_unless_it_may_have_been_sent(bool wasUncertain, DeliveryState expected)
    {
        var claimed = Claimed(PushOptions.DefaultPlan.Length) with { WasUncertain = wasUncertain };

        Assert.Equal(expected, Finding.Of(claimed, new SendOutcome.RetryAfter(TimeSpan.Zero), Options).State);
    }

    [Fact]
    public void Repeats_end_before_WeChat_forgets_the_message() => Assert.True(Options.RepeatWindow + Options.SendDeadline < TimeSpan.FromMinutes(10));

    [Fact]
    public void The_persons_own_refusal_is_told_from_WeChats()
    {
        Assert.Equal(DeliveryState.RefusedByUser, Finding.Of(Claimed(0), new SendOutcome.Refused("43101 (rid-1)"), Options).State);
        Assert.Equal(DeliveryState.Refused, Finding.Of(Claimed(0), new SendOutcome.Refused("43019 (rid-1)"), Options).State);
    }

    [Fact]
    public void A_mini_programs_lost_answer_is_parked_since_WeChat_would_show_the_repeat()
    {
        var notice = new NoticeToSend(Guid.CreateVersion7(), ServiceAccountKind.MiniProgram, "o", "task_submitted", [], null);

        Assert.Equal(DeliveryState.Unknown, Finding.Of(new ClaimedDelivery(notice, 0), new SendOutcome.Unknown("reset"), Options).State);
    }

    [Theory]
    [InlineData("43004", 43004)]
    [InlineData("-1 (rid-2)", -1)]
    [InlineData("47003 (rid-3) data.thing1", 47003)]
    [InlineData("no answer within 6 s", null)]
    [InlineData(null, null)]
    public void The_errcode_is_read_from_the_beginning_of_a_reason(string? reason, int? errcode) => Assert.Equal(errcode, DeliveryReasons.ErrcodeOf(reason));

    [Fact]
    public void Every_state_in_trouble_has_a_sentence()
    {
        DeliveryState[] trouble =
        [
            DeliveryState.RefusedByUser, DeliveryState.Blocked, DeliveryState.Refused, DeliveryState.NotFollowing,
            DeliveryState.Unknown, DeliveryState.Dead, DeliveryState.OverDailyLimit, DeliveryState.Failed,
        ];

        Assert.All(trouble, state => Assert.False(string.IsNullOrEmpty(DeliveryReasons.Say(state, null))));
        Assert.Null(DeliveryReasons.Say(DeliveryState.Sent, null));
        Assert.Contains("拉黑", DeliveryReasons.Say(DeliveryState.Refused, "43019 (rid)"));
    }

    private static ClaimedDelivery Claimed(int failures)
    {
        return new ClaimedDelivery(new NoticeToSend(Guid.CreateVersion7(), ServiceAccountKind.Agency, "o", "task_submitted", [], null), failures);
    }
}
