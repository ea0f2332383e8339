using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class FollowerImportTests(House house) : Slice(house)
{
    [Fact]
    public async Task Everybody_who_follows_already_is_taken_in_page_by_page_and_the_known_ones_are_joined()
    {
        await House.MiniProgram("sh-operator");
        await House.Phone("sh-operator").Follow("agency");
        await House.SqlAsAdmin("delete from job; delete from outbox_event; delete from follower where account = 'Agency'");
        await House.Sandbox.Post("accounts/agency/crowd", new { count = 230 });
        await House.Sandbox.Post("accounts/agency/page-size", new { size = 100 });

        var done = await Import();
        Assert.Equal((231, 1, 0), (done.Known, done.Joined, done.Gone));
        Assert.Equal(231, await House.InDatabase(db => db.Set<Follower>().CountAsync(f => f.Account == ServiceAccountKind.Agency && f.Subscribed)));
        Assert.Equal(1, await House.InDatabase(db => db.Set<Follower>().CountAsync(f => f.Account == ServiceAccountKind.Agency && f.SubjectId != null)));

        Assert.Equal((231, 0, 0), await Import() is var again ? (again.Known, again.Joined, again.Gone) : default);
    }

    [Fact]
    public async Task Whoever_left_without_our_being_told_is_let_go()
    {
        await House.Phone("sh-lead").Follow("agency");
        await House.SqlAsAdmin("insert into follower (id, account, open_id, subscribed, first_seen_at) values (gen_random_uuid(), 'Agency', 'oGone', true, now())");
        var done = await Import();
        Assert.Equal((1, 1), (done.Known, done.Gone));
        Assert.False(await House.Value<bool>("select subscribed from follower where open_id = 'oGone'"));
        Assert.Equal(1, await House.InDatabase(db => db.Set<Follower>().CountAsync(f => f.Account == ServiceAccountKind.Agency && f.Subscribed)));
    }

    [Fact]
    public async Task A_run_that_WeChat_broke_off_lets_nobody_go()
    {
        await House.Phone("sh-lead").Follow("agency");
        await House.SqlAsAdmin("insert into follower (id, account, open_id, subscribed, first_seen_at) values (gen_random_uuid(), 'Agency', 'oPerhaps', true, now())");
        await House.Sandbox.Fault("wechat", "down", path: "/cgi-bin/user/info/batchget");
        await Assert.ThrowsAsync<WeChatUnavailable>(Import);
        await House.Sandbox.ClearFaults();
        Assert.True(await House.Value<bool>("select subscribed from follower where open_id = 'oPerhaps'"));
    }

    private Task<FollowersImported> Import() => House.Services.GetRequiredService<IImportFollowers>().Run(ServiceAccountKind.Agency, null, default);
}
