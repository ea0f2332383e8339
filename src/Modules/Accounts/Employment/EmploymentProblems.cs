using WeChatService.Kernel;

namespace WeChatService.Accounts.Employment;

internal static class EmploymentProblems
{
    public static readonly Problem NotHere = new("registration.not_here", 409, "本地区的人员由机构登记，不用自己注册。请联系本机构管理员。", "PEO-15");
    public static readonly Problem PhoneFirst = new("registration.phone_first", 409, "先用微信手机号登录一次，再注册。", "PEO-15");
    public static readonly Problem NameMissing = new("registration.name_missing", 422, "请填身份证上的姓名。", "PEO-15");
    public static readonly Problem IdentityInvalid = new("registration.identity_invalid", 422, "身份证号不对。请对照身份证再填一遍，一共 18 位。", "PEO-15");
    public static readonly Problem NotKnownNationally = new("registration.not_known_nationally", 409, "全国系统里没有这个姓名和身份证号。请先在全国系统登记，再来注册。", "PEO-15");
    public static readonly Problem RegisteredAlready = new("registration.exists", 409, "这个身份证号注册过了。请用当时的手机号登录。", "PEO-15");
    public static readonly Problem None = new("registration.none", 404, "还没有注册。请先填实名信息。", "PEO-15");
    public static readonly Problem PortraitFirst = new("registration.portrait_first", 409, "证件照还没有识别通过。先拍证件照，再填证书。", "PEO-15");
    public static readonly Problem CertificateUnclear = new("registration.certificate_unclear", 422, "有证书没填完整。种类、等级和编号要对得上，最多 10 本。", "PEO-16");
    public static readonly Problem RegistrationIncomplete = new("employment.registration_incomplete", 409, "注册还没有做完。做完三步再申请入职。", "PEO-15");
    public static readonly Problem EngineerNeedsCertificate = new("employment.engineer_needs_certificate", 409, "入职工程师岗位要有有效的注册消防工程师证。请换一个岗位，或先补证书。", "PEO-17");
    public static readonly Problem OperatorNeedsCertificate = new("employment.operator_needs_certificate", 409, "入职操作员岗位要有有效的证书。请换一个岗位，或先补证书。", "PEO-17");
    public static readonly Problem EmployedAlready = new("employment.employed_already", 409, "您还在职。先办完离职，再申请别的机构。", "PEO-19");
    public static readonly Problem NotEmployed = new("employment.not_employed", 409, "您现在没有在职的机构，不用离职。", "PEO-18");
    public static readonly Problem Waiting = new("employment.waiting", 409, "上一份申请还在等审核，先等结果。", "PEO-18");
    public static readonly Problem AgencyUnknown = new("employment.agency_unknown", 404, "没有找到这家机构，请重新选一家。", "PEO-17");
    public static readonly Problem Unknown = new("employment.unknown", 404, "没有找到这份申请，或者不在您的范围内。", "PEO-18");
    public static readonly Problem ReasonMissing = new("employment.reason_missing", 422, "请写明驳回的原因，申请人会看到，最多 200 字。", "PEO-18");
    public static readonly Problem Decided = new("employment.decided", 409, "这份申请已经处理过，请刷新查看。", "PEO-18");
    public static readonly Problem GoneMeanwhile = new("employment.gone_meanwhile", 409, "申请人已经不在本机构，这份申请不能再通过，请驳回。", "PEO-18");
    public static readonly Problem NotOnesOwn = new("employment.not_ones_own", 409, "自己的申请请另一位授权代表或管理人员审核。", "PEO-18");
    public static readonly Problem NotSure = new("employment.not_sure", 422, "离职以后看不到这家机构的项目和任务，请在页面上确认后再申请。", "PEO-18");
}
