using System.Collections.Frozen;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>How often a path may be called: in a day of China, and in a minute (null = as often as one likes).</summary>
public sealed record PathQuota(int Daily, int? PerMinute = null);

/// <summary>
/// Counts the calls of each account by path and refuses beyond the limits: 45009 for the day, 45011 for the minute
/// (developers.weixin.qq.com/doc/service/guide/dev/api/limit.html). All limits can be set at run time.
/// </summary>
public sealed class Quotas(SandboxClock clock)
{
    public const string TemplateSend = "/cgi-bin/message/template/send";
    const int ResetsPerMonth = 10;

    static readonly FrozenDictionary<string, PathQuota> s_usual = new Dictionary<string, PathQuota>
    {
        ["/cgi-bin/token"] = new(2_000),
        ["/cgi-bin/stable_token"] = new(500_000, 10_000),
        [TemplateSend] = new(100_000),
        ["/cgi-bin/message/subscribe/send"] = new(10_000_000),
        ["/cgi-bin/message/subscribe/bizsend"] = new(100_000),
        ["/cgi-bin/message/custom/send"] = new(500_000),
        ["/cgi-bin/qrcode/create"] = new(100_000),
        ["/cgi-bin/shorturl"] = new(1_000),
        ["/cgi-bin/menu/create"] = new(1_000),
        ["/cgi-bin/menu/get"] = new(10_000),
        ["/cgi-bin/menu/delete"] = new(1_000),
        ["/cgi-bin/menu/addconditional"] = new(2_000),
        ["/cgi-bin/menu/delconditional"] = new(2_000),
        ["/cgi-bin/menu/trymatch"] = new(20_000),
        ["/cgi-bin/get_current_selfmenu_info"] = new(10_000),
        ["/cgi-bin/user/info"] = new(5_000_000),
        ["/cgi-bin/user/info/batchget"] = new(5_000_000),
        ["/cgi-bin/user/get"] = new(500),
        ["/cgi-bin/user/info/updateremark"] = new(10_000),
        ["/cgi-bin/ticket/getticket"] = new(1_000_000),
        ["/cgi-bin/template/api_set_industry"] = new(1_000),
        ["/cgi-bin/template/get_industry"] = new(100_000),
        ["/cgi-bin/template/api_add_template"] = new(1_000),
        ["/cgi-bin/template/get_all_private_template"] = new(100_000),
        ["/cgi-bin/template/del_private_template"] = new(1_000),
        ["/cgi-bin/get_api_domain_ip"] = new(10_000),
        ["/cgi-bin/getcallbackip"] = new(10_000),
        ["/cgi-bin/callback/check"] = new(1_000),
        ["/wxa/getwxacodeunlimit"] = new(1_000_000_000, 5_000),
        ["/wxa/getwxacode"] = new(100_000, 5_000),
        ["/wxa/generate_urllink"] = new(500_000),
        ["/wxa/generatescheme"] = new(500_000),
        ["/wxa/business/getuserphonenumber"] = new(1_000_000),
        ["/wxa/checksession"] = new(10_000_000),
    }.ToFrozenDictionary();

    readonly Lock _lock = new();
    readonly Dictionary<(AccountKind, string), PathQuota> _set = [];
    readonly Dictionary<(AccountKind, string), Count> _counts = [];
    readonly Dictionary<AccountKind, (int Month, int Times)> _resets = [];

    sealed class Count
    {
        public DateOnly Day;
        public int OfDay;
        public long Minute;
        public int OfMinute;
    }

    /// <summary>Counts one call, or refuses it. Paths nobody limits are not counted.</summary>
    public void Take(AccountKind account, string path)
    {
        lock (_lock)
        {
            if (Limit(account, path) is not { } quota) return;
            Count count = Current(account, path);
            // getwxacodeunlimit alone says 45009 for its minute: developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getunlimitedqrcode
            if (count.OfMinute >= quota.PerMinute) throw path.StartsWith("/wxa/getwxacode", StringComparison.Ordinal) ? new VendorRefusal(45009) : new VendorRefusal(45011);
            if (count.OfDay >= quota.Daily) throw new VendorRefusal(45009);
            count.OfDay++;
            count.OfMinute++;
        }
    }

    /// <summary>What the account used today and may use; null when the path is not one of the platform's.</summary>
    public (PathQuota Limit, int Used)? Of(AccountKind account, string path)
    {
        lock (_lock) return Limit(account, path) is { } quota ? (quota, Current(account, path).OfDay) : null;
    }

    /// <summary>Sets the limits of one path; null brings back the usual one.</summary>
    public void Set(AccountKind account, string path, PathQuota? quota)
    {
        lock (_lock)
            if (quota is null) _set.Remove((account, path));
            else _set[(account, path)] = quota;
    }

    /// <summary>The daily counts begin again: ten times a month, then 48006.</summary>
    public void Clear(AccountKind account)
    {
        lock (_lock)
        {
            DateOnly today = Today();
            (int month, int times) = _resets.GetValueOrDefault(account);
            if (month != today.Month) times = 0;
            if (times >= ResetsPerMonth) throw new VendorRefusal(48006);
            _resets[account] = (today.Month, times + 1);
            foreach ((AccountKind, string) key in _counts.Keys.Where(k => k.Item1 == account).ToArray()) _counts.Remove(key);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _set.Clear();
            _counts.Clear();
            _resets.Clear();
        }
    }

    PathQuota? Limit(AccountKind account, string path) =>
        _set.TryGetValue((account, path), out PathQuota? set) ? set : s_usual.GetValueOrDefault(path);

    Count Current(AccountKind account, string path)
    {
        if (!_counts.TryGetValue((account, path), out Count? count)) _counts[(account, path)] = count = new Count();
        DateTimeOffset now = clock.GetUtcNow();
        DateOnly today = Today(now);
        long minute = now.ToUnixTimeSeconds() / 60;
        if (count.Day != today) (count.Day, count.OfDay) = (today, 0);
        if (count.Minute != minute) (count.Minute, count.OfMinute) = (minute, 0);
        return count;
    }

    DateOnly Today() => Today(clock.GetUtcNow());

    /// <summary>The quota's day is China's.</summary>
    static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(8));
}
