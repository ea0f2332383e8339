using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WeChatService.Messaging;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Pipeline.Tests.Push;

/// <summary>Quotas and rests: nobody's attempt is burnt by what concerns the whole account.</summary>
public sealed class RestTests : IAsyncLifetime
{
    private readonly PushRig rig = new();

    public Task InitializeAsync() => rig.InitializeAsync();

    public Task DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task After_45009_the_quota_is_known_and_the_account_goes_on_when_its_rest_ends()
    {
        await rig.Worker();
        await rig.Announce(10);
        await rig.Until((DeliveryState.Sent, 10));
        Assert.True(await rig.Becomes(() => rig.Database.Ask<int>("select sent_today from push_account where account = 'Agency'"), 10), "never reported");
        rig.Sink.Answers = _ => SinkAnswer.QuotaReached;
        await rig.Announce(4);
        Assert.True(await rig.Becomes(() => rig.Database.Ask<bool>("select coalesce(rests_until > now() + interval '1 second', false) from push_account where account = 'Agency'"), true));
        Assert.Equal(10, await rig.Database.Ask<int>("select learned_quota from push_account where account = 'Agency'"));

        // As at midnight: the new day tries twice as much, since WeChat has also said so far too early.
        rig.Sink.Answers = _ => SinkAnswer.Ok;
        await rig.Database.Do("update push_account set rests_until = now(), day = day - 1");

        await rig.Until((DeliveryState.Sent, 14));
        Assert.Equal(0, await rig.Database.Ask<int>("select max(failures) from delivery"));
        Assert.Equal(20, await rig.Database.Ask<int>("select learned_quota from push_account where account = 'Agency'"));
    }

    [Fact]
    public async Task A_quota_that_WeChat_gave_back_ends_the_rest_at_once()
    {
        var worker = await rig.Worker();
        rig.Sink.Answers = _ => SinkAnswer.QuotaReached;
        await rig.Announce(3);
        Assert.True(await rig.Becomes(() => rig.Database.Ask<bool>("select coalesce(rests_until > now(), false) from push_account where account = 'Agency'"), true));
        rig.Sink.Answers = _ => SinkAnswer.Ok;

        await worker.Accounts.QuotaGivenBack(ServiceAccountKind.Agency, CancellationToken.None);

        await rig.Until((DeliveryState.Sent, 3));
        Assert.True(await rig.Database.Ask<bool>("select learned_quota is null from push_account where account = 'Agency'"));
    }

    [Fact]
    public async Task The_last_of_the_days_quota_is_kept_for_urgent_messages()
    {
        await rig.Database.Do("update push_account set sent_today = 95, day = (now() at time zone 'Asia/Shanghai')::date");
        await rig.Worker(PushRig.Impatient with { DailyQuota = 100, UrgentShare = 0.1 });
        await Task.Delay(1_500); // one beat: how the accounts stand is known
        await rig.Announce(5);
        await rig.Announce(2, template: "consent_decided");

        await rig.Until((DeliveryState.Sent, 2), (DeliveryState.Pending, 5));
        await rig.Database.Do("update push_account set sent_today = 0");

        await rig.Until((DeliveryState.Sent, 7));
    }

    [Fact]
    public async Task After_45011_the_account_pauses_and_nothing_is_burnt()
    {
        var asked = 0;
        rig.Sink.Answers = _ => Interlocked.Increment(ref asked) == 1 ? SinkAnswer.TooFast : SinkAnswer.Ok;
        await rig.Worker();

        await rig.Announce(1);

        await rig.Until((DeliveryState.Sent, 1));
        var first = await rig.Database.Ask<double>("select extract(epoch from sent_at - created_at)::float8 from delivery");
        Assert.True(first >= PushRig.Impatient.TooFastRest.TotalSeconds, $"only {first} s");
        Assert.Equal((2, 0), (rig.Sink.Requests, await rig.Database.Ask<int>("select failures from delivery")));
    }

    [Fact]
    public async Task Every_attempt_is_counted_by_account_outcome_and_errcode()
    {
        var counted = new ConcurrentBag<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (instrument.Meter.Name == PushMetrics.MeterName && instrument.Name == "push.sent")
            {
                me.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Add($"{value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.Start();
        rig.Sink.Answers = request => request.OpenId == "o0" ? SinkAnswer.BadOpenId : SinkAnswer.Ok;
        await rig.Worker();

        await rig.Announce(3);

        await rig.Until((DeliveryState.Refused, 1), (DeliveryState.Sent, 2));
        Assert.True(await rig.Becomes(() => Task.FromResult(counted.Count), 3));
        Assert.Equal(["1 Agency Refused 40003", "1 Agency Sent 0", "1 Agency Sent 0"], counted.Order());
    }
}
