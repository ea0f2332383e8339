using WeChatService.Kernel;
using WeChatService.Messaging;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat;
using WeChatService.WeChat.Setup;

namespace WeChatService.Host;

/// <summary>
/// <c>--wechat VERB [--account agency|owner|miniprogram] [--dry-run|--apply]</c>: what an operator does with the accounts. Called by
/// scripts/wechat. Exit codes: 0 nothing to mend · 1 something is wrong, or differs · 2 wrong use · 3 WeChat did not answer.
/// </summary>
internal static class WeChatErrands
{
    public static async Task<int> Run(IServiceProvider services, string verb, string[] args, TextWriter output)
    {
        if (AccountsOf(services, verb, args) is not { } accounts) return 2;
        if (accounts.Count == 0)
        {
            await output.WriteLineAsync("No account is set up: set WeChat__Agency__AppId and WeChat__Agency__Secret; see config/wechat/README.md.");
            return 1;
        }

        var apply = args.Contains("--apply");
        var worst = 0;
        foreach (var account in accounts)
        {
            try
            {
                worst = Math.Max(worst, verb switch
                {
                    "doctor" => await Examine(services, account, output),
                    "menus" => await PutMenu(services, account, apply, output),
                    "templates" => await PutTemplates(services, account, apply, output),
                    "quota" => await TellQuota(services, account, output),
                    "clear-quota" => await ClearQuota(services, account, apply, output),
                    "followers" => await ImportFollowers(services, account, output),
                    _ => 2,
                });
            }
            catch (WeChatUnavailable e)
            {
                await output.WriteLineAsync($"{Name(account)}: WeChat did not answer ({e.Message}). Run it again.");
                worst = Math.Max(worst, 3);
            }
            catch (WeChatMisconfigured e)
            {
                await output.WriteLineAsync($"{Name(account)}: WeChat refuses: {e.Message}. scripts/wechat doctor --account {Name(account)} says what to mend.");
                worst = Math.Max(worst, 1);
            }
        }

        return worst;
    }

    /// <summary>The named account, or every one that is set up and knows the verb; null for wrong use.</summary>
    private static IReadOnlyList<ServiceAccountKind>? AccountsOf(IServiceProvider services, string verb, string[] args)
    {
        if (verb is not ("doctor" or "menus" or "templates" or "quota" or "clear-quota" or "followers")) return null;
        var at = Array.IndexOf(args, "--account");
        var able = Enum.GetValues<ServiceAccountKind>().Where(a => a != ServiceAccountKind.MiniProgram || verb is not ("menus" or "followers"));
        if (at < 0) return [.. able.Where(a => services.GetRequiredService<WeChatSettings>().Find(a) is not null)];
        return at + 1 < args.Length && Enum.TryParse<ServiceAccountKind>(args[at + 1], ignoreCase: true, out var named) && able.Contains(named) ? [named] : null;
    }

    private static async Task<int> Examine(IServiceProvider services, ServiceAccountKind account, TextWriter output)
    {
        var wrong = 0;
        await foreach (var finding in services.GetRequiredService<Doctor>().Examine(account, CancellationToken.None))
        {
            var mark = finding.Verdict switch { Verdict.Ok => "ok   ", Verdict.Hint => "look ", _ => "WRONG" };
            await output.WriteLineAsync($"{mark} {Name(account),-11} {finding.Check,-11} {finding.Says}");
            wrong += finding.Verdict == Verdict.Wrong ? 1 : 0;
        }

        foreach (var alarm in await OpenAlarms(services, account, output))
        {
            await output.WriteLineAsync($"WRONG {Name(account),-11} {"alarm",-11} {alarm.ErrCode} {alarm.What}（{ChinaTime.Local(alarm.FirstAt):M月d日 HH:mm} 起 {alarm.Count} 次）");
            wrong++;
        }

        return wrong > 0 ? 1 : 0;
    }

