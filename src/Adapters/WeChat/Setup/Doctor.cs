using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Setup;

/// <summary>Ok: nothing to do. Hint: works, yet somebody should look. Wrong: something does not work until it is mended.</summary>
public enum Verdict { Ok, Hint, Wrong }

/// <param name="Check">What was looked at: settings, credentials, clock, callback, templates, menu, quota, unionid.</param>
/// <param name="Says">One line in Chinese: what is so, and if it is wrong, what to change where.</param>
public sealed record Finding(string Check, Verdict Verdict, string Says);

/// <summary>
/// Examines one account against WeChat itself (or the sandbox): everything that has to be right before people notice that it is not.
/// Reads only; what it asks for costs a handful of calls of the day's quota.
/// </summary>
public sealed class Doctor
{
    private static readonly TimeSpan SkewToMention = TimeSpan.FromSeconds(5), SkewThatHurts = TimeSpan.FromMinutes(1);

    private readonly WeChatApi api;
    private readonly WeChatSettings settings;
    private readonly Menus menus;
    private readonly Templates templates;
    private readonly Quotas quotas;
    private readonly CallbackProbe callback;
    private readonly IFollowerLookup followers;
    private readonly IConfiguration configuration;
    private readonly TimeProvider clock;

    internal Doctor(WeChatApi api, WeChatSettings settings, Menus menus, Templates templates, Quotas quotas, CallbackProbe callback, IFollowerLookup followers,
        IConfiguration configuration, TimeProvider clock) =>
        (this.api, this.settings, this.menus, this.templates, this.quotas, this.callback, this.followers, this.configuration, this.clock) =
        (api, settings, menus, templates, quotas, callback, followers, configuration, clock);

    public async IAsyncEnumerable<Finding> Examine(ServiceAccountKind account, [EnumeratorCancellation] CancellationToken ct)
    {
        var setting = SettingCheck.Of(account, settings, configuration).ToList();
        foreach (var finding in setting) yield return finding;
        if (settings.Find(account) is null) yield break;

        var usable = true;
        foreach (var finding in await Safely("credentials", () => Credentials(account, ct)))
        {
            usable &= finding is not { Check: "credentials", Verdict: Verdict.Wrong };
            yield return finding;
        }
        foreach (var finding in await Safely("callback", () => callback.OwnEcho(account, ct))) yield return finding;
        // Without a token every further question would only repeat the same refusal.
        if (!usable) yield break;
        foreach (var finding in await Safely("callback", () => callback.FromWeChat(account, ct))) yield return finding;
        foreach (var finding in await Safely("templates", () => TemplatesOf(account, ct))) yield return finding;
        if (account != ServiceAccountKind.MiniProgram)
        {
            foreach (var finding in await Safely("menu", () => MenuOf(account, ct))) yield return finding;
            foreach (var finding in await Safely("unionid", () => UnionId(account, ct))) yield return finding;
        }
        foreach (var finding in await Safely("quota", () => Quota(account, ct))) yield return finding;
    }

    /// <summary>App id, secret and address list in one call, and WeChat's clock from its Date header.</summary>
    private async Task<IReadOnlyList<Finding>> Credentials(ServiceAccountKind account, CancellationToken ct)
    {
        WeChatAnswer answer;
        try { answer = await api.AskForToken(account, ct); }
        catch (NoAnswer e) { return [new("credentials", Verdict.Wrong, $"{settings.ApiBase.Host} 没有回应（{e.Message}）：请检查服务器出网、DNS 和防火墙。")]; }
        var found = new List<Finding>
        {
            answer.Succeeded ? new("credentials", Verdict.Ok, "AppID、AppSecret 正确，本机 IP 可以取令牌。")
            : new("credentials", Verdict.Wrong, Refusals.Remedy(account, Refusals.TokenPath, answer) ?? $"取令牌被拒绝：{answer.Code} {answer.Message}"),
        };
        if (answer.Date is { } date) found.Add(Clock(date - clock.GetUtcNow()));
        return found;
    }

