using WeChatService.Kernel;

namespace WeChatService.Faults;

internal static class FaultProblems
{
    public static readonly Problem NotYours = new("fault.not_yours", 404, "没有这个故障，或者它不归您负责。", "FLT-25");
    public static readonly Problem OnlyLead = new("fault.only_lead", 403, "只有本项目负责人能处置故障。", "FLT-25");
    public static readonly Problem KindUnknown = new("fault.kind_unknown", 422, "处置只有五种：排查、业主同意维修、业主不同意维修、与业主沟通中、不在合同范围内。", "FLT-02");
    public static readonly Problem Closed = new("fault.closed", 409, "这个故障已经了结，不用再处置。", "FLT-07");
    public static readonly Problem OnlyAgreement = new("fault.only_agreement", 409, "业主不同意维修。业主改主意后，选「业主同意维修」并派人。", "FLT-05");
    public static readonly Problem OnlyDispatch = new("fault.only_dispatch", 409, "已经派人处理。要换人或没修好，请再派一次排查或维修。", "FLT-13");
    public static readonly Problem NoLaterDiscussion = new("fault.no_later_discussion", 409, "已经处置过的故障，在电脑上有四种：排查、业主同意维修、业主不同意维修、不在合同范围内。", "FLT-10");
    public static readonly Problem OwnersOwn = new("fault.owners_own", 409, "这是业主单位内部处理的报修，由业主自己记录结果，您可以查看。", "FLT-19");
    public static readonly Problem AssigneeMissing = new("fault.assignee_missing", 422, "还没有选派谁去，请选一位作业人员。", "FLT-03");
    public static readonly Problem AssigneeNotMember = new("fault.assignee_not_member", 409, "这位人员不在项目里，请选项目成员。", "FLT-03");
    public static readonly Problem AssigneeMayNotGo = new("fault.assignee_may_not_go", 409, "这位人员不能到现场作业，请选有证书的作业人员。", "FLT-03");
    public static readonly Problem DueDayWrong = new("fault.due_day_wrong", 422, "期限请选今天或以后，一年以内。", "FLT-24");
    public static readonly Problem NotThisTask = new("fault.not_this_task", 409, "这个故障已经改派，请刷新任务列表。", "FLT-13");
    public static readonly Problem NothingToUrge = new("fault.nothing_to_urge", 409, "这个故障已经了结，或者由业主自己处理，不用提醒。", "FLT-24");
    public static readonly Problem UrgedTooEarly = new("fault.urged_too_early", 409, "故障开着的天数还不够，先不用提醒业主。", "FLT-24");
    public static readonly Problem UrgedToday = new("fault.urged_today", 409, "今天已经提醒过业主，明天再提醒。", "FLT-24");
    public static readonly Problem FacilityMissing = new("repair.facility_missing", 422, "请选哪样设施坏了；说不清就选“说不清”。", "FLT-17");
    public static readonly Problem PlaceMissing = new("repair.place_missing", 422, "请写在哪儿，比如“1 楼大厅”，最多 100 字。", "FLT-17");
    public static readonly Problem DescriptionMissing = new("repair.description_missing", 422, "请写怎么了，2 到 500 字。", "FLT-17");
    public static readonly Problem RequestPhotos = new("repair.photos_wrong", 422, "请至少拍 1 张照片，来修的人好认。", "FLT-17");
    public static readonly Problem WhoHandlesMissing = new("repair.handling_missing", 422, "请选谁来处理：单位内部处理，或者服务机构处理。", "FLT-17");
    public static readonly Problem NotBound = new("repair.not_bound", 403, "您还没有绑定这个项目，请扫维保单位给的二维码绑定后再报修。", "FLT-17");
    public static readonly Problem TooManyRequests = new("repair.too_many", 429, "这一小时报修太多了，请过一会儿再报；着急请直接给维保单位打电话。", "FLT-17");
    public static readonly Problem NotInternal = new("repair.not_internal", 409, "只有单位内部处理中的报修由您记录结果，请刷新后再看。", "FLT-19");
    public static readonly Problem OutcomeMissing = new("repair.outcome_missing", 422, "请写怎么处理的，2 到 500 字。", "FLT-19");
    public static readonly Problem OutcomePhotos = new("repair.outcome_photos_wrong", 422, "请拍 1 到 9 张修好后的照片。", "FLT-19");
    public static readonly Problem AmountWrong = new("proposal.amount_wrong", 422, "请写报价，0 元到 1 亿元，精确到分；不收费就写 0。", "FLT-04");
    public static readonly Problem ProposalTextMissing = new("proposal.text_missing", 422, "请写怎么修、换什么，2 到 500 字，业主看了才好决定。", "FLT-04");
    public static readonly Problem AlreadyAgreed = new("proposal.already_agreed", 409, "业主已经同意维修，请派人去修，不用再报价。", "FLT-04");
    public static readonly Problem AnswerMissing = new("proposal.answer_missing", 422, "请选同意修，还是先不修。", "FLT-05");
    public static readonly Problem ProposalAnswered = new("proposal.answered", 409, "这次报价已经答复过，请刷新后再看。", "FLT-05");
    public static readonly Problem ProposalReplaced = new("proposal.replaced", 409, "维保公司已经换了新的报价，请刷新后看新的。", "FLT-05");
    public static readonly Problem OwnerSaidNo = new("fault.owner_said_no", 409, "业主在手机上没同意这次报价。请重新报价，或者请业主在手机上改成同意。", "FLT-05");
    public static readonly Problem OwnerSaidYes = new("fault.owner_said_yes", 409, "业主在手机上已经同意维修，请派人去修。", "FLT-04");
}
