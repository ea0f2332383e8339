using WeChatService.Kernel;

namespace WeChatService.Owners;

internal static class OwnerProblems
{
    public static readonly Problem AddressIncomplete = new("owner.address_incomplete", 422, "还缺单位名称、省、市、区县或详细地址，补上再保存。", "OWN-01");
    public static readonly Problem TooLong = new("owner.too_long", 422, "单位名称和地址最多 100 个字，省、市、区县最多 30 个字，请写短一些。", "OWN-01");
    public static readonly Problem UnitUnknown = new("owner.unknown", 404, "没有这个单位，或者它不归本机构。请搜索后从列表里选。", "OWN-03");
    public static readonly Problem CreditCodeMissing = new("owner.credit_code_missing", 422, "统一社会信用代码要 18 位；没有代码的单位请填 NULL。", "OWN-17");
    public static readonly Problem NameMissing = new("contact.name_missing", 422, "请填写您的姓名（2 到 20 个字）。", "OWN-06");
    public static readonly Problem PhoneInvalid = new("contact.phone_invalid", 422, "手机号不对，请填 11 位手机号。", "OWN-06");
    public static readonly Problem NotAnEmployee = new("contact.not_an_employee", 422, "只有委托单位的员工能绑定。是本单位员工请勾选声明，不是请把二维码转给单位同事。", "OWN-07");
    public static readonly Problem InvitationUnknown = new("invitation.unknown", 404, "这个绑定码不认识，请让项目负责人重新出示二维码。", "OWN-06");
    public static readonly Problem InvitationExpired = new("invitation.expired", 409, "这个绑定码过期了，请让项目负责人重新出示二维码。", "OWN-06");
    public static readonly Problem InvitationRevoked = new("invitation.revoked", 409, "这个绑定码已经换过了，请让项目负责人出示新的二维码。", "OWN-06");
    public static readonly Problem PhoneUnproven = new("contact.phone_unproven", 422, "请先获取短信验证码，确认这个手机号是您的。", "OWN-06");
    public static readonly Problem ConsentMissing = new("contact.consent_missing", 422, "请先看过《个人信息怎么用》并勾选同意，再绑定。", "OWN-06");
    public static readonly Problem ConsentOutdated = new("contact.consent_outdated", 409, "《个人信息怎么用》更新了，请重新看一遍再同意。", "OWN-06");
    public static readonly Problem BindsHimself = new("contact.binds_himself", 409, "本地区的联系人要自己扫绑定码，请出示这个项目的二维码。", "OWN-06");
    public static readonly Problem ServesElsewhere = new("contact.serves_elsewhere", 409, "这位联系人还服务于其他机构的项目，请他本人在微信里登录；您可以先移除再重新添加。", "ACC-23");
    public static readonly Problem NotBound = new("contact.not_bound", 404, "没有找到这个绑定，可能已经解除，请刷新页面。", "OWN-14");
    public static readonly Problem ContactUnknown = new("contact.unknown", 404, "没有找到这位联系人，可能已经移除，请刷新页面。", "OWN-14");
    public static readonly Problem AttachedAlready = new("contact.attached_already", 409, "这位联系人刚刚添加过，请刷新页面。", "OWN-03");
    public static readonly Problem AlreadyBound = new("contact.already_bound", 409, "您已经绑定过这个项目，直接打开就能看。", "OWN-18");
    public static readonly Problem OpenInWeChat = new("contact.open_in_wechat", 403, "请在微信里打开这个页面再绑定。", "OWN-06");
    public static readonly Problem QrUnavailable = new("invitation.qr_unavailable", 503, "微信暂时没有给出二维码，请稍等再试。", "OWN-06");
    public static readonly Problem NotSure = new("own_data.not_sure", 422, "这一步做了不能撤回，请在页面上确认后再做。", "SCR-09");
}