    private static Finding Clock(TimeSpan ahead)
    {
        var seconds = Math.Abs(ahead.TotalSeconds);
        var way = ahead > TimeSpan.Zero ? "慢" : "快";
        return seconds >= SkewThatHurts.TotalSeconds ? new("clock", Verdict.Wrong, $"本机时钟比微信{way} {seconds:0} 秒：请开启 NTP 对时（chrony 或 systemd-timesyncd）。")
            : seconds >= SkewToMention.TotalSeconds ? new("clock", Verdict.Hint, $"本机时钟比微信{way} {seconds:0} 秒：还能用，请检查 NTP 对时。")
            : new("clock", Verdict.Ok, "本机时钟与微信一致。");
    }

    private async Task<IReadOnlyList<Finding>> TemplatesOf(ServiceAccountKind account, CancellationToken ct)
    {
        var all = await templates.Compare(account, ct);
        var wrong = all.Where(t => t.State != TemplateState.Same).Select(t => new Finding("templates", Verdict.Wrong, $"{t.Key}：{t.Says}")).ToList();
        return wrong.Count > 0 ? wrong : [new("templates", Verdict.Ok, $"{all.Count} 个模板都在，字段一致。")];
    }

    private async Task<IReadOnlyList<Finding>> MenuOf(ServiceAccountKind account, CancellationToken ct)
    {
        var compared = await menus.Compare(account, ct);
        var name = account.ToString().ToLowerInvariant();
        return
        [
            compared.Objections.Count > 0 ? new("menu", Verdict.Wrong, $"config/wechat/menus.{name}.json 微信不会接受：{compared.Objections[0]}")
            : compared.IsSame ? new("menu", Verdict.Ok, "自定义菜单与文件一致。")
            : new("menu", Verdict.Wrong, $"自定义菜单与 menus.{name}.json 有 {compared.Changes.Count(c => c[0] != ' ')} 行不同：请运行 scripts/wechat menus --account {name} --dry-run 查看，再用 --apply 更新。"),
        ];
    }

    /// <summary>Whether the account is bound to an open platform shows only in a follower's data.</summary>
    private async Task<IReadOnlyList<Finding>> UnionId(ServiceAccountKind account, CancellationToken ct)
    {
        var page = await followers.Page(account, null, ct);
        if (page.OpenIds.Count == 0) return [new("unionid", Verdict.Hint, "还没有人关注，看不出是否已绑定微信开放平台。")];
        var somebody = await followers.Ask(account, page.OpenIds[0], ct);
        return
        [
            somebody?.UnionId is not null ? new("unionid", Verdict.Ok, $"已绑定微信开放平台；共 {page.Total} 人关注。")
            : new("unionid", Verdict.Wrong, "用户信息里没有 UnionID：请在微信开放平台「管理中心」把两个服务号和小程序绑定到同一个开放平台帐号。"),
        ];
    }

    private async Task<IReadOnlyList<Finding>> Quota(ServiceAccountKind account, CancellationToken ct)
    {
        var found = new List<Finding>();
        foreach (var path in Quotas.PathsOf(account))
        {
            var quota = await quotas.Of(account, path, ct);
            if (quota.DailyLimit <= 0) continue;
            var verdict = quota.Remaining <= 0 ? Verdict.Wrong : quota.Remaining * 10 < quota.DailyLimit ? Verdict.Hint : Verdict.Ok;
            var remedy = verdict switch
            {
                Verdict.Wrong => "：已用完，0 点恢复；急用可运行 scripts/wechat clear-quota（每月 10 次）。",
                Verdict.Hint => "：快用完了，请看是谁在大量调用。",
                _ => "。",
            };
            found.Add(new("quota", verdict, $"{path} 今天还剩 {quota.Remaining} / {quota.DailyLimit} 次{remedy}"));
        }
        return found;
    }

    /// <summary>A check that can't be made is a finding of its own, and no reason not to make the others.</summary>
    private static async Task<IReadOnlyList<Finding>> Safely(string check, Func<Task<IReadOnlyList<Finding>>> look)
    {
        try { return await look(); }
        catch (WeChatMisconfigured e) { return [new(check, Verdict.Wrong, $"这一项没有查成，微信拒绝了：{e.Message}")]; }
        catch (WeChatUnavailable e) { return [new(check, Verdict.Hint, $"这一项没有查成，微信没有回应：{e.Message}，请再运行一次。")]; }
        catch (InvalidOperationException e) { return [new(check, Verdict.Wrong, e.Message)]; }
        catch (Exception e) when (e is System.Data.Common.DbException) { return [new(check, Verdict.Wrong, "数据库没有回应，令牌取不到：请检查 Database__App。")]; }
    }
}
