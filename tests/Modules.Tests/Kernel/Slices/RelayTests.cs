using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>What is committed is told, once in effect, whatever breaks on the way.</summary>
public sealed class RelayTests(House house) : IClassFixture<House>, IAsyncLifetime
{
    public sealed record Rang(string Word) : IEvent;

    /// <summary>Leaves an audit entry for each word, in the relay's transaction; chokes on the words it is told to.</summary>
    private sealed class Writer(AppDb db, Ids ids, Choking choking) : IHandle<Rang>, IHandleAtOnce<Rang>
    {
        public Task Handle(Rang happened, CancellationToken ct)
        {
            db.Audit("test.rang", "Test", ids.Next(), happened.Word);
            return choking.On == happened.Word ? throw new InvalidOperationException($"cannot swallow {happened.Word}") : Task.CompletedTask;
        }
    }

    private sealed class Choking { public string? On { get; set; } }

    private readonly Choking _choking = new();

    public Task InitializeAsync() => house.Renew(World.Empty, role: "api");
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_failing_handler_backs_off_and_holds_up_no_other_event()
    {
        await using var stage = Stage(later: true);
        _choking.On = "bad";
        await stage.Save(db =>
        {
            foreach (var word in new[] { "one", "bad", "two", "three" })
            {
                db.Announce(new Rang(word));
            }
        });

        await stage.TellAll();

        Assert.Equal(["one", "three", "two"], await Told());
        Assert.Equal((1, true), await Waiting());
        Assert.Equal(0, await stage.Relay.TellDue(CancellationToken.None));
        Assert.Contains("cannot swallow bad", await house.Value<string>("select last_error from outbox_event"), StringComparison.Ordinal);

        // Waits 2, 4, 8 … seconds.
        house.Time.Advance(TimeSpan.FromSeconds(2.1));
        await stage.TellAll();
        Assert.Equal((2, true), await Waiting());
        house.Time.Advance(TimeSpan.FromSeconds(2.1));
        await stage.TellAll();
        Assert.Equal((2, true), await Waiting());

        _choking.On = null;
        house.Time.Advance(TimeSpan.FromSeconds(2.1));
        await stage.TellAll();
        Assert.Equal(["bad", "one", "three", "two"], await Told());
        Assert.Equal(0, await house.Value<long>("select count(*) from outbox_event"));
    }

    [Fact]
    public async Task Two_relays_at_once_tell_each_event_once()
    {
        await using var first = Stage(later: true);
        await using var second = Stage(later: true);
        await first.Save(db =>
        {
            for (var i = 0; i < 120; i++)
            {
                db.Announce(new Rang($"{i}"));
            }
        });

        await Task.WhenAll(first.TellAll(), second.TellAll());
        await first.TellAll();

        Assert.Equal(120, (await Told()).Count);
        Assert.Equal(120, (await Told()).Distinct().Count());
        Assert.Null(await house.InDatabase(db => AuditTrail.FirstBreak(db, "house", CancellationToken.None)));
    }

    [Fact]
    public async Task What_must_hold_at_once_is_saved_with_its_cause_or_neither_is()
    {
        await using var stage = Stage(later: false);
        _choking.On = "bad";

        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Save(db => db.Announce(new Rang("bad"))));
        Assert.Equal(0, await house.Value<long>("select count(*) from outbox_event"));
        Assert.Empty(await Told());

        await stage.Save(db => db.Announce(new Rang("good")));
        Assert.Equal(["good"], await Told());
    }

    [Fact, Rule("NTF-02")]
    public async Task An_event_that_nobody_told_before_the_service_stopped_is_told_after_it_starts_again()
    {
        await house.Renew(role: "api");
        using var lead = await house.Agency("sh-lead");
        var plan = (await lead.Post("/plans", new { projectId = Demo.Id("project", "shanghai-main"), kind = "Month", month = ChinaMonth.Of(house.Time.GetUtcNow()).ToString() })).ShouldBeOk().Id;
        var facility = (await lead.Get($"/plans/{plan}")).ShouldBeOk()["facilities"][0].GetProperty("classCode").GetString();
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes = new[] { facility }, personId = Demo.Id("person", "sh-operator") })).ShouldBeOk();
        Assert.Equal(1, await house.Value<long>("select count(*) from outbox_event where type = 'plans.assigned'"));
        Assert.Equal(0, await house.Value<long>("select count(*) from notice"));

        await house.Restart();
        await house.Settled();

        Assert.Equal(0, await house.Value<long>("select count(*) from outbox_event"));
        Assert.Equal(1, await house.Value<long>("select count(*) from notice"));
    }

    private Backstage Stage(bool later) => new(house, services =>
    {
        services.AddSingleton(_choking).AddEvent<Rang>("test.rang");
        _ = later ? services.AddHandler<Rang, Writer>() : services.AddHandlerAtOnce<Rang, Writer>();
    });

    private Task<List<string>> Told() => house.InDatabase(db => db.Set<AuditEntry>().Where(e => e.Act == "test.rang").Select(e => e.Summary).OrderBy(w => w).ToListAsync());

    private async Task<(int Attempts, bool Later)> Waiting() => (
        await house.Value<int>("select attempts from outbox_event"),
        await house.Value<DateTime>("select next_try_at from outbox_event") > house.Time.GetUtcNow().UtcDateTime);
}
