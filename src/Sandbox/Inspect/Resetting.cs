using WeChatService.Sandbox.Mail;
using WeChatService.Sandbox.ObjectStore;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.TencentCloud;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Inspect;

/// <summary>Forgets everything the sandbox learnt since it started.</summary>
public sealed class Resetting(
    Followers followers, Chats chats, CallbackLog deliveries, CallbackDriver callbacks, RequestLog log, FaultBoard faults, SandboxClock clock,
    AccessTokens tokens, TemplateLibrary templates, TemplateSending sending, SubscribeSending subscribing, QrCodes codes, Menus menus,
    JsTickets tickets, OAuthCodes oauth, MiniProgramSessions sessions, Bucket bucket, Quotas quotas, Rids rids, Receivers receivers, RepeatWindow repeats, Tags tags,
    AnswerWindows windows, Industries industries, ConditionalMenus conditional, MiniProgramLinks links, People people, SmsInbox sms, MailBox mails)
{
    /// <summary>What people did: follows, chats, places, faults, log. The accounts keep their menus, codes, tokens and objects,
    /// so that a running product goes on undisturbed.</summary>
    public void Phones()
    {
        followers.Reset();
        chats.Reset();
        sms.Reset();
        mails.Reset();
        deliveries.Clear();
        log.Clear();
        faults.Clear();
    }

    public void Everything()
    {
        Phones();
        clock.Reset();
        tokens.Reset();
        templates.Reload();
        sending.Reset();
        subscribing.Reset();
        codes.Reset();
        menus.Reset();
        tickets.Reset();
        oauth.Reset();
        sessions.Reset();
        bucket.Reset();
        quotas.Reset();
        rids.Reset();
        receivers.Reset();
        repeats.Reset();
        tags.Reset();
        windows.Reset();
        industries.Reset();
        conditional.Reset();
        links.Reset();
        people.Linked = true;
        Array.Fill(callbacks.Modes, CallbackMode.Safe);
        Array.Fill(callbacks.Formats, CallbackFormat.Xml);
    }
}
