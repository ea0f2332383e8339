using WeChatService.Kernel;

namespace WeChatService.Reviews;

internal static class ReviewProblems
{
    public static readonly Problem NotYours = new("review.not_yours", 404, "没有这份记录，或者它不归您审核。", "ACC-15");
    public static readonly Problem NotTheReviewer = new("review.not_the_reviewer", 403, "只有本项目负责人能审核这份记录。", "REV-01");
    public static readonly Problem OwnWork = new("review.own_work", 403, "这份记录是您自己在现场做的，不能自己审核。请本项目的技术负责人审核。", "REV-01");
    public static readonly Problem NoCertificate = new("review.no_certificate", 403, "审核人要有注册消防工程师证书。请管理员核对您的证书信息。", "REV-01");
    public static readonly Problem CertificateExpired = new("review.certificate_expired", 403, "您的注册消防工程师证书已到期，不能审核。", "REV-01");
    public static readonly Problem NotWaiting = new("review.not_waiting", 409, "这份记录不在待审核里，可能已经审过，请刷新。", "REV-03");
    public static readonly Problem FaultsUnhandled = new("review.faults_unhandled", 409, "还有故障没处置，先处置再通过。", "REV-06");
    public static readonly Problem ReasonMissing = new("review.reason_missing", 422, "请写明退回的原因，作业人员照着改（2 到 500 个字）。", "REV-04");
    public static readonly Problem RemarkUnknown = new("review.remark_unknown", 422, "有一条逐项意见对不上记录或没写内容（2 到 200 个字），请核对后再退回。", "REV-04");
    public static readonly Problem OpinionTooLong = new("review.opinion_too_long", 422, "审核意见最多 500 个字，请写短一些。", "REV-04");
    public static readonly Problem FaceMissing = new("review.face_missing", 422, "审核前要先做人脸比对，请拍一张自己的照片。", "REV-02");
    public static readonly Problem NoFaceAskedHere = new("review.no_face_asked", 409, "本地区审核不用核对本人，直接审核就可以。", "REV-02");
    public static readonly Problem ProjectNotYours = new("spot_check.project_not_yours", 404, "没有这个项目，或者它不在您的辖区。", "ACC-17");
    public static readonly Problem FindingMissing = new("spot_check.finding_missing", 422, "请写明现场核查看到了什么（2 到 500 个字）。", "REV-21");
    public static readonly Problem CheckedTaskUnknown = new("spot_check.task_unknown", 422, "这份记录不是这个项目的，请重新选。", "REV-21");
}
