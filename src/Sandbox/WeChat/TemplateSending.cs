using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>
/// Template messages: refuses what the platform refuses, de-duplicates client_msg_id for ten minutes, puts the message
/// into the follower's chat and reports the delivery by TEMPLATESENDJOBFINISH
/// (developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html).
/// </summary>
public sealed class TemplateSending(
    TemplateLibrary templates, Receivers receivers, Followers followers, Chats chats, CallbackDriver callbacks, DemoAccounts accounts, Quotas quotas,
    RepeatWindow repeats, Tags tags, SandboxOptions options)
{
    public const string Success = "success", UserBlock = "failed:user block", SystemFailed = "failed: system failed";

    /// <summary>Begins with the time of start, so that no msgid comes twice even over restarts.</summary>
    long _lastMsgId = 3_000_000_000_000_000_000 + TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 100_000;
    long _effects;

    /// <summary>Messages really sent since the start or the last reset; a repeated client_msg_id is none.</summary>
    public long Effects => Interlocked.Read(ref _effects);

    public long NextMsgId() => Interlocked.Increment(ref _lastMsgId);

    /// <summary>Serves one send; answers the msgid.</summary>
    public long Send(DemoAccount account, JsonObject body)
    {
        Receiver receiver = receivers.Find(account.Kind, WeChatCall.TextOf(body, "touser"));
        Template template = TemplateOf(account, WeChatCall.TextOf(body, "template_id"));
        string? url = WeChatCall.TextOf(body, "url");
        if (url is { Length: > 1024 }) throw new VendorRefusal(40039);
        ChatJump? jump = JumpOf(body);
        IReadOnlyList<ChatField> fields = FieldsOf(template, body);
        if (!receivers.Follows(account.Kind, receiver)) throw new VendorRefusal(43004);
        if (tags.Blacklisted(account.Kind, receiver.OpenId)) throw new VendorRefusal(43019);

        // What the platform answers to a repeated client_msg_id is not documented; the first msgid is the mildest reading.
        string? clientMsgId = WeChatCall.TextOf(body, "client_msg_id");
        if (string.IsNullOrEmpty(clientMsgId)) clientMsgId = null;
        long msgId;
        if (clientMsgId is null) msgId = Counted(account);
        else if (repeats.Repeated(account.Kind, receiver.OpenId, clientMsgId, () => Counted(account), out msgId) is not null) return msgId;

        Interlocked.Increment(ref _effects);
        ChatMessage? line = receiver.Person is { } person
            ? chats.AddTemplate(person, account.Kind, template, fields, url, jump, msgId, clientMsgId, shown: !receivers.Blocks(account.Kind, receiver) && !template.Barred)
            : null;
        Report(account, receiver, template, line, msgId);
        return msgId;
    }

    public void Reset() => Interlocked.Exchange(ref _effects, 0);

    /// <summary>40037 for a template the account does not have, 40036 for what cannot be an id.</summary>
    Template TemplateOf(DemoAccount account, string? templateId)
    {
        if (templateId is { Length: > 128 }) throw new VendorRefusal(40036);
        return templates.Find(account.Kind, templateId) ?? throw new VendorRefusal(40037);
    }

    long Counted(DemoAccount account)
    {
        quotas.Take(account.Kind, Quotas.TemplateSend);
        return NextMsgId();
    }

    /// <summary>What became of it, a little later. Without a host to tell there is nobody to report to.</summary>
    void Report(DemoAccount account, Receiver receiver, Template template, ChatMessage? line, long msgId)
    {
        if (line is null && callbacks.HostBase is null) return;
        callbacks.Later(options.JobFinishDelay, async () =>
        {
            string status = template.Barred ? SystemFailed
                : !receivers.Follows(account.Kind, receiver) || receivers.Blocks(account.Kind, receiver) ? UserBlock
                : receiver.Person is { } person ? followers.DeliveryOf(person, account.Kind) ?? Success : Success;
            if (line is not null) chats.Finish(line, status);
            await callbacks.Send(account, CallbackMessage.JobFinished(receiver.OpenId, msgId, status, TimeProvider.System.GetUtcNow()));
        });
    }

    /// <summary>The jump into the mini program. Clients send the object empty when they mean none.</summary>
    ChatJump? JumpOf(JsonObject body)
    {
        if (body["miniprogram"] is not JsonObject jump) return null;
        string appId = WeChatCall.TextOf(jump, "appid") ?? "", pagePath = WeChatCall.TextOf(jump, "pagepath") ?? WeChatCall.TextOf(jump, "path") ?? "";
        if (appId.Length == 0 && pagePath.Length == 0) return null;
        if (appId != accounts.MiniProgram.AppId) throw new VendorRefusal(40166);
        string page = pagePath.Split('?')[0];
        if (accounts.MiniProgram.Pages.Count > 0 && page.Length > 0 && !accounts.MiniProgram.Pages.Contains(page)) throw new VendorRefusal(40165);
        return new ChatJump(appId, pagePath);
    }

    /// <summary>Every key of the template, no other, each within its type's limits: else 47003 naming the field.</summary>
    internal static IReadOnlyList<ChatField> FieldsOf(Template template, JsonObject body)
    {
        if (body["data"] is not JsonObject data) throw new VendorRefusal(47003, "argument invalid! data is empty");
        ChatField[] fields = new ChatField[template.Fields.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            TemplateField field = template.Fields[i];
            string value = ValueOf(data, field.Name);
            if (KeywordRules.Objection(field, value) is { } objection)
                throw new VendorRefusal(47003, $"argument invalid! data.{field.Name}.value {objection}");
            fields[i] = new ChatField(field.Name, field.Label, value);
        }
        if (data.Count > fields.Length && data.FirstOrDefault(d => template.Fields.All(f => f.Name != d.Key)).Key is { } extra)
            throw new VendorRefusal(47003, $"argument invalid! data.{extra} is not in the template");
        return fields;
    }

    /// <summary>The value as text; a number is taken for its digits, anything else than text and number does not fit.</summary>
    static string ValueOf(JsonObject data, string name) => (data[name] as JsonObject)?["value"] switch
    {
        null => "",
        JsonValue v when v.GetValueKind() is JsonValueKind.String or JsonValueKind.Number => v.ToString(),
        _ => throw new VendorRefusal(47003, $"argument invalid! data.{name}.value invalid"),
    };
}
