using Microsoft.Extensions.Configuration;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Messages;

/// <summary>
/// Hands one message to WeChat, once: a template message of a service account, or a subscription message of the mini program. WeChat drops
/// a second template message with the same openid and client_msg_id for ten minutes, which is what makes sending an unknown one again
/// harmless; deciding that is the pipeline's. Subscription messages have no such id.
/// </summary>
internal sealed class TemplateMessageSender(
    WeChatApi api, TemplateBook templates, SpentOptIns optIns, IAlarmBell alarms, IConfiguration configuration, TimeProvider clock) : INoticeSender
{
    /// <summary>developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html</summary>
    public const string TemplatePath = "/cgi-bin/message/template/send";

    /// <summary>developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html</summary>
    public const string SubscribePath = "/cgi-bin/message/subscribe/send";

    private readonly Uri? site = Uri.TryCreate(configuration["Public:Base"], UriKind.Absolute, out var given) ? given : null;

    /// <summary>formal, trial or developer: which version of the mini program a message opens.</summary>
    private readonly string version = configuration["WeChat:MiniProgram:State"] is { Length: > 0 } state ? state : "formal";

    public async Task<SendOutcome> Send(NoticeToSend notice, CancellationToken ct)
    {
        if (templates.Find(notice.Account, notice.TemplateKey) is not { } template)
            return new SendOutcome.Misconfigured($"no template {notice.TemplateKey} for {notice.Account}");
        var subscribe = notice.Account == ServiceAccountKind.MiniProgram;
        try
        {
            var answer = subscribe
                ? await api.Call(notice.Account, SubscribePath, SubscribeMessage(notice, template), Repeat.Once, ct)
                : await api.Call(notice.Account, TemplatePath, TemplateMessage(notice, template), Repeat.Once, ct);
            if (answer.Succeeded)
            {
                await alarms.Works(notice.Account, TemplateAlarm(notice.TemplateKey));
                return Sent(answer, subscribe);
            }
            await TellWhomItConcerns(notice, answer);
            return SendRefusals.Outcome(answer);
        }
        catch (NoAnswer e) when (!e.Left) { return new SendOutcome.RetryAfter(TimeSpan.FromSeconds(10), e.Message); }
        catch (NoAnswer e) { return new SendOutcome.Unknown(e.Message); }
        catch (WeChatUnavailable e) { return new SendOutcome.NotYet(TimeSpan.FromSeconds(5), e.Message); }
        catch (WeChatMisconfigured e) { return new SendOutcome.Misconfigured(e.Message); }
    }

    private object TemplateMessage(NoticeToSend notice, TemplateBook.Template template) => new
    {
        touser = notice.OpenId,
        template_id = template.Id,
        url = notice.Url is null || site is null ? notice.Url : new Uri(site, notice.Url).AbsoluteUri,
        client_msg_id = notice.DeliveryId.ToString("N"),
        data = Data(notice, template),
    };

    private object SubscribeMessage(NoticeToSend notice, TemplateBook.Template template) => new
    {
        touser = notice.OpenId, template_id = template.Id, page = template.Page, miniprogram_state = version, lang = "zh_CN", data = Data(notice, template),
    };

    /// <summary>Every field of the template and no other: WeChat refuses a missing one and an extra one alike.</summary>
    private Dictionary<string, object> Data(NoticeToSend notice, TemplateBook.Template template)
    {
        var given = notice.Fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        return template.Fields.ToDictionary(f => f.Name,
            object (f) => new { value = FieldLimits.Fit(f.Name, given.GetValueOrDefault(f.Name, ""), clock.GetUtcNow(), f.Values) });
    }

    private static SendOutcome Sent(WeChatAnswer answer, bool subscribe) => answer.Number("msgid") switch
    {
        { } id => new SendOutcome.Sent(id),
        // Not every answer to a subscription message names one.
        null when subscribe => new SendOutcome.Sent(0),
        null => new SendOutcome.Unknown("accepted without a msgid"),
    };

    private static string TemplateAlarm(string key) => $"template {key}";

    private async Task TellWhomItConcerns(NoticeToSend notice, WeChatAnswer answer)
    {
        if (answer.Code == 43101 && notice.Account == ServiceAccountKind.MiniProgram) await optIns.NoneLeft(notice.OpenId, notice.TemplateKey);
        // Every message of this template will be refused, yet the account's other templates are fine: an alarm, no rest for the account.
        if (answer.Code is 40036 or 40037)
            await alarms.Ring(notice.Account, answer.Code, TemplateAlarm(notice.TemplateKey),
                $"模板 {notice.TemplateKey} 的编号在这个帐号里不存在：请用 scripts/wechat templates 核对，再更新 WeChat__{notice.Account}__Templates__{notice.TemplateKey}。");
    }
}
