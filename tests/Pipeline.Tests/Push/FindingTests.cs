using WeChatService.Messaging;
using WeChatService.Messaging.Ports;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Pipeline.Tests.Push;

/// <summary>What follows from an outcome, without any service.</summary>
public sealed class FindingTests
{
    private static readonly PushOptions Options = new();
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 6, 7, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-20T15:59:59Z", 1)]
    [InlineData("2026-11-20T16:00:00Z", 86_400)]
    [InlineData("2026-11-20T06:07:00Z", 35_580)]
    public void A_used_up_quota_waits_for_midnight_in_Shanghai(string now, double seconds)
    {
        var wait = Finding.UntilMidnight(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        Assert.InRange(wait.TotalSeconds, seconds, seconds + 120);
    }

    [Theory]
    [InlineData(0, 2, 2.5)]
    [InlineData(3, 120, 150)]
    [InlineData(7, 21_600, 27_000)]
    internal void Pauses_grow_by_plan_with_a_quarter_of_jitter(int failuresBefore, double from, double to)
    {
        var finding = Finding.Of(Claimed(failuresBefore), new SendOutcome.RetryAfter(TimeSpan.Zero), Options, Now);

        Assert.Equal(DeliveryState.Pending, finding.State);
        Assert.InRange(finding.Pause!.Value.TotalSeconds, from, to);
    }

    [Fact]
    public void WeChats_own_pause_is_kept_when_it_is_the_longer_one()
    {
        var finding = Finding.Of(Claimed(0), new SendOutcome.RetryAfter(TimeSpan.FromMinutes(5)), Options, Now);

        Assert.Equal(TimeSpan.FromMinutes(5), finding.Pause);
    }

    [Theory]
    [InlineData(false, DeliveryState.Dead)]
    [InlineData(true, DeliveryState.Unknown)]
    internal void After_the_plan_a_delivery_is_dead_unless_it_may_have_been_sent(bool wasUncertain, DeliveryState expected)
    {
        var claimed = Claimed(Options.Plan.Count) with { WasUncertain = wasUncertain };

        Assert.Equal(expected, Finding.Of(claimed, new SendOutcome.RetryAfter(TimeSpan.Zero), Options, Now).State);
    }

    [Fact]
    public void The_lease_outlives_a_send_that_uses_up_its_deadline() => Assert.True(Options.Lease > Options.SendDeadline);

    [Fact]
    public void Repeats_end_before_WeChat_forgets_the_message() => Assert.True(Options.RepeatWindow + Options.SendDeadline < TimeSpan.FromMinutes(10));

    private static ClaimedDelivery Claimed(int failures)
    {
        return new ClaimedDelivery(new NoticeToSend(Guid.CreateVersion7(), ServiceAccountKind.Agency, "o", "task_submitted", [], null), failures);
    }
}
