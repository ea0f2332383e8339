using WeChatService.Kernel;

namespace WeChatService.Owners;

internal static class OwnerProblems
{
    public static readonly Problem AddressIncomplete = new("owner.address_incomplete", 422, "还缺单位名称、区县或详细地址，补上再保存。", "OWN-01");
    public static readonly Problem CreditCodeMissing = new("owner.credit_code_missing", 422, "统一社会信用代码要 18 位；没有代码的单位请填 NULL。", "OWN-17");
    public static readonly Problem NameMissing = new("contact.name_missing", 422, "请填写您的姓名（2 到 20 个字）。", "OWN-06");
    public static readonly Problem PhoneInvalid = new("contact.phone_invalid", 422, "手机号不对，请填 11 位手机号。", "OWN-06");
    public static readonly Problem NotAnEmployee = new("contact.not_an_employee", 422, "只有委托单位的员工能绑定。是本单位员工请勾选声明，不是请把二维码转给单位同事。", "OWN-07");
    public static readonly Problem InvitationUnknown = new("invitation.unknown", 404, "这个绑定码不认识，请让项目负责人重新出示二维码。", "OWN-06");
    public static readonly Problem InvitationExpired = new("invitation.expired", 409, "这个绑定码过期了，请让项目负责人重新出示二维码。", "OWN-06");
    public static readonly Problem AlreadyBound = new("contact.already_bound", 409, "您已经绑定过这个项目，直接打开就能看。", "OWN-18");
    public static readonly Problem OpenInWeChat = new("contact.open_in_wechat", 403, "请在微信里打开这个页面再绑定。", "OWN-06");
    public static readonly Problem QrUnavailable = new("invitation.qr_unavailable", 503, "微信暂时没有给出二维码，请稍等再试。", "OWN-06");
}
