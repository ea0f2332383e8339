using WeChatService.Kernel;

namespace WeChatService.Plans;

internal static class PlanProblems
{
    public static readonly Problem ProjectMissing = new("plan.project_missing", 422, "请选一个项目。", "PLN-22");
    public static readonly Problem KindUnknown = new("plan.kind_unknown", 422, "计划只有月、季、年三种，请选一种。", "PLN-01");
    public static readonly Problem DateMissing = new("plan.date_missing", 422, "请选计划日期。", "PLN-22");
    public static readonly Problem MonthNotOpen = new("plan.month_not_open", 409, "只能建当月的计划。", "PLN-02");
    public static readonly Problem OutsideTerm = new("plan.outside_term", 409, "这个月不在合同期内，不能建计划。", "PLN-24");
    public static readonly Problem MonthRests = new("plan.month_suspended", 409, "这个月项目已批准暂停，不用建计划。", "PLN-29");
    public static readonly Problem MonthHasPlan = new("plan.month_has_plan", 409, "这个月已经有维保计划，不能暂停。", "PRJ-35");
    public static readonly Problem SystemsLocked = new("plan.systems_locked", 409, "计划已经下发，系统不能再改。要改，请先删掉已下发的计划。", "PRJ-24");
    public static readonly Problem DayNotInTime = new("plan.day_not_in_time", 422, "计划的日子要在今天到截止日之间，请重选。", "PLN-22");
    public static readonly Problem ProjectIncomplete = new("plan.project_incomplete", 409, "项目资料还不全，不能建计划。", "PRJ-22");
    public static readonly Problem ProjectIsDraft = new("plan.project_is_draft", 409, "项目还没有提交，请先把项目登记完。", "PRJ-27");
    public static readonly Problem ProjectEnded = new("plan.project_ended", 409, "项目已经结束，不能再建计划。", "PRJ-33");
    public static readonly Problem ProjectExpired = new("plan.project_expired", 409, "合同已到期，续签并更新项目后再建计划。", "PRJ-44");
    public static readonly Problem Exists = new("plan.exists", 409, "这个项目本月已经有同类计划，直接打开它就可以。", "PLN-09");
    public static readonly Problem OnlyOne = new("plan.only_one", 409, "检测和评估项目只有一个计划。记录有误请让现场重测后重新提交，不用再建计划。", "PLN-05");
    public static readonly Problem NoPlanForVisits = new("plan.not_for_visits", 409, "本地区检测和评估不用建计划，项目成员到现场打卡执业就可以。", "PLN-05");
    public static readonly Problem ContentGenerated = new("plan.content_generated", 409, "计划内容按标准自动生成，不能改。要改设施，请先删计划，再让管理员改项目的系统。", "PLN-10");
    public static readonly Problem ContentWritten = new("plan.content_written", 409, "计划内容写在整期维保计划里，请到那里改。", "PLN-23");
    public static readonly Problem NothingWritten = new("plan.nothing_written", 409, "这个项目还没有维保计划。请先编制整期维保计划并点“生成维保计划”，再建当期计划。", "PLN-23");
    public static readonly Problem KindAsWritten = new("plan.kind_as_written", 409, "这一期写的不是这一种，请按维保计划建。", "PLN-23");
    public static readonly Problem TickedOffButIssued = new("plan.ticked_off_but_issued", 409, "去掉的设施里有已下发的，请先移除再去掉。", "PLN-16");
    public static readonly Problem NotYours = new("plan.not_yours", 404, "没有这个计划，或者它不归您负责。", "ACC-15");
    public static readonly Problem OnlyLead = new("plan.only_lead", 403, "只有本项目负责人能建和下发计划。", "ACC-15");
    public static readonly Problem NothingChosen = new("plan.nothing_chosen", 422, "还没有选设施，请至少选一项。", "PLN-11");
    public static readonly Problem FacilityUnknown = new("plan.facility_unknown", 422, "计划里没有这项设施，请刷新后重选。", "PLN-11");
    public static readonly Problem FacilityTaken = new("plan.facility_taken", 409, "这项设施已经开始做了，不能再改派。", "PLN-14");
    public static readonly Problem NotAssignedToYou = new("plan.not_assigned_to_you", 409, "这项设施没有下发给您，请联系项目负责人。", "FLD-01");
    public static readonly Problem NobodyChosen = new("plan.nobody_chosen", 422, "还没有选派给哪位，请选一位。", "PLN-11");
    public static readonly Problem OnePersonEach = new("plan.one_person_each", 409, "一项设施只能派给一位。要几位一起做，请把设施分开派。", "PLN-12");
    public static readonly Problem AssigneeUnknown = new("plan.assignee_unknown", 422, "没有找到这位人员，请重新选择。", "PLN-11");
    public static readonly Problem AssigneeNotMember = new("plan.assignee_not_member", 409, "这位人员不在项目里，请选项目成员。", "PLN-13");
    public static readonly Problem LeadNotAssignable = new("plan.lead_not_assignable", 409, "本地区计划只能下发给现场作业人员。", "PLN-13");
    public static readonly Problem AssignedFirst = new("plan.assigned_first", 409, "计划已下发。请先移除已下发的设施，再删除计划。", "PLN-16");
    public static readonly Problem BeingExecuted = new("plan.being_executed", 409, "现场已经开始做了。请先让作业人员删除未提交的任务，再移除设施、删除计划。", "PLN-17");
    public static readonly Problem HasApproved = new("plan.has_approved", 409, "有设施已经审核通过，计划要留作凭据，不能删除。", "PLN-17");
    public static readonly Problem NotFailed = new("plan.not_failed", 409, "只有检测判定不合格的计划能建复检计划。", "PLN-28");
    public static readonly Problem RetestInPlan = new("plan.retest_in_plan", 409, "本地区不建复检计划。请让现场在原计划里重测，改好后重新提交。", "PLN-07");
    public static readonly Problem RetestUsed = new("plan.retest_used", 409, "复检计划只能建一次，已经用过了。", "PLN-28");
}
