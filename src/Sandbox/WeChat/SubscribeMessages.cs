using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>Subscribe messages of the mini program and subscription notices of the service accounts: one accepted prompt is
/// one message, then 43101 (developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html).</summary>
public sealed class SubscribeSending(
    TemplateLibrary templates, Receivers receivers, Chats chats, DemoAccounts accounts, CallbackDriver callbacks, TemplateSending sending, SandboxOptions options)
{
    readonly Lock _lock = new();
    readonly Dictionary<(AccountKind, string OpenId, string TemplateId), int> _accepted = [];

    public void Accept(AccountKind account, string openId, string templateId, int times)
    {
        lock (_lock) _accepted[(account, openId, templateId)] = _accepted.GetValueOrDefault((account, openId, templateId)) + times;
    }

    /// <summary>Switched off in the settings: what was accepted is gone.</summary>
    public void Refuse(AccountKind account, string openId, string templateId)
    {
        lock (_lock) _accepted.Remove((account, openId, templateId));
    }

    public int Left(AccountKind account, string openId, string templateId)
    {
        lock (_lock) return _accepted.GetValueOrDefault((account, openId, templateId));
    }

    public void Reset()
    {
        lock (_lock) _accepted.Clear();
    }

    /// <summary>Sends one; answers the msgid. 40003, 40037, 41030, 47003, 43101.</summary>
    public long Send(DemoAccount account, JsonObject body)
    {
        Receiver receiver = receivers.Find(account.Kind, WeChatCall.TextOf(body, "touser"));
        Template template = templates.Find(account.Kind, WeChatCall.TextOf(body, "template_id")) ?? throw new VendorRefusal(40037);
        string? page = WeChatCall.TextOf(body, "page");
        if (account.Kind == AccountKind.MiniProgram && page is { Length: > 0 } && account.Pages is { Count: > 0 } pages && !pages.Contains(page.Split('?')[0].TrimStart('/')))
            throw new VendorRefusal(41030);
        if (WeChatCall.TextOf(body, "miniprogram_state") is not (null or "" or "developer" or "trial" or "formal"))
            throw new VendorRefusal(47003, "argument invalid! miniprogram_state");
        if (WeChatCall.TextOf(body, "lang") is not (null or "" or "zh_CN" or "en_US" or "zh_HK" or "zh_TW")) throw new VendorRefusal(47003, "argument invalid! lang");
        IReadOnlyList<ChatField> fields = TemplateSending.FieldsOf(template, body);
        lock (_lock)
        {
            int left = _accepted.GetValueOrDefault((account.Kind, receiver.OpenId, template.TemplateId));
            if (left == 0) throw new VendorRefusal(43101);
            _accepted[(account.Kind, receiver.OpenId, template.TemplateId)] = left - 1;
        }
        long msgId = sending.NextMsgId();
        Show(account, receiver, template, fields, page, msgId);
        return msgId;
    }

    void Show(DemoAccount account, Receiver receiver, Template template, IReadOnlyList<ChatField> fields, string? page, long msgId)
    {
        bool blocked = receivers.Blocks(account.Kind, receiver);
        bool link = page is not null && Uri.TryCreate(page, UriKind.Absolute, out _);
        if (receiver.Person is { } person)
        {
            ChatMessage line = chats.AddTemplate(person, account.Kind, template, fields, link ? page : null,
                page is null || link ? null : new ChatJump(accounts.MiniProgram.AppId, page), msgId, clientMsgId: null, shown: !blocked);
            chats.Finish(line, blocked ? TemplateSending.UserBlock : TemplateSending.Success);
        }
        if (callbacks.HostBase is null) return;
        callbacks.Later(options.JobFinishDelay, () => callbacks.Send(account,
            CallbackMessage.SubscribeSent(receiver.OpenId, template.TemplateId, msgId, !blocked, TimeProvider.System.GetUtcNow())));
    }
}

static class SubscribeEndpoints
{
    public static void MapSubscribeMessages(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/cgi-bin/message/subscribe/send", Send, audience: Audience.MiniPrograms);
        app.VendorPost("/cgi-bin/message/subscribe/bizsend", Send, audience: Audience.ServiceAccounts);
    }

    static JsonObject Send(WeChatCall call)
    {
        long msgId = call.Service<SubscribeSending>().Send(call.Account, call.Body);
        JsonObject answer = VendorAnswers.Ok();
        answer["msgid"] = msgId;
        return answer;
    }
}
