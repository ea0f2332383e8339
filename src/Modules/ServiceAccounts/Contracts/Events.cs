using WeChatService.Kernel;

namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>Somebody scanned a code of ours, by following with it or while already following.</summary>
/// <param name="NewFollower">True when the scan made the person follow.</param>
public sealed record SceneScanned(ServiceAccountKind Account, string OpenId, string Scene, bool NewFollower) : IEvent;

/// <summary>Somebody began or ceased to follow. <paramref name="SubjectId"/> is null while nobody is linked to the openid.</summary>
public sealed record FollowerChanged(ServiceAccountKind Account, string OpenId, Guid? SubjectId, bool Subscribed) : IEvent;

/// <summary>WeChat's last word on a template message: <paramref name="Status"/> is its own text, "success" or "failed:…".</summary>
public sealed record TemplateJobFinished(ServiceAccountKind Account, long MsgId, string Status) : IEvent;
