using Microsoft.Extensions.Configuration;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Messages;

/// <summary>
/// Hands one template message to WeChat, once. WeChat drops a second message with the same openid and client_msg_id for ten minutes,
/// which is what makes sending an unknown one again harmless; deciding that is the pipeline's.
/// </summary>
internal sealed class TemplateMessageSender(WeChatApi api, TemplateBook templates, IConfiguration configuration) : INoticeSender
{
    private const string Path = "/cgi-bin/message/template/send";
    private readonly Uri? site = Uri.TryCreate(configuration["Public:Base"], UriKind.Absolute, out var given) ? given : null;

    public async Task<SendOutcome> Send(NoticeToSend notice, CancellationToken ct)
    {
        if (templates.Find(notice.Account, notice.TemplateKey) is not { } template)
            return new SendOutcome.Misconfigured($"no template {notice.TemplateKey} for {notice.Account}");
        try
        {
            var answer = await api.Call(notice.Account, Path, Body(notice, template), Repeat.Once, ct);
            return Outcome(answer);
        }
        catch (NoAnswer e) when (!e.Left) { return new SendOutcome.RetryAfter(TimeSpan.FromSeconds(10)); }
        catch (NoAnswer e) { return new SendOutcome.Unknown(e.Message); }
        catch (WeChatUnavailable) { return new SendOutcome.RetryAfter(TimeSpan.FromSeconds(5)); }
        catch (WeChatMisconfigured e) { return new SendOutcome.Misconfigured(e.Message); }
    }

    private object Body(NoticeToSend notice, TemplateBook.Template template)
    {
        var given = notice.Fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        return new
        {
            touser = notice.OpenId,
            template_id = template.Id,
            url = notice.Url is null || site is null ? notice.Url : new Uri(site, notice.Url).AbsoluteUri,
            client_msg_id = notice.DeliveryId.ToString("N"),
            // Every field of the template and no other: WeChat refuses a missing one and an extra one alike.
            data = template.Fields.ToDictionary(name => name, name => new { value = FieldLimits.Fit(name, given.GetValueOrDefault(name, "")) }),
        };
    }

    private static SendOutcome Outcome(WeChatAnswer answer)
    {
        var reason = $"{answer.Code} ({answer.RequestId ?? "no rid"})";
        return answer.Code switch
        {
            0 => answer.Number("msgid") is { } id ? new SendOutcome.Sent(id) : new SendOutcome.Unknown("accepted without a msgid"),
            43004 or 50005 => new SendOutcome.NotFollowing(),
            45009 => new SendOutcome.QuotaReached(),
            45011 => new SendOutcome.TooFast(),
            43117 or 40241 => new SendOutcome.RetryAfter(TimeSpan.FromSeconds(30), reason),
            _ when answer.Busy => new SendOutcome.RetryAfter(TimeSpan.FromSeconds(5), reason),
            // What is wrong with this receiver or this text; the next message may be fine.
            40003 or 49003 or 43019 or 43101 or 43116 or 50002 or 40039 or 40249 => new SendOutcome.Refused(reason),
            47003 or 40036 or 40037 => new SendOutcome.Refused($"{reason} {Argument(answer.Message)}".TrimEnd()),
            // What is wrong with us: secret, address list, capability, template.
            _ => new SendOutcome.Misconfigured(reason),
        };
    }

    /// <summary>The field that WeChat names in a 47003: "argument invalid! data.thing36.value is empty".</summary>
    private static string Argument(string? message) =>
        message?.Split(' ').FirstOrDefault(word => word.StartsWith("data.", StringComparison.Ordinal)) ?? "";
}
