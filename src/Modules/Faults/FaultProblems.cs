using WeChatService.Kernel;

namespace WeChatService.Faults;

internal static class FaultProblems
{
    public static readonly Problem NotYours = new("fault.not_yours", 404, "没有这个故障，或者它不归您负责。", "FLT-25");
    public static readonly Problem OnlyLead = new("fault.only_lead", 403, "只有本项目负责人能处置故障。", "FLT-25");
    public static readonly Problem KindUnknown = new("fault.kind_unknown", 422, "处置只有五种：排查、业主同意维修、业主不同意维修、与业主沟通中、不在合同范围内。", "FLT-02");
    public static readonly Problem Closed = new("fault.closed", 409, "这个故障已经了结，不用再处置。", "FLT-07");
    public static readonly Problem OnlyAgreement = new("fault.only_agreement", 409, "业主不同意维修。业主改主意后，选「业主同意维修」并派人。", "FLT-05");
    public static readonly Problem AssigneeMissing = new("fault.assignee_missing", 422, "还没有选派谁去，请选一位作业人员。", "FLT-03");
    public static readonly Problem AssigneeNotMember = new("fault.assignee_not_member", 409, "这位人员不在项目里，请选项目成员。", "FLT-03");
}
