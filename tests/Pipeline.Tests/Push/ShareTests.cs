using WeChatService.Messaging;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Push;

/// <summary>Who goes before whom. Counted in messages, not in seconds: a slow machine changes nothing.</summary>
public sealed class ShareTests : IAsyncLifetime
{
    private const int Window = 1_000;

    private static readonly PushOptions FiveHundredASecond = PushRig.Impatient with { PerSecond = 500, Burst = 100, Window = Window };

    private readonly PushRig rig = new();

    public Task InitializeAsync() => rig.InitializeAsync();

    public Task DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task Fifty_thousand_notices_of_one_agency_do_not_delay_anothers_single_one()
    {
        await rig.Pile(50_000, Guid.CreateVersion7());
        await rig.Worker(FiveHundredASecond);
        Assert.True(await rig.Becomes(() => Task.FromResult(rig.Sink.Requests > 200), true), "never began");

        Assert.InRange(await SentBeforeAFresh("task_submitted"), 0, 3 * Window);
    }

    [Fact, Rule("NTF-01")]
    public async Task A_request_for_consent_overtakes_whatever_waits()
    {
        await rig.Pile(20_000, Guid.CreateVersion7());
        await rig.Worker(FiveHundredASecond);
        Assert.True(await rig.Becomes(() => Task.FromResult(rig.Sink.Requests > 200), true), "never began");

        // The leader's look for it is all it waits for: less than what already lies in the window.
        Assert.InRange(await SentBeforeAFresh("consent_requested"), 0, Window - 1);
    }

    [Fact]
    public async Task Agencies_with_large_backlogs_take_turns()
    {
        Guid[] agencies = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var agency in agencies)
        {
            await rig.Pile(3_000, agency);
        }

        await rig.Worker(FiveHundredASecond);
        Assert.True(await rig.Becomes(() => Task.FromResult(rig.Sink.Requests > 1_500), true), "never began");

        var sent = await rig.Database.Ask<int[]>("""
            select array_agg(count order by count) from (select count(*)::int from delivery where state = 'Sent' group by agency_id) c
            """);
        Assert.Equal(3, sent.Length);
        Assert.InRange(sent[^1] - sent[0], 0, Window);
    }

    /// <summary>How many others went out between its commit and itself.</summary>
    private async Task<int> SentBeforeAFresh(string template)
    {
        var id = (await rig.Announce(1, template: template, agency: Guid.CreateVersion7()))[0].ToString("N");
        var committed = rig.Sink.Requests;
        Assert.True(await rig.Becomes(() => Task.FromResult(rig.Sink.Effects.Contains(id)), true), "never came");
        return Math.Max(0, rig.Sink.Seen.TakeWhile(request => request.ClientMsgId != id).Count() - committed);
    }
}
