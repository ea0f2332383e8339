using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Inspect;

public sealed record LimitRequest(int? Limit);

/// <param name="Daily">Calls a day; null together with <paramref name="PerMinute"/> brings back the platform's own limits.</param>
public sealed record QuotaRequest(string? Path, int? Daily, int? PerMinute);

public sealed record AddressesRequest(string[]? Addresses);

public sealed record TokenRequest(string? Action);

public sealed record LifeRequest(double? Seconds);

public sealed record ModeRequest(CallbackMode? Mode);

public sealed record FormatRequest(CallbackFormat? Format);

public sealed record CountRequest(int? Count);

public sealed record SizeRequest(int? Size);

public sealed record FlagRequest(bool? On);

public sealed record BoundRequest(bool? Bound);

/// <param name="Content">Keywords as WeChat writes them, one a line: <c>项目名称:{{thing1.DATA}}</c>.</param>
public sealed record TemplateRequest(string? Key, string? TemplateId, string? Title, string? Content, bool? Barred);

/// <summary>/__sandbox/accounts/*: what each account's console shows and sets, and how strict the platform is with it.</summary>
static class AccountEndpoints
{
    public static void MapAccounts(this RouteGroupBuilder sandbox)
    {
        sandbox.MapGet("accounts", (DemoAccounts accounts, Followers followers, Menus menus, TemplateLibrary templates, TemplateSending sending, Quotas quotas, Receivers receivers, CallbackDriver callbacks) =>
            accounts.All.Select(a => new
            {
                account = a.PathName,
                name = a.Name,
                appId = a.AppId,
                originalId = a.OriginalId,
                followers = followers.Of(a.Kind),
                menu = menus.Of(a.Kind),
                templates = templates.Of(a.Kind),
                crowd = receivers.CrowdOf(a.Kind),
                sentToday = quotas.Of(a.Kind, Quotas.TemplateSend)!.Value.Used,
                dailyLimit = quotas.Of(a.Kind, Quotas.TemplateSend)!.Value.Limit.Daily,
                effects = sending.Effects,
                unreported = callbacks.Overflowed,
            }));
        sandbox.MapGet("accounts/{account}/messages", (string account, DemoAccounts accounts, People people, Chats chats) =>
        {
            AccountKind kind = DrivingEndpoints.Account(accounts, account).Kind;
            return chats.SentBy(kind).Select(m => new
            {
                m.Id,
                m.At,
                m.Person,
                openId = people.OpenId(people.Find(m.Person)!, kind),
                m.Title,
                m.TemplateId,
                m.TemplateKey,
                m.Fields,
                m.Url,
                m.MiniProgram,
                m.MsgId,
                m.ClientMsgId,
                m.Status,
                m.Shown,
            });
        });
    }

