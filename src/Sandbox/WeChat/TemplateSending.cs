using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>
/// Template messages: refuses what the platform refuses, de-duplicates client_msg_id for ten minutes, puts the message
/// into the follower's chat and reports the delivery by TEMPLATESENDJOBFINISH.
/// </summary>
public sealed class TemplateSending(
    TemplateLibrary templates, People people, Followers followers, Chats chats, CallbackDriver callbacks, DemoAccounts accounts,
    SandboxClock clock, SandboxOptions options)
{
    static readonly TimeSpan s_dedupeWindow = TimeSpan.FromSeconds(600);
    const int DefaultDailyLimit = 100_000;

    readonly Lock _lock = new();
    readonly Dictionary<(AccountKind, string OpenId, string ClientMsgId), (long MsgId, DateTimeOffset Until)> _seen = [];
    readonly Dictionary<AccountKind, (DateOnly Day, int Count)> _sent = [];
    readonly Dictionary<AccountKind, int> _limits = [];

    /// <summary>Begins with the time of start, so that no msgid comes twice even over restarts.</summary>
    long _lastMsgId = 3_000_000_000_000_000_000 + TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 100_000;

    /// <summary>Serves one send; answers the msgid.</summary>
    public long Send(DemoAccount account, JsonObject body)
    {
        string openId = WeChatCall.TextOf(body, "touser") ?? "";
        if (people.ByOpenId(openId) is not { } receiver || receiver.Account != account.Kind) throw new VendorRefusal(40003, "invalid openid");
        Template template = templates.Find(account.Kind, WeChatCall.TextOf(body, "template_id")) ?? throw new VendorRefusal(40037, "invalid template_id");
        string? url = WeChatCall.TextOf(body, "url");
        if (url is { Length: > 1024 }) throw new VendorRefusal(40039, "invalid url size");
        ChatJump? jump = JumpOf(body);
        IReadOnlyList<ChatField> fields = FieldsOf(template, body);
        if (!followers.Follows(receiver.Person, account.Kind)) throw new VendorRefusal(43004, "require subscribe");

        string? clientMsgId = WeChatCall.TextOf(body, "client_msg_id");
        long msgId;
        lock (_lock)
        {
            DateTimeOffset now = clock.GetUtcNow();
            // What the platform answers to a repeated client_msg_id is not documented; the first msgid is the mildest reading.
            if (clientMsgId is not null && _seen.TryGetValue((account.Kind, openId, clientMsgId), out (long MsgId, DateTimeOffset Until) first) && first.Until > now)
                return first.MsgId;
            CountOne(account.Kind, now);
            msgId = ++_lastMsgId;
            if (clientMsgId is not null) _seen[(account.Kind, openId, clientMsgId)] = (msgId, now + s_dedupeWindow);
        }
        bool blocked = followers.Blocks(receiver.Person, account.Kind);
        ChatMessage message = chats.AddTemplate(receiver.Person, account.Kind, template, fields, url, jump, msgId, clientMsgId, shown: !blocked);
        callbacks.Later(options.JobFinishDelay, async () =>
        {
            string status = followers.Follows(receiver.Person, account.Kind) && !blocked ? "success" : "failed:user block";
            chats.Finish(message, status);
            await callbacks.Send(account, CallbackMessage.JobFinished(openId, msgId, status, TimeProvider.System.GetUtcNow()));
        });
        return msgId;
    }

    public (int Sent, int Limit) Quota(AccountKind account)
    {
        lock (_lock)
        {
            (DateOnly day, int count) = _sent.GetValueOrDefault(account);
            return (day == Today(clock.GetUtcNow()) ? count : 0, _limits.GetValueOrDefault(account, DefaultDailyLimit));
        }
    }

    public void Limit(AccountKind account, int limit)
    {
        lock (_lock) _limits[account] = limit;
    }

    public void ClearQuota(AccountKind account)
    {
        lock (_lock) _sent.Remove(account);
    }

    public void Reset()
    {
        lock (_lock)
        {
            _seen.Clear();
            _sent.Clear();
            _limits.Clear();
        }
    }

    void CountOne(AccountKind account, DateTimeOffset now)
    {
        (DateOnly day, int count) = _sent.GetValueOrDefault(account);
        if (day != Today(now)) count = 0;
        if (count >= _limits.GetValueOrDefault(account, DefaultDailyLimit)) throw new VendorRefusal(45009, "reach max api daily quota limit");
        _sent[account] = (Today(now), count + 1);
    }

    /// <summary>The quota's day is China's.</summary>
    static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(8));

    ChatJump? JumpOf(JsonObject body)
    {
        if (body["miniprogram"] is not JsonObject jump) return null;
        string? appId = WeChatCall.TextOf(jump, "appid");
        if (appId != accounts.MiniProgram.AppId) throw new VendorRefusal(40166, "invalid weapp appid");
        string pagePath = WeChatCall.TextOf(jump, "pagepath") ?? "";
        string page = pagePath.Split('?')[0];
        if (accounts.MiniProgram.Pages.Count > 0 && page.Length > 0 && !accounts.MiniProgram.Pages.Contains(page))
            throw new VendorRefusal(40165, "invalid weapp pagepath");
        return new ChatJump(appId!, pagePath);
    }

    /// <summary>Every key of the template, no other, each within its type's limits: else 47003 naming the field.</summary>
    internal static IReadOnlyList<ChatField> FieldsOf(Template template, JsonObject body)
    {
        if (body["data"] is not JsonObject data) throw new VendorRefusal(47003, "argument invalid! data is empty");
        List<ChatField> fields = [];
        foreach (TemplateField field in template.Fields)
        {
            string value = data[field.Name] is JsonObject entry ? WeChatCall.TextOf(entry, "value") ?? "" : "";
            if (KeywordRules.Objection(field.Name, value) is { } objection)
                throw new VendorRefusal(47003, $"argument invalid! data.{field.Name}.value {objection}");
            fields.Add(new ChatField(field.Name, field.Label, value));
        }
        if (data.FirstOrDefault(d => template.Fields.All(f => f.Name != d.Key)).Key is { } extra)
            throw new VendorRefusal(47003, $"argument invalid! data.{extra} is not in the template");
        return fields;
    }
}
