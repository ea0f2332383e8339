using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>Subscribe messages of the mini program: one accepted prompt is one message, then 43101.</summary>
public sealed class SubscribeSending(TemplateLibrary templates, People people, Chats chats, DemoAccounts accounts)
{
    readonly Lock _lock = new();
    readonly Dictionary<(string PersonKey, string TemplateId), int> _accepted = [];

    public void Accept(Person person, string templateId, int times)
    {
        lock (_lock) _accepted[(person.Key, templateId)] = _accepted.GetValueOrDefault((person.Key, templateId)) + times;
    }

    public void Reset()
    {
        lock (_lock) _accepted.Clear();
    }

    public void Send(DemoAccount account, JsonObject body)
    {
        if (people.ByOpenId(WeChatCall.TextOf(body, "touser")) is not { } receiver || receiver.Account != account.Kind)
            throw new VendorRefusal(40003, "invalid openid");
        Template template = templates.Find(account.Kind, WeChatCall.TextOf(body, "template_id")) ?? throw new VendorRefusal(40037, "invalid template_id");
        string? page = WeChatCall.TextOf(body, "page");
        if (page is not null && accounts.MiniProgram.Pages is { Count: > 0 } pages && !pages.Contains(page.Split('?')[0]))
            throw new VendorRefusal(41030, "invalid page");
        if (WeChatCall.TextOf(body, "miniprogram_state") is not (null or "developer" or "trial" or "formal"))
            throw new VendorRefusal(47003, "argument invalid! miniprogram_state");
        IReadOnlyList<ChatField> fields = TemplateSending.FieldsOf(template, body);
        lock (_lock)
        {
            int left = _accepted.GetValueOrDefault((receiver.Person.Key, template.TemplateId));
            if (left == 0) throw new VendorRefusal(43101, "user refuse to accept the msg");
            _accepted[(receiver.Person.Key, template.TemplateId)] = left - 1;
        }
        ChatMessage message = chats.AddTemplate(receiver.Person, account.Kind, template, fields, null,
            page is null ? null : new ChatJump(account.AppId, page), msgId: null, clientMsgId: null, shown: true);
        chats.Finish(message, "success");
    }
}

static class SubscribeEndpoints
{
    public static void MapSubscribeMessages(this IEndpointRouteBuilder app) =>
        app.VendorPost("/cgi-bin/message/subscribe/send", call =>
        {
            if (call.Account.Kind != AccountKind.MiniProgram) throw new VendorRefusal(48001, "api unauthorized");
            call.Context.RequestServices.GetRequiredService<SubscribeSending>().Send(call.Account, call.Body);
            return VendorAnswers.Ok();
        });
}
