namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>Who told us of an accepted subscription prompt: the mini program itself, or WeChat's subscribe_msg_popup_event.</summary>
public enum OptInSource { MiniProgram, Popup }

/// <summary>
/// The counted opt-ins of mini-program subscription messages: one accepted prompt is one message. The count is ours to keep, since WeChat
/// only says 43101 when there is none left. Every method is a statement of its own: inside the caller's transaction if one is open (the relay,
/// the callback worker), at once otherwise.
/// </summary>
/// <remarks>developers.weixin.qq.com/miniprogram/dev/framework/open-ability/subscribe-message.html</remarks>
public interface ISubscriptions
{
    /// <summary>How many messages of this template the person still lets us send.</summary>
    Task<int> Remaining(string openId, string templateKey, CancellationToken ct = default);

    /// <summary>
    /// Takes one opt-in; in the caller's transaction, so that it is gone together with the delivery's being written, or not at all.
    /// </summary>
    /// <returns>False when none is left: then nothing may be sent.</returns>
    Task<bool> Take(string openId, string templateKey, CancellationToken ct = default);

    /// <summary>
    /// The person accepted the prompt once. The mini program and WeChat both tell of the same acceptance, in either order; within two
    /// minutes the second word on it counts nothing.
    /// </summary>
    /// <param name="templateKey">Our key of config/wechat/templates.json.</param>
    /// <param name="tap">Names the acceptance among those of this teller: told again with the same name it counts nothing. At most 64 characters.</param>
    /// <param name="at">When it happened.</param>
    Task Accepted(string openId, string templateKey, OptInSource source, string tap, DateTimeOffset at, CancellationToken ct = default);

    /// <summary>WeChat says that nothing may be sent: 43101, or the person switched the template off in the settings.</summary>
    Task Withdrawn(string openId, string templateKey, CancellationToken ct = default);
}
