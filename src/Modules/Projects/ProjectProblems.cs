using WeChatService.Kernel;

namespace WeChatService.Projects;

internal static class ProjectProblems
{
    public static readonly Problem NoFence = new("project.no_fence", 409, "这个项目还没有标位置，请管理员先在电脑端标注围栏。", "PRJ-22");
    public static readonly Problem AreasDiffer = new("project.areas_differ", 422, "地上加地下面积要等于总面积，请改好。", "PRJ-12");
    public static readonly Problem WaterSupplyIncomplete = new("project.water_supply_incomplete", 422, "供水设施要填类型、位置和容积。", "PRJ-14");
    public static readonly Problem LeadersAreOne = new("project.leaders_are_one", 409, "同一个项目的项目负责人和技术负责人不能是同一个人，请换一个人。", "PEO-13");
    public static readonly Problem TechnicalLeadNeverLeads = new("project.technical_lead_never_leads", 409, "技术负责人不能兼任项目负责人，请换一个人做项目负责人。", "PEO-12");
    public static readonly Problem TermBackwards = new("project.term_backwards", 422, "合同到期日在开始日之前，请改好。", "CON-09");
    public static readonly Problem PhoneInvalid = new("project.phone_invalid", 422, "消控室电话不对。可填手机号、7 至 8 位号码，或带区号和分机，如 010-8695553-2333。", "OWN-16");
    public static readonly Problem LeadUnknown = new("project.lead_unknown", 422, "请选一位能当项目负责人的同事。", "PEO-29");
    public static readonly Problem NotYours = new("project.not_yours", 404, "没有这个项目，或者它不归您负责。", "ACC-15");
    public static readonly Problem OnlyLeadRemovesContacts = new("project.only_lead_removes_contacts", 403, "只有本项目负责人或机构管理员能移除联系人。", "OWN-06");
    public static readonly Problem NoSuchContact = new("project.no_such_contact", 404, "没有这位联系人，可能已经移除，请刷新页面。", "OWN-14");
    public static readonly Problem OnlyLeadInvites = new("project.only_lead_invites", 403, "只有本项目负责人能出示绑定码。", "OWN-06");
    public static readonly Problem EntryIncomplete = new("project.entry_incomplete", 422, "还有没填的，补上再保存。", "CON-01");
    public static readonly Problem EntryTooLong = new("project.entry_too_long", 422, "项目名称和地址最多 100 个字，合同编号最多 50 个字，请写短一些。", "CON-01");
    public static readonly Problem UnitUnknown = new("project.unit_unknown", 404, "没有这个单位，或者它不归本机构。请先录入单位，再从列表里选。", "OWN-04");
    public static readonly Problem UnitHasNoContact = new("project.unit_has_no_contact", 409, "这个单位还没有联系人。先添加联系人，再录入合同和项目。", "OWN-04");
    public static readonly Problem PersonUnknown = new("project.person_unknown", 404, "有一个人不在本机构的人员名单里，请重新选。", "PEO-08");
    public static readonly Problem BrigadeUnknown = new("project.brigade_unknown", 404, "没有这个管辖部门，请重新选。", "PRJ-22");
    public static readonly Problem NotPublic = new("project.not_public", 403, "本地区的项目不公开，只有消防部门能查。", "ORG-26");
    public static readonly Problem NotListed = new("project.not_listed", 404, "没有找到这个项目，请回列表再选。", "ORG-38");
    public static readonly Problem PositionTooInaccurate = new("position.too_inaccurate", 422, "定位还不准。请到门口等 10 秒，再定位一次。", "CHK-01");
}
