using WeChatService.Kernel;

namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>Somebody scanned a code of ours, by following with it or while already following.</summary>
/// <param name="NewFollower">True when the scan made the person follow.</param>
public sealed record SceneScanned(ServiceAccountKind Account, string OpenId, string Scene, bool NewFollower) : IEvent;

/// <summary>Somebody began or ceased to follow. <paramref name="SubjectId"/> is null while nobody is linked to the openid.</summary>
public sealed record FollowerChanged(ServiceAccountKind Account, string OpenId, Guid? SubjectId, bool Subscribed) : IEvent;

/// <summary>WeChat's last word on a template message: <paramref name="Status"/> is its own text, "success" or "failed:…".</summary>
public sealed record TemplateJobFinished(ServiceAccountKind Account, long MsgId, string Status) : IEvent;

/// <summary>
/// Somebody allowed or refused a subscription message. <paramref name="InSettings"/> false: asked by a page, and one yes is one message
/// (subscribe_msg_popup_event); true: changed in the settings (subscribe_msg_change_event).
/// </summary>
/// <param name="TemplateId">WeChat's id, not our key.</param>
/// <param name="At">WeChat's second of sending.</param>
public sealed record SubscriptionAnswered(ServiceAccountKind Account, string OpenId, string TemplateId, bool Accepted, bool InSettings, DateTimeOffset At) : IEvent;

/// <summary>WeChat's last word on a subscription message (subscribe_msg_sent_event); <paramref name="ErrorCode"/> 0 means it arrived.</summary>
public sealed record SubscriptionMessageFinished(ServiceAccountKind Account, string OpenId, string TemplateId, long MsgId, int ErrorCode, string Status) : IEvent;

/// <summary>Somebody withdrew the consent to use personal data (user_authorization_revoke): what WeChat told of that person must go.</summary>
public sealed record AuthorizationRevoked(ServiceAccountKind Account, string OpenId) : IEvent;
