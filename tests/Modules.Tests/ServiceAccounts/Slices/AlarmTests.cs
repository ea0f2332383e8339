using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Alarms;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class AlarmTests(House house) : IClassFixture<House>
{
    private const string Path = "/cgi-bin/stable_token";

    [Fact]
    public async Task An_address_that_WeChat_does_not_list_is_an_open_alarm_and_degrades_health_until_it_works_again()
    {
        await house.Renew();
        await house.Sandbox.Post("accounts/owner/token", new { action = "invalidate" });
        await house.Sandbox.Post("accounts/owner/ip-list", new { addresses = new[] { "203.0.113.9" } });
        await house.SqlAsAdmin("delete from wechat_token");
        await Assert.ThrowsAsync<WeChatMisconfigured>(Issue);
        var alarm = Assert.Single(await Open());
        Assert.Equal((ServiceAccountKind.Owner, 40164, Path), (alarm.Account, alarm.ErrCode, alarm.Path));
        Assert.Contains("127.0.0.1", alarm.What);
        Assert.Equal("Degraded", (await house.Anonymous().Get("/wechat/../health")).ShouldBeOk().Text);

        await house.Sandbox.Post("accounts/owner/ip-list", new { addresses = (string[]?)null });
        await Issue();
        Assert.Empty(await Open());
        Assert.Equal("Healthy", (await house.Anonymous().Get("/wechat/../health")).ShouldBeOk().Text);
        Assert.Equal(1, await house.Value<long>("select count(*) from service_account_alarm where cleared_at is not null"));
    }

    [Fact]
    public async Task Many_refusals_at_many_processes_are_one_alarm_that_counts()
    {
        await house.Renew();
        AlarmBell[] processes = [Bell(), Bell(), Bell()];
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => processes[i % 3].Ring(ServiceAccountKind.Agency, 40125, Path, "请改密钥。")));
        // Each process writes its first one at once and counts the rest for later.
        Assert.Equal(3, Assert.Single(await Open()).Count);
    }

    [Fact]
    public async Task A_process_that_sees_it_work_clears_what_another_one_rang_and_a_new_refusal_is_a_new_alarm()
    {
        await house.Renew();
        await Bell().Ring(ServiceAccountKind.Agency, 48001, "/a", "请开通。");
        await Bell().Ring(ServiceAccountKind.Agency, 48001, "/b", "请开通。");
        var other = Bell();
        await other.Works(ServiceAccountKind.Agency, "/a");
        Assert.Equal("/b", Assert.Single(await Open()).Path);
        await other.Ring(ServiceAccountKind.Agency, 48001, "/a", "请开通。");
        Assert.Equal(2, (await Open()).Count);
        Assert.Equal(3, await house.Value<long>("select count(*) from service_account_alarm"));
    }

    private Task Issue() => house.Services.GetRequiredService<IQrCodeIssuer>().Issue(ServiceAccountKind.Owner, "scene", TimeSpan.FromHours(1), default);

    private AlarmBell Bell() => new(house.Services.GetRequiredService<IServiceScopeFactory>(), house.Services.GetRequiredService<Ids>(), house.Time, NullLogger<AlarmBell>.Instance);

    private async Task<IReadOnlyList<ServiceAccountAlarm>> Open()
    {
        await using var scope = house.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IServiceAccountAlarms>().Open();
    }
}
