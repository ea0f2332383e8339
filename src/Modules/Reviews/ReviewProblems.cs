using WeChatService.Kernel;

namespace WeChatService.Reviews;

internal static class ReviewProblems
{
    public static readonly Problem NotYours = new("review.not_yours", 404, "没有这份记录，或者它不归您审核。", "ACC-15");
    public static readonly Problem NotTheReviewer = new("review.not_the_reviewer", 403, "只有本项目负责人能审核这份记录。", "REV-01");
    public static readonly Problem NotWaiting = new("review.not_waiting", 409, "这份记录不在待审核里，可能已经审过，请刷新。", "REV-03");
    public static readonly Problem FaultsUnhandled = new("review.faults_unhandled", 409, "还有故障没处置，先处置再通过。", "REV-06");
    public static readonly Problem ReasonMissing = new("review.reason_missing", 422, "请写明退回的原因，作业人员照着改（2 到 500 个字）。", "REV-04");
    public static readonly Problem FaceMissing = new("review.face_missing", 422, "审核前要先做人脸比对，请拍一张自己的照片。", "REV-02");
}
