using WeChatService.Kernel;

namespace WeChatService.Agencies;

internal static class AgencyProblems
{
    public static readonly Problem NoSuchOffice = new("agency.office_unknown", 404, "没有找到这个办公地，请刷新后再选。", "ORG-36");
    public static readonly Problem RegisteredAlready = new("agency.registered_already", 409, "这家机构注册过了。请用当时的手机号登录。", "ORG-34");
    public static readonly Problem ServiceTypeMissing = new("agency.service_type_missing", 422, "请选服务类别：维护保养检测、消防安全评估，至少一种。", "ORG-08");
    public static readonly Problem OneDefaultOffice = new("agency.one_default_office", 422, "请填办公地，最多 20 处，其中一处选作默认办公地。", "ORG-36");
    public static readonly Problem OfficeUnclear = new("agency.office_unclear", 422, "办公地要选所在的区，再填到门牌号的地址。", "ORG-35");
    public static readonly Problem NotListed = new("agency.not_listed", 404, "没有找到这家机构，请回列表再选。", "ORG-38");
    public static readonly Problem EmployedAlready = new("person.employed_already", 409, "这个人还在另一家机构在职。先办完那边的离职，再入职。", "PEO-19");
    public static readonly Problem ChangesAreFiled = new("person.changes_are_filed", 409, "本地区的人员资料不能直接改。请提交人员变更申请，总队批准以后生效。", "PEO-06");
    public static readonly Problem ImportedOnly = new("person.imported_only", 409, "本地区的人员从全国系统同步，不能在这里改。请先在全国系统变更。", "PEO-06");
    public static readonly Problem NotImported = new("agency.not_imported", 409, "本地区的机构和人员不从全国系统同步，请换一个地区。", "ORG-29");
    public static readonly Problem RegistersHimself = new("person.registers_himself", 409, "本地区的人员自己注册和申请入职，不能由机构登记。请让本人在小程序里注册。", "PEO-01");
    public static readonly Problem EntryUnclear = new("staff_change.unclear", 422, "姓名、手机号、身份证号和证书要填完整，最多 10 本证书。", "PEO-03");
    public static readonly Problem NotKnownNationally = new("staff_change.not_known_nationally", 409, "全国系统里没有这个姓名和身份证号。请先在全国系统变更，再报这里。", "PEO-07");
    public static readonly Problem EngineerNotRegistered = new("staff_change.engineer_not_registered", 409, "全国系统里没有登记这位工程师。工程师自己注册或者转注册以后，机构才能录入。", "PEO-01");
    public static readonly Problem PersonUnknown = new("person.unknown", 404, "没有找到这个人，或者不在本机构。", "PEO-06");
    public static readonly Problem ChangeUnknown = new("staff_change.unknown", 404, "没有找到这份变更申请，或者不在您的范围内。", "PEO-06");
    public static readonly Problem ChangeWaits = new("staff_change.waits", 409, "这个人的上一份变更还在等总队批准，先等结果。", "PEO-06");
    public static readonly Problem ChangeDecided = new("staff_change.decided", 409, "这份变更申请已经处理过，请刷新查看。", "PEO-06");
    public static readonly Problem ChangeReasonMissing = new("staff_change.reason_missing", 422, "请写明不批准的原因，机构会看到，最多 200 字。", "PEO-06");
    public static readonly Problem AppointedNationally = new("person.appointed_nationally", 409, "本地区的技术负责人在全国系统登记，同步过来，不能在这里任命。", "PEO-11");
    public static readonly Problem HasLeft = new("person.has_left", 409, "这个人已不在本机构，请换一个人。", "PEO-30");
    public static readonly Problem LeadNeedsEngineer = new("person.lead_needs_engineer", 409, "项目负责人须是注册消防工程师，请换一个人。", "PEO-08");
    public static readonly Problem LeadNeedsFirstGrade = new("person.lead_needs_first_grade", 409, "本地区的项目负责人须是一级注册消防工程师，请换一个人。", "PEO-08");
    public static readonly Problem TechnicalLeadNeverLeads = new("person.technical_lead_never_leads", 409, "技术负责人不能兼任项目负责人，请换一个人。", "PEO-12");
    public static readonly Problem SiteNeedsCertificate = new("person.site_needs_certificate", 409, "现场作业须持有规定等级的消防设施操作员证，请换一个人。", "PEO-09");
    public static readonly Problem TechnicalLeadNeedsFirstGrade = new("person.technical_lead_needs_first_grade", 409, "技术负责人须是一级注册消防工程师，请换一个人。", "PEO-10");
    public static readonly Problem NotAppointed = new("person.not_appointed", 409, "这个人还没有被任命为技术负责人，请先任命。", "PEO-14");
    public static readonly Problem OneTechnicalLeadOnly = new("person.one_technical_lead_only", 409, "本机构已有技术负责人，请先在全国系统变更。", "PEO-11");
    public static readonly Problem CertificateExpired = new("person.certificate_expired", 409, "证书已过有效期，续期后才能安排。", "PEO-27");
}
