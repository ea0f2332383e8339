using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

/// <summary>One accepted prompt is one message: counted once, taken once, whoever tells of it and how often.</summary>
public class SubscriptionTests(House house) : Slice(house)
{
    private const string Key = "plan_assigned", Somebody = "oSomebody";
    // Today's, for words older than a day are forgotten.
    private static readonly DateTimeOffset Noon = new(DateTime.UtcNow.Date.AddHours(4), TimeSpan.Zero);

    [Fact]
    public async Task What_the_phone_says_it_accepted_is_counted_once_however_often_it_repeats_it()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var template = await Template(mobile);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.NoContent, (await mobile.Post("/subscriptions", new { accepted = new[] { template } }, key: "tap-1")).Status);
        Assert.Equal(1, await RemainingOf(mobile));
        await mobile.Post("/subscriptions", new { accepted = new[] { template } }, key: "tap-2");
        Assert.Equal(2, await RemainingOf(mobile));
    }

    [Fact]
    public async Task The_same_request_ten_times_at_once_counts_once()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var template = await Template(mobile);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => mobile.Post("/subscriptions", new { accepted = new[] { template } }, key: "one-tap")));
        Assert.Equal(1, await RemainingOf(mobile));
    }

    [Fact]
    public async Task The_phone_and_WeChat_telling_of_the_same_tap_count_once_and_of_two_taps_twice()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var template = await Template(mobile);
        await House.Sandbox.Post("people/sh-operator/accept", new { templateId = template, times = 1 });
        await House.System.CallbacksApplied();
        Assert.Equal(1, await RemainingOf(mobile));
        await mobile.Post("/subscriptions", new { accepted = new[] { template } });
        Assert.Equal(1, await RemainingOf(mobile));
        await mobile.Post("/subscriptions", new { accepted = new[] { template } });
        Assert.Equal(2, await RemainingOf(mobile));
    }

    [Fact]
    public async Task Words_that_lie_further_apart_than_one_tap_are_two_taps()
    {
        await Told(OptInSource.MiniProgram, "a", Noon);
        await Told(OptInSource.Popup, "b", Noon.AddMinutes(3));
        Assert.Equal(2, await Remaining());
    }

    [Fact]
    public async Task Both_tellers_at_the_same_moment_count_once()
    {
        for (var i = 0; i < 5; i++)
        {
            var at = Noon.AddMinutes(10 * i);
            await Task.WhenAll(Told(OptInSource.MiniProgram, $"phone-{i}", at), Told(OptInSource.Popup, $"event-{i}", at));
        }
        Assert.Equal(5, await Remaining());
    }

    [Fact]
    public async Task Ten_who_take_at_once_get_what_is_there_and_no_more()
    {
        for (var i = 0; i < 3; i++) await Told(OptInSource.MiniProgram, $"{i}", Noon);
        var took = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => With(s => s.Take(Somebody, Key))));
        Assert.Equal(3, took.Count(t => t));
        Assert.Equal(0, await Remaining());
    }

    [Fact]
    public async Task What_is_taken_in_a_transaction_that_fails_is_still_there()
    {
        await Told(OptInSource.MiniProgram, "1", Noon);
        await House.InDatabase(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.True(await new WeChatService.ServiceAccounts.Subscriptions.SubscriptionBook(db, new Ids(House.Time), House.Time).Take(Somebody, Key, default));
            return 0;
        });
        Assert.Equal(1, await Remaining());
    }

    [Fact]
    public async Task Switching_the_messages_off_in_the_settings_leaves_nothing_to_take()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var template = await Template(mobile);
        await mobile.Post("/subscriptions", new { accepted = new[] { template } });
        await House.Sandbox.Post("people/sh-operator/switch", new { templateId = template, on = false });
        await House.System.CallbacksApplied();
        Assert.Equal(0, await RemainingOf(mobile));
    }

    [Fact]
    public async Task A_template_that_is_not_ours_is_refused()
    {
        var mobile = await House.MiniProgram("sh-operator");
        (await mobile.Post("/subscriptions", new { accepted = new[] { "made-up" } })).ShouldRefuse("subscription.template_unknown", status: 400);
    }

    [Fact]
    public async Task Nobody_signed_in_counts_nothing() =>
        (await House.Anonymous("miniprogram").Post("/subscriptions", new { accepted = Array.Empty<string>() })).ShouldRefuse("session.missing", status: 401);

    private static async Task<string> Template(Caller mobile) => (await mobile.Get("/subscriptions")).ShouldBeOk().Json.EnumerateArray()
        .Single(t => t.GetProperty("key").GetString() == Key).GetProperty("templateId").GetString()!;

    private static async Task<int> RemainingOf(Caller mobile) => (await mobile.Get("/subscriptions")).ShouldBeOk().Json.EnumerateArray()
        .Single(t => t.GetProperty("key").GetString() == Key).GetProperty("remaining").GetInt32();

    private Task<int> Remaining() => With(s => s.Remaining(Somebody, Key));

    private Task<int> Told(OptInSource source, string tap, DateTimeOffset at) => With(async s =>
    {
        await s.Accepted(Somebody, Key, source, tap, at);
        return 0;
    });

    private async Task<T> With<T>(Func<ISubscriptions, Task<T>> act)
    {
        await using var scope = House.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        return await act(scope.ServiceProvider.GetRequiredService<ISubscriptions>());
    }
}
