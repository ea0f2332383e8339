using WeChatService.Kernel;

namespace WeChatService.Plans.Term;

internal static class TermPlanProblems
{
    public static readonly Problem NotUsedHere = new("term_plan.not_used_here", 409, "这个项目不编整期维保计划，按月建计划就可以。", "PLN-23");
    public static readonly Problem WorkBegun = new("term_plan.work_begun", 409, "已经按这份维保计划开工了，不能再改。", "PLN-23");
    public static readonly Problem PeriodUnknown = new("term_plan.period_unknown", 422, "没有这一期，请刷新后再改。", "PLN-23");
    public static readonly Problem PeriodEmpty = new("term_plan.period_empty", 409, "有一期还没有选项目，选好再生成。", "PLN-23");
    public static readonly Problem ItemOutsideScope = new("term_plan.item_outside_scope", 422, "选的项目里有不在合同维保范围内的，请只从范围内选。", "PLN-23");
    public static readonly Problem EndFixed = new("term_plan.end_fixed", 422, "首期开始日和末期结束日与合同一致，不能改。", "PLN-24");
    public static readonly Problem ShiftTooFar = new("term_plan.shift_too_far", 422, "起止日最多前后移 5 天，请重选。", "PLN-25");
    public static readonly Problem PeriodBackwards = new("term_plan.period_backwards", 422, "结束日在开始日之前，请重选。", "PLN-25");
    public static readonly Problem NotGenerated = new("term_plan.not_generated", 409, "维保计划还在编制中，请先点“生成维保计划”。", "PLN-26");
    public static readonly Problem NobodyBound = new("term_plan.nobody_bound", 409, "这个项目还没有绑定联系人，收不到推送。请先出示绑定码让联系人绑定。", "PLN-26");
    public static readonly Problem NobodyFollows = new("term_plan.nobody_follows", 409, "联系人还没关注公众号，收不到推送。请让联系人扫码关注后再推。", "PLN-26");
    public static readonly Problem Printing = new("term_plan.printing", 409, "PDF 正在生成，几秒后再打开。", "PLN-26");
    public static readonly Problem PrintFailed = new("term_plan.print_failed", 409, "PDF 没有生成出来，请重新点“生成维保计划”。", "PLN-26");
}
