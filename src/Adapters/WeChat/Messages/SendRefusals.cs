using WeChatService.Messaging.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Messages;

/// <summary>What an errcode of a send means for the delivery, the account, and the next try. One table for template and subscription messages.</summary>
/// <remarks>
/// developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html ·
/// developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
/// </remarks>
internal static class SendRefusals
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    public static SendOutcome Outcome(WeChatAnswer answer)
    {
        var reason = $"{answer.Code} ({answer.RequestId ?? "no rid"})";
        return answer.Code switch
        {
            // The receiver follows no more, or never did.
            43004 or 50005 => new SendOutcome.NotFollowing(),
            // The account's day is used up.
            45009 => new SendOutcome.QuotaReached(),
            // Too much in this minute, all messages together.
            45011 => new SendOutcome.TooFast(),
            // "The message is duplicate in 60 seconds": this text to this receiver; asked again within the minute it is refused again.
            40241 => new SendOutcome.RetryAfter(TimeSpan.FromSeconds(61), reason),
            // Too much for this one receiver.
            43117 => new SendOutcome.RetryAfter(TimeSpan.FromSeconds(30), reason),
            _ when answer.TokenRefused => new SendOutcome.NotYet(Moment, reason),
            _ when answer.Busy => new SendOutcome.RetryAfter(Moment, reason),
            // What is wrong with this receiver or this text; the next message may be fine.
            40003 or 49003 or 43019 or 43101 or 43116 or 50002 => new SendOutcome.Refused(reason),
            40008 or 40039 or 40165 or 40166 or 40249 or 41030 => new SendOutcome.Refused(reason),
            47003 or 40036 or 40037 => new SendOutcome.Refused($"{reason} {Argument(answer.Message)}".TrimEnd()),
            // What is wrong with us: secret, address list, capability.
            _ => new SendOutcome.Misconfigured(reason),
        };
    }

    /// <summary>The field that WeChat names in a 47003: "argument invalid! data.thing36.value is empty".</summary>
    private static string Argument(string? message) =>
        message?.Split(' ').FirstOrDefault(word => word.StartsWith("data.", StringComparison.Ordinal)) ?? "";
}
