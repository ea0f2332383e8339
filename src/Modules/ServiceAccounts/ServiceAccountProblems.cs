using WeChatService.Kernel;

namespace WeChatService.ServiceAccounts;

internal static class ServiceAccountProblems
{
    public static readonly Problem CallbackForged = new("callback.forged", 401, "签名不对，这次推送没有被接受。请核对公众平台里的令牌和密钥。");
    public static readonly Problem CallbackUnencrypted = new("callback.unencrypted", 401, "推送没有加密，没有被接受。请确认公众平台的消息加解密方式与本服务设置的一致。");
    public static readonly Problem CallbackStale = new("callback.stale", 401, "推送的时间与现在相差太大，没有被接受。请核对服务器时钟。");
    public static readonly Problem CallbackOfAnother = new("callback.of_another_account", 401, "推送属于另一个帐号，没有被接受。请核对 AppID 和推送地址。");
    public static readonly Problem CallbackMalformed = new("callback.malformed", 400, "推送内容不完整或格式不对，没有被接受。请确认公众平台里的消息加解密方式和数据格式。");
    public static readonly Problem CallbackTooLarge = new("callback.too_large", 413, "推送内容超过 64 KB，没有被接受。");
    public static readonly Problem NotSetUp = new("service_account.not_set_up", 404, "这个帐号还没有接入，请联系平台管理员填好帐号设置。");
    public static readonly Problem WeChatSilent = new("wechat.unavailable", 503, "微信暂时没有回应，请稍等几秒再试一次。");
    public static readonly Problem WeChatRefuses = new("wechat.refused", 503, "微信拒绝了平台的请求，已经记下。请稍后再试，或联系平台管理员。");
    public static readonly Problem ReturnNotLocal = new("oauth.return_not_local", 400, "要返回的地址不是本站页面，请从公众号菜单重新打开。");
    public static readonly Problem OAuthStateUnknown = new("oauth.state_unknown", 403, "登录没有从这台手机开始，或已超过十分钟。请从公众号菜单重新打开。", "ACC-18");
    public static readonly Problem OAuthCodeRefused = new("oauth.code_refused", 401, "微信登录已失效，请从公众号菜单重新打开。", "ACC-18");
    public static readonly Problem TemplateUnknown = new("subscription.template_unknown", 400, "这个订阅消息模板不是本小程序的，请退出小程序重新打开后再试。");
    public static readonly Problem PageNotOurs = new("js_sdk.page_not_ours", 400, "只能为本站页面签名，请从公众号菜单打开页面。");
}
