using Microsoft.Extensions.DependencyInjection;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class TokenStoreTests(House house) : IClassFixture<House>
{
    private ITokenStore Store => house.Services.GetRequiredService<ITokenStore>();

    [Fact]
    public async Task Of_many_who_want_to_renew_one_may()
    {
        var got = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Store.TryLease("many", Guid.NewGuid(), TimeSpan.FromSeconds(30), default)));
        Assert.Single(got, true);
    }

    [Fact]
    public async Task A_lease_ends_by_itself_and_its_late_holder_changes_nothing()
    {
        var (late, next) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.True(await Store.TryLease("late", late, TimeSpan.FromMilliseconds(50), default));
        await Task.Delay(120);
        Assert.True(await Store.TryLease("late", next, TimeSpan.FromSeconds(30), default));
        Assert.False(await Store.Keep("late", late, Token("old"), default));
        Assert.True(await Store.Keep("late", next, Token("new"), default));
        Assert.Equal("new", (await Store.Read("late", default))!.Value);
    }

    [Fact]
    public async Task The_old_value_stays_readable_while_somebody_renews_it()
    {
        var holder = Guid.NewGuid();
        await Store.TryLease("overlap", holder, TimeSpan.FromSeconds(30), default);
        await Store.Keep("overlap", holder, Token("first"), default);
        Assert.True(await Store.TryLease("overlap", Guid.NewGuid(), TimeSpan.FromSeconds(30), default));
        Assert.Equal("first", (await Store.Read("overlap", default))!.Value);
    }

    [Fact]
    public async Task The_database_holds_no_readable_token()
    {
        var holder = Guid.NewGuid();
        await Store.TryLease("sealed", holder, TimeSpan.FromSeconds(30), default);
        await Store.Keep("sealed", holder, Token("80_very-secret"), default);
        Assert.Equal(0, await house.Value<long>("select count(*) from wechat_token where position('very-secret'::bytea in value) > 0"));
    }

    private static HeldToken Token(string value)
    {
        var now = DateTimeOffset.UtcNow;
        return new(value, now.AddHours(1), now.AddHours(2));
    }
}
