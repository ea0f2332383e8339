namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>
/// The three WeChat identities the service answers under: the service account of the agencies' people (公众号, H5),
/// the one of the owners' contacts, and the mini program. An openid means something only together with its kind.
/// </summary>
public enum ServiceAccountKind { Agency, Owner, MiniProgram }