    /// <summary>Limits, lists, tokens, templates and callbacks of an account.</summary>
    public static void MapSettings(this RouteGroupBuilder sandbox)
    {
        RouteGroupBuilder account = sandbox.MapGroup("accounts/{account}");
        account.MapPost("daily-limit", (string account, LimitRequest asked, DemoAccounts accounts, Quotas quotas) =>
            Done(() => quotas.Set(Kind(accounts, account), Quotas.TemplateSend, asked.Limit is { } limit ? new PathQuota(limit) : null)));
        account.MapPost("quota", (string account, QuotaRequest asked, DemoAccounts accounts, Quotas quotas) =>
        {
            AccountKind kind = Kind(accounts, account);
            string path = asked.Path ?? Quotas.TemplateSend;
            bool usual = asked is { Daily: null, PerMinute: null };
            quotas.Set(kind, path, usual ? null : new PathQuota(asked.Daily ?? quotas.Of(kind, path)?.Limit.Daily ?? int.MaxValue, asked.PerMinute));
            (PathQuota Limit, int Used)? now = quotas.Of(kind, path);
            return Results.Json(new { path, daily = now?.Limit.Daily, perMinute = now?.Limit.PerMinute, used = now?.Used });
        });
        account.MapPost("ip-list", (string account, AddressesRequest asked, DemoAccounts accounts, AccessTokens tokens) =>
            Done(() => tokens.Allow(Kind(accounts, account), asked.Addresses)));
        account.MapPost("token", (string account, TokenRequest asked, DemoAccounts accounts, AccessTokens tokens) =>
        {
            if (asked.Action is not ("expire" or "invalidate")) throw new DrivingProblem(400, "token.action", "Action is expire or invalidate.");
            return Done(() => tokens.Spoil(Kind(accounts, account), asked.Action == "expire"));
        });
        account.MapPost("callback-mode", (string account, ModeRequest asked, DemoAccounts accounts, CallbackDriver callbacks) =>
            Done(() => callbacks.Modes[(int)Kind(accounts, account)] = asked.Mode ?? CallbackMode.Safe));
        account.MapPost("callback-format", (string account, FormatRequest asked, DemoAccounts accounts, CallbackDriver callbacks) =>
        {
            AccountKind kind = Kind(accounts, account);
            if (asked.Format == CallbackFormat.Json && kind != AccountKind.MiniProgram) throw new DrivingProblem(400, "callback.format", "Service accounts know XML only.");
            return Done(() => callbacks.Formats[(int)kind] = asked.Format ?? CallbackFormat.Xml);
        });
        account.MapPost("crowd", (string account, CountRequest asked, DemoAccounts accounts, Receivers receivers) =>
        {
            AccountKind kind = Kind(accounts, account);
            if (asked.Count is not (>= 0 and <= 99_999_999)) throw new DrivingProblem(400, "crowd.count", "Count is 0 to 99999999.");
            receivers.Gather(kind, asked.Count.Value);
            return new { count = asked.Count, first = receivers.CrowdOpenId(kind, 0), last = receivers.CrowdOpenId(kind, Math.Max(0, asked.Count.Value - 1)) };
        });
        account.MapPost("page-size", (string account, SizeRequest asked, DemoAccounts accounts, Receivers receivers) =>
            Done(() => receivers.PageSize(Kind(accounts, account), asked.Size)));
        account.MapPut("templates", (string account, TemplateRequest asked, DemoAccounts accounts, TemplateLibrary templates) =>
            string.IsNullOrEmpty(asked.Key)
                ? throw new DrivingProblem(400, "template.key", "Give the template's key.")
                : templates.Put(Kind(accounts, account), asked.Key, asked.TemplateId, asked.Title, asked.Content, asked.Barred));
        account.MapDelete("templates", (string account, string? key, DemoAccounts accounts, TemplateLibrary templates) =>
            templates.DeleteByKey(Kind(accounts, account), key) ? Results.NoContent() : throw new DrivingProblem(404, "template.unknown", "The account has no template of that key."));

        sandbox.MapPost("token-life", (LifeRequest asked, AccessTokens tokens) =>
        {
            if (asked.Seconds is not (null or (> 0 and <= 7200))) throw new DrivingProblem(400, "token.life", "Seconds is above 0, at most 7200.");
            return Done(() => tokens.Life = TimeSpan.FromSeconds(asked.Seconds ?? 7200));
        });
        sandbox.MapPost("unionid", (BoundRequest asked, People people) => Done(() => people.Linked = asked.Bound ?? true));
        sandbox.MapPost("repeat-window", (FlagRequest asked, RepeatWindow window) => Done(() => window.On = asked.On ?? true));
        sandbox.MapPost("date-skew", (LifeRequest asked, SandboxClock clock) => Done(() => clock.DateSkew = asked.Seconds ?? 0));
    }

    static AccountKind Kind(DemoAccounts accounts, string name) => DrivingEndpoints.Account(accounts, name).Kind;

    static IResult Done(Action act)
    {
        act();
        return Results.NoContent();
    }
}
