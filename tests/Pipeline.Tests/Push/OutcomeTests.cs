using WeChatService.Messaging;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Push;

public sealed class OutcomeTests : IAsyncLifetime
{
    private readonly PushRig rig = new();

    public Task InitializeAsync() => rig.InitializeAsync();

    public Task DisposeAsync() => rig.DisposeAsync();

    [Fact, Rule("NTF-15")]
    public async Task Whoever_does_not_follow_is_marked_and_never_sent_again()
    {
        rig.Sink.Answers = _ => SinkAnswer.NotFollowing;
        await rig.Worker();
        await rig.Announce(3);
        await rig.Until((DeliveryState.NotFollowing, 3));

        rig.Sink.Answers = _ => SinkAnswer.Ok;
        await Task.Delay(1_500);

        Assert.Equal(3, rig.Sink.Requests);
    }

    [Fact]
    public async Task A_refusal_is_final_at_the_first_try_and_blocks_no_other()
    {
        rig.Sink.Answers = request => request.OpenId == "o0" ? SinkAnswer.BadOpenId : SinkAnswer.Ok;
        await rig.Worker();

        await rig.Announce(5);

        await rig.Until((DeliveryState.Refused, 1), (DeliveryState.Sent, 4));
        Assert.Equal("40003", await rig.Database.Ask<string>("select reason from delivery where state = 'Refused'"));
        Assert.Equal(5, rig.Sink.Requests);
    }

    [Fact]
    public async Task A_busy_WeChat_is_asked_again_by_plan_with_the_same_id()
    {
        var asked = 0;
        rig.Sink.Answers = _ => Interlocked.Increment(ref asked) <= 2 ? SinkAnswer.Busy : SinkAnswer.Ok;
        await rig.Worker();

        await rig.Announce(1);

        await rig.Until((DeliveryState.Sent, 1));
        Assert.Single(rig.Sink.Seen.Select(of => of.ClientMsgId).Distinct());
        Assert.Equal((3, 2), (rig.Sink.Requests, await rig.Database.Ask<int>("select failures from delivery")));
    }

    [Fact]
    public async Task When_the_plan_is_used_up_the_delivery_is_dead_and_says_why()
    {
        rig.Sink.Answers = _ => SinkAnswer.Busy;
        await rig.Worker();

        await rig.Announce(1);

        await rig.Until((DeliveryState.Dead, 1));
        Assert.Equal(PushRig.Impatient.Plan.Length + 1, rig.Sink.Requests);
        Assert.Equal("not taken by WeChat", await rig.Database.Ask<string>("select reason from delivery"));
    }

    [Fact]
    public async Task A_used_up_quota_rests_one_account_until_midnight_and_burns_no_attempt()
    {
        rig.Sink.Answers = request => request.Account == "Agency" ? SinkAnswer.QuotaReached : SinkAnswer.Ok;
        await rig.Worker();
        await rig.Announce(3);
        await rig.Announce(20, ServiceAccountKind.Owner);

        await rig.Until((DeliveryState.Sent, 20), (DeliveryState.Pending, 3));
        var untouched = await rig.Database.Ask<long>("""
            select count(*) from delivery where state = 'Pending' and failures = 0 and crashes = 0 and uncertain_since is null and not_before is null
            """);
        var rests = await rig.Database.Ask<string>("""
            select to_char(rests_until at time zone 'Asia/Shanghai', 'HH24:MI:SS') || ' ' || (rests_until - now() < interval '24 hours') || ' ' || rest_reason
            from push_account where account = 'Agency'
            """);

        Assert.Equal((3, "00:00:00 true 45009"), (untouched, rests));
    }

    [Fact]
    public async Task Our_own_misconfiguration_burns_no_attempt_and_heals()
    {
        rig.Sink.Answers = _ => SinkAnswer.WrongAddress;
        await rig.Worker();
        await rig.Announce(2);
        await Task.Delay(1_500);

        rig.Sink.Answers = _ => SinkAnswer.Ok;

        await rig.Until((DeliveryState.Sent, 2));
        Assert.Equal(0, await rig.Database.Ask<int>("select max(failures) from delivery"));
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_asked_for_again_and_the_person_sees_one_message()
    {
        var lost = 0;
        rig.Sink.Answers = _ => Interlocked.Increment(ref lost) <= 5 ? SinkAnswer.TakenButSilent : SinkAnswer.Ok;
        await rig.Worker();

        await rig.Announce(5);

        await rig.Until((DeliveryState.Sent, 5));
        Assert.Equal((10, 5), (rig.Sink.Requests, rig.Sink.Effects.Count));
    }

    [Fact]
    public async Task Under_the_policy_park_a_lost_answer_is_parked_at_once()
    {
        rig.Sink.Answers = _ => SinkAnswer.TakenButSilent;
        await rig.Worker(PushRig.Impatient with { Unknown = UnknownPolicy.Park });
        await rig.Announce(2);

        await rig.Until((DeliveryState.Unknown, 2));
        await Task.Delay(1_000);

        Assert.Equal(2, rig.Sink.Requests);
    }

    [Fact]
    public async Task An_uncertain_delivery_older_than_WeChats_window_is_parked_not_repeated()
    {
        await rig.Announce(2);
        await rig.Database.Do("""
            update delivery set uncertain_since = now() - interval '11 minutes', crashes = 1
            """);

        await rig.Worker();

        await rig.Until((DeliveryState.Unknown, 2));
        Assert.Equal(0, rig.Sink.Requests);
    }

    [Fact]
    public async Task A_clean_failure_does_not_forget_an_earlier_lost_answer()
    {
        var asked = 0;
        rig.Sink.Answers = _ => Interlocked.Increment(ref asked) == 1 ? SinkAnswer.TakenButSilent : SinkAnswer.Busy;
        await rig.Worker();

        await rig.Announce(1);

        // Dead would say: surely not sent. It may have been.
        await rig.Until((DeliveryState.Unknown, 1));
    }
}