    private static async Task<IReadOnlyList<ServiceAccountAlarm>> OpenAlarms(IServiceProvider services, ServiceAccountKind account, TextWriter output)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            return [.. (await scope.ServiceProvider.GetRequiredService<IServiceAccountAlarms>().Open()).Where(a => a.Account == account)];
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException)
        {
            await output.WriteLineAsync($"look  {Name(account),-11} {"alarm",-11} 数据库没有回应，未解除的告警没有查成：请检查 Database__App。");
            return [];
        }
    }

    private static async Task<int> PutMenu(IServiceProvider services, ServiceAccountKind account, bool apply, TextWriter output)
    {
        var menus = services.GetRequiredService<Menus>();
        var compared = await menus.Compare(account, CancellationToken.None);
        foreach (var objection in compared.Objections) await output.WriteLineAsync($"{Name(account)}: WeChat would refuse this menu: {objection}");
        if (compared.Objections.Count > 0) return 1;
        foreach (var note in compared.Notes) await output.WriteLineAsync($"{Name(account)}: {note}");
        foreach (var line in compared.Changes) await output.WriteLineAsync($"{Name(account)}  {line}");
        if (compared.IsSame)
        {
            await output.WriteLineAsync($"{Name(account)}: the menu is as the file says");
            return 0;
        }

        if (!apply)
        {
            await output.WriteLineAsync($"{Name(account)}: nothing was changed; --apply puts the lines marked +");
            return 1;
        }

        await menus.Put(account, CancellationToken.None);
        await output.WriteLineAsync($"{Name(account)}: the menu was put; followers see it within five minutes");
        return 0;
    }

    private static async Task<int> PutTemplates(IServiceProvider services, ServiceAccountKind account, bool apply, TextWriter output)
    {
        var templates = services.GetRequiredService<Templates>();
        var wrong = 0;
        foreach (var finding in await templates.Compare(account, CancellationToken.None))
        {
            var mark = finding.State switch { TemplateState.Same => "same   ", TemplateState.Missing => "MISSING", _ => "DIFFERS" };
            await output.WriteLineAsync($"{mark} {Name(account),-11} {finding.Key,-18} {finding.Says}");
            wrong += finding.State == TemplateState.Same ? 0 : 1;
        }

        if (!apply) return wrong > 0 ? 1 : 0;
        foreach (var added in await templates.Add(account, CancellationToken.None))
        {
            await output.WriteLineAsync($"added   {Name(account),-11} {added.Key,-18} set {added.Setting}");
        }

        // What was added still has to be written into the settings, so it is not mended yet.
        return wrong > 0 ? 1 : 0;
    }

    private static async Task<int> TellQuota(IServiceProvider services, ServiceAccountKind account, TextWriter output)
    {
        var quotas = services.GetRequiredService<Quotas>();
        foreach (var path in Quotas.PathsOf(account))
        {
            var quota = await quotas.Of(account, path, CancellationToken.None);
            await output.WriteLineAsync($"{Name(account),-11} {path,-36} used {quota.Used,9}  left {quota.Remaining,9}  of {quota.DailyLimit,9} a day");
        }

        return 0;
    }

    private static async Task<int> ClearQuota(IServiceProvider services, ServiceAccountKind account, bool apply, TextWriter output)
    {
        if (!apply)
        {
            await output.WriteLineAsync($"{Name(account)}: nothing was done; --apply gives the whole day's quota back, ten times a month at most");
            return 0;
        }

        await services.GetRequiredService<Quotas>().Clear(account, CancellationToken.None);
        await MessagingModule.QuotaGivenBack(services, account, CancellationToken.None);
        await output.WriteLineAsync($"{Name(account)}: today's quota begins anew, and pushes that waited for midnight go on.");
        return 0;
    }

    private static async Task<int> ImportFollowers(IServiceProvider services, ServiceAccountKind account, TextWriter output)
    {
        var done = await services.GetRequiredService<IImportFollowers>().Run(account, null, CancellationToken.None);
        await output.WriteLineAsync($"{Name(account)}: {done.Known} followers taken in, {done.Joined} of them known to the mini program by union id, {done.Gone} follow no more");
        return 0;
    }

    private static string Name(ServiceAccountKind account) => account.ToString().ToLowerInvariant();
}
