using WeChatService.Kernel;

namespace WeChatService.Accounts;

internal static class AccountProblems
{
    public static readonly Problem UserNameShape = new("account.user_name_shape", 422, "用户名须为 3 至 30 位字母或数字，请改一下。", "ACC-05");
    public static readonly Problem UserNameTaken = new("account.user_name_taken", 409, "这个用户名已有人用，请换一个。", "ACC-05");
    public static readonly Problem PasswordTooWeak = new("account.password_too_weak", 422, "密码不符合规定，请换一个。", "ACC-06");
    public static readonly Problem PasswordMustChange = new("account.password_must_change", 403, "第一次登录，请先换一个自己的密码。", "ACC-22");
    public static readonly Problem PasswordUnchanged = new("account.password_unchanged", 422, "新密码不能和账号或初始密码一样，请换一个。", "ACC-22");
    public static readonly Problem NothingToChange = new("account.nothing_to_change", 409, "密码已经换过了，直接打开首页就行。", "ACC-22");
    public static readonly Problem OwnerWeChatFirst = new("session.owner_needs_wechat", 401, "请先在微信里从公众号打开这个页面，再登录。", "ACC-22");
    public static readonly Problem ContactClient = new("account.wrong_client_contact", 403, "这是业主联系人的账号，请到业主公众号里登录。", "ACC-22");
    public static readonly Problem WrongPassword = new("account.wrong_password", 401, "用户名或密码不对，请重新输入。", "ACC-27");
    public static readonly Problem Locked = new("account.locked", 403, "连续输错多次，帐号已锁定，请稍后再试。", "ACC-27");
    public static readonly Problem Disabled = new("account.disabled", 403, "帐号还没有开启，请联系本机构管理员。", "PEO-23");
    public static readonly Problem Ineligible = new("account.ineligible", 403, "机构从业条件不够，帐号已自动停用。补齐人员后自动开启。", "ORG-30");
    public static readonly Problem OperatorClient = new("account.wrong_client_operator", 403, "现场执业人员请在小程序里登录。", "ACC-12");
    public static readonly Problem LeadClient = new("account.wrong_client_lead", 403, "项目负责人不能在这里登录。", "ACC-13");
    public static readonly Problem ManagerClient = new("account.wrong_client_manager", 403, "企业管理人员不能在这里登录。", "ACC-14");
    public static readonly Problem AdminClient = new("account.wrong_client_admin", 403, "机构管理员请在电脑管理端登录。", "ACC-03");
    public static readonly Problem OfficerClient = new("account.wrong_client_officer", 403, "监管人员请在电脑管理端登录。", "ACC-16");
    public static readonly Problem OtherClient = new("account.wrong_client", 403, "这个帐号不能在这里登录，请换到规定的入口。", "ACC-13");
    public static readonly Problem OtherDevice = new("account.on_another_phone", 409, "帐号正在另一部手机上用。先在那部手机退出；手机丢了，请机构管理员或项目负责人释放。", "ACC-10");
    public static readonly Problem WeChatFirst = new("session.needs_wechat", 401, "请先从公众号菜单打开页面，再登录。", "ACC-18");
    public static readonly Problem NotLinked = new("session.not_linked", 401, "请先用帐号登录一次，以后就不用再输密码。", "ACC-20");
    public static readonly Problem Ended = new("session.ended", 401, "登录已失效，请重新登录。", "ACC-25");
    public static readonly Problem CodeRefused = new("sign_in.code_refused", 401, "微信登录已失效，请退出小程序后重新打开。", "ACC-20");
    public static readonly Problem PhoneCodeRefused = new("sign_in.phone_code_refused", 422, "手机号没有取到。请再点一次，允许使用手机号。", "ACC-20");
    public static readonly Problem PhoneUnknown = new("account.phone_unknown", 404, "没有找到这个手机号。请让机构管理员核对名单里的号码，或用帐号和密码登录。", "PEO-20");
    public static readonly Problem PhoneAmbiguous = new("account.phone_ambiguous", 409, "这个手机号登记在几个人名下。请用帐号和密码登录。", "PEO-20");
    public static readonly Problem NoAccountYet = new("account.not_opened", 409, "名单里有您，但还没有帐号。请让机构管理员给您开通。", "PEO-20");
    public static readonly Problem NotByPhone = new("account.not_by_phone", 409, "本地区第一次要用帐号和密码登录。", "ACC-20");
    public static readonly Problem NotByPassword = new("account.not_by_password", 409, "本地区第一次要用手机号登录。", "ACC-20");
    public static readonly Problem WeChatSilent = new("sign_in.wechat_unavailable", 503, "微信暂时没有回应，请稍等几秒再试一次。");
    public static readonly Problem ConsentMissing = new("consent.missing", 422, "请先读完并同意这份说明，再继续。", "ACC-20");
    public static readonly Problem ConsentOutdated = new("consent.outdated", 409, "说明刚更新过，请重新打开读一遍再同意。", "ACC-20");
    public static readonly Problem AgreementNeeded = new("consent.needed", 403, "隐私政策还没有同意，或者刚更新过。请先读一遍并同意，再继续。", "ACC-20");
    public static readonly Problem NotOnTheList = new("account.person_unknown", 404, "本机构的人员名单里没有这个人。请先把人登记进名单，再开通帐号。", "PEO-20");
    public static readonly Problem OpenedAlready = new("account.opened_already", 409, "这个人已经有帐号了，不用再开通。", "PEO-20");
    public static readonly Problem ByJoining = new("account.by_joining", 409, "本地区的人员自己注册、申请入职，通过以后帐号就能用，不在这里开通。", "PEO-23");
    public static readonly Problem CategoryMissing = new("account.category_missing", 422, "请选帐号类别。", "PEO-21");
    public static readonly Problem CategoryUnknown = new("account.category_unknown", 422, "本地区没有这个帐号类别，请换一个。", "PEO-22");
    public static readonly Problem CategoryFixed = new("account.category_fixed", 409, "本地区的帐号类别由证书决定，不能另选。", "PEO-21");
    public static readonly Problem NoSuchAccount = new("account.unknown", 404, "没有找到这个帐号，或者不在您的范围内。", "ACC-15");
}
