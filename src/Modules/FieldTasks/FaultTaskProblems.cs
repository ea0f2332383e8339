using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

internal static class FaultTaskProblems
{
    public static readonly Problem NotYours = new("fault_task.not_yours", 404, "没有这个任务，或者它不是派给您的。请刷新“排查维修”。", "FLD-38");
    public static readonly Problem AlreadyAccepted = new("fault_task.already_accepted", 409, "这个任务您已经接收了，到现场点“执行”就可以。", "FLD-29");
    public static readonly Problem NotAccepted = new("fault_task.not_accepted", 409, "请先点“接收”，再点“执行”。", "FLD-29");
    public static readonly Problem AlreadyStarted = new("fault_task.already_started", 409, "任务已经在执行，做完写结果提交就可以。", "FLD-29");
    public static readonly Problem NotStarted = new("fault_task.not_started", 409, "任务还没有执行。到现场点“执行”，做完再提交。", "FLD-29");
    public static readonly Problem AlreadyDone = new("fault_task.already_done", 409, "结果已经提交过了，不能再改。没修好请项目负责人再派一次。", "FLD-29");
    public static readonly Problem Withdrawn = new("fault_task.withdrawn", 409, "项目负责人已经改派别人，这个任务不用做了。请刷新列表。", "FLT-13");
    public static readonly Problem ResultMissing = new("fault_task.result_missing", 422, "请选结果：解决，或者没解决。", "FLD-30");
    public static readonly Problem TextMissing = new("fault_task.text_missing", 422, "请写查到什么、做了什么，2 到 1000 字。", "FLD-30");
    public static readonly Problem PhotosMissing = new("fault_task.photos_missing", 422, "请拍现场照片再提交。", "FLD-30");
    public static readonly Problem TooManyPhotos = new("fault_task.too_many_photos", 422, "照片太多，请删掉几张。", "FLD-30");
    public static readonly Problem NotForReport = new("fault_task.not_for_report", 409, "勾选的排查维修任务里有一个没完成，或者已经写进别的报告，请刷新后重新勾选。", "FLT-21");
}
