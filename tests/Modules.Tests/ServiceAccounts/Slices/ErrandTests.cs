using Microsoft.Extensions.DependencyInjection;
using WeChatService.Host;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.TestKit;
using House = WeChatService.TestKit.House;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

/// <summary>scripts/wechat, without the shell around it.</summary>
public class ErrandTests(House house) : Slice(house)
{
    [Fact]
    public async Task A_house_that_is_set_up_has_nothing_to_mend()
    {
        foreach (var account in (string[])["agency", "owner"]) Assert.Equal(0, (await Run("menus", "--account", account, "--apply")).Code);
        await House.Phone("sh-lead").Follow("agency");
        var (code, says) = await Run("doctor", "--account", "agency");
        Assert.DoesNotContain("WRONG", says);
        foreach (var check in (string[])["credentials", "clock", "callback", "templates", "menu", "unionid", "quota"])
            Assert.Contains(says.Split('\n'), line => line.StartsWith("ok ", StringComparison.Ordinal) && line.Contains(check, StringComparison.Ordinal));
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("ip-list", "IP白名单")]
    [InlineData("date-skew", "NTP")]
    [InlineData("unionid", "微信开放平台")]
    [InlineData("quota", "clear-quota")]
    [InlineData("templates", "task_submitted")]
    [InlineData("callback", "WeChat__Agency__Token")]
    [InlineData("menu", "menus --account agency --dry-run")]
    public async Task What_is_wrong_is_one_line_that_says_how_to_mend_it(string trouble, string says)
    {
        if (trouble != "menu") await Run("menus", "--account", "agency", "--apply");
        await House.Phone("sh-lead").Follow("agency");
        await Break(trouble);
        try
        {
            var (code, said) = await Run("doctor", "--account", "agency");
            Assert.Contains(said.Split('\n'), line => line.StartsWith("WRONG", StringComparison.Ordinal) && line.Contains(says, StringComparison.Ordinal));
            Assert.Equal(1, code);
        }
        finally { await Mend(); }
    }

    [Fact]
    public async Task A_menu_is_shown_before_it_is_put_and_the_same_after()
    {
        var (code, before) = await Run("menus", "--account", "agency", "--dry-run");
        Assert.Equal(1, code);
        Assert.Contains("+ 服务入口", before);
        Assert.Contains("nothing was changed", before);
        Assert.Equal(0, (await Run("menus", "--account", "agency", "--apply")).Code);
        Assert.Contains("as the file says", (await Run("menus", "--account", "agency", "--dry-run")).Says);
    }

    [Fact]
    public async Task Quota_is_told_and_begins_anew_only_when_it_is_applied()
    {
        Assert.Contains("/cgi-bin/message/template/send", (await Run("quota", "--account", "agency")).Says);
        Assert.Contains("nothing was done", (await Run("clear-quota", "--account", "agency")).Says);
        Assert.Contains("begins anew", (await Run("clear-quota", "--account", "agency", "--apply")).Says);
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("doctor", "--account", "nobody")]
    [InlineData("menus", "--account", "miniprogram")]
    [InlineData("doctor", "--account")]
    public async Task Wrong_use_is_told_apart(params string[] args) => Assert.Equal(2, (await Run(args)).Code);

    private async Task<(int Code, string Says)> Run(params string[] args)
    {
        var output = new StringWriter();
        return (await WeChatErrands.Run(House.Services, args[0], args, output), output.ToString());
    }

    private Task Break(string trouble) => trouble switch
    {
        "ip-list" => House.Sandbox.Post("accounts/agency/ip-list", new { addresses = new[] { "203.0.113.9" } }),
        "date-skew" => House.Sandbox.Post("date-skew", new { seconds = 300 }),
        "unionid" => House.Sandbox.Post("unionid", new { bound = false }),
        "quota" => UseUp(),
        "templates" => House.Sandbox.Send(HttpMethod.Delete, "accounts/agency/templates?key=task_submitted"),
        "callback" => House.Restart(new Dictionary<string, string?> { ["WeChat:Agency:Token"] = "" }),
        _ => Task.CompletedTask,
    };

    private async Task UseUp()
    {
        await House.Sandbox.Post("accounts/agency/quota", new { path = "/cgi-bin/qrcode/create", daily = 1 });
        await House.Services.GetRequiredService<IQrCodeIssuer>().Issue(ServiceAccountKind.Agency, "last", TimeSpan.FromHours(1), default);
    }

    private async Task Mend() => await House.Sandbox.Post("reset", new { });
}
