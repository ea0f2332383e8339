using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Ports;

/// <summary>Hands one template message to WeChat. Stateless: the pipeline decides when, how often and whether again.</summary>
public interface INoticeSender
{
    /// <summary>
    /// Sends once, without any retry of its own, with <c>client_msg_id</c> = <see cref="NoticeToSend.DeliveryId"/>
    /// (WeChat drops a repeat of the same openid and id for 10 minutes). Never throws for what WeChat or the wire
    /// did: an answer that did not come, or made no sense, is <see cref="SendOutcome.Unknown"/>.
    /// </summary>
    Task<SendOutcome> Send(NoticeToSend notice, CancellationToken ct);
}

/// <param name="DeliveryId">The delivery's id, written as 32 hex digits into <c>client_msg_id</c>.</param>
/// <param name="Account">The service account that sends.</param>
/// <param name="OpenId">The follower, as that account knows him.</param>
/// <param name="TemplateKey">The <c>key</c> of config/wechat/templates.json.</param>
/// <param name="Fields">Every field of the template, in whole words; the adapter cuts them to WeChat's limits.</param>
/// <param name="Url">Path of the H5 page, "/agency/reviews/…"; the adapter puts the public base before it.</param>
public sealed record NoticeToSend(
    Guid DeliveryId,
    ServiceAccountKind Account,
    string OpenId,
    string TemplateKey,
    IReadOnlyList<NoticeField> Fields,
    string? Url);

/// <param name="Name">The typed keyword without <c>.DATA</c>: "thing1".</param>
/// <param name="Value">May be empty or long; WeChat answers 47003 to both, so the adapter fills and cuts.</param>
public sealed record NoticeField(string Name, string Value);
