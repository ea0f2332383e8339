using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

internal static class FieldTaskProblems
{
    public static readonly Problem NotYours = new("task.not_yours", 404, "没有这个任务，或者它不是您的。", "FLD-38");
    public static readonly Problem PlanNotYours = new("task.plan_not_yours", 404, "没有这个计划，或者没有下发给您。请刷新待接收列表。", "FLD-01");
    public static readonly Problem LeaverHasWork = new("task.leaver_has_work", 409, "他在这个项目还有没做完的。等他做完，或先下发给别人，再换下他。", "PEO-30");
    public static readonly Problem NotStarted = new("task.not_started", 409, "任务还没有开始。请先拍开工照片，点“执行”。", "FLD-04");
    public static readonly Problem AlreadyStarted = new("task.already_started", 409, "任务已经开始了，直接继续记录就可以。", "FLD-04");
    public static readonly Problem StartPhotoMissing = new("task.start_photo_missing", 422, "开工照片还不全，请补上再开始。", "FLD-05");
    public static readonly Problem PositionMissing = new("task.position_missing", 422, "还没有定位，请允许定位后再点一次。", "FLD-32");
    public static readonly Problem NotOpen = new("task.not_open", 409, "任务已经提交，不能再改。被退回后可以接着改。", "FLD-25");
    public static readonly Problem ItemsMissing = new("task.items_missing", 409, "还有没记录的项目，记完再提交。", "FLD-07");
    public static readonly Problem NotDeletable = new("task.not_deletable", 409, "已经提交的任务不能删除。", "FLD-24");
    public static readonly Problem NotSubmitted = new("task.not_submitted", 409, "这个任务不在待审核，请刷新后再看。", "FLD-25");
    public static readonly Problem NotApproved = new("task.not_approved", 409, "这个任务还没有审核通过。", "RPT-01");
    public static readonly Problem NotToReassign = new("task.not_to_reassign", 409, "这个任务已经提交或者有人在做，不用改派。请刷新待改派列表。", "PEO-30");
    public static readonly Problem Reported = new("task.reported", 409, "这个任务已经写进报告，不能退回重审。", "REV-20");
    public static readonly Problem ReviewIsOpen = new("task.review_is_open", 409, "项目负责人正在审核这个计划，现在不能提交或删除。请联系他先关闭审核。", "REV-13");
    public static readonly Problem PassedNotDeletable = new("task.passed_not_deletable", 409, "这条记录已经审核通过。请项目负责人先退回到待审核，再关闭审核，才能删除。", "FLD-28");
    public static readonly Problem TooManyPoints = new("track.too_many_points", 422, "一次最多传 1000 个轨迹点，请分几次传。", "FLD-32");
}

internal static class RecordProblems
{
    public static readonly Problem NothingSent = new("record.nothing_sent", 422, "没有收到记录，请重新保存一次。", "FLD-08");
    public static readonly Problem TooManyAtOnce = new("record.too_many_at_once", 422, "一次最多传 200 条记录，请分几次传。", "FLD-39");
    public static readonly Problem ClientIdMissing = new("record.client_id_missing", 422, "这条记录没有手机编号，请更新小程序后再保存。", "FLD-39");
    public static readonly Problem ItemUnknown = new("record.item_unknown", 422, "任务里没有这个项目，请刷新任务后再记录。", "FLD-01");
    public static readonly Problem NeedsChoice = new("record.needs_choice", 422, "请先选“能检查”或“不能检查”。", "FLD-08");
    public static readonly Problem NeedsReason = new("record.needs_reason", 422, "请选一个不能检查的原因。", "FLD-09");
    public static readonly Problem OwnItemIncomplete = new("record.own_item_incomplete", 422, "与规范不匹配时，请写上自己的项目名称、位置、过程和结果，再判符合或不符合。", "FLD-10");
    public static readonly Problem NeedsOwnerProof = new("record.needs_owner_proof", 422, "不具备测试条件时，请写明原因，并拍一张有业主签字的照片。", "FLD-11");
    public static readonly Problem NeedsVerdict = new("record.needs_verdict", 422, "请给出结论：符合或不符合。", "FLD-13");
    public static readonly Problem AnswerUnknown = new("record.answer_unknown", 422, "有一个回答对不上题目，请刷新任务后再填。", "FLD-13");
    public static readonly Problem AnswerNotANumber = new("record.answer_not_a_number", 422, "实测值要填数字。", "FLD-19");
    public static readonly Problem PhotosMissing = new("record.photos_missing", 422, "这一项的现场照片不够，请再拍。", "FLD-17");
    public static readonly Problem TooManyPhotos = new("record.too_many_photos", 422, "这一项的照片太多，请删掉几张。", "FLD-14");
    public static readonly Problem TooManyVideos = new("record.too_many_videos", 422, "这一项的视频太多，请删掉几段。", "FLD-14");
    public static readonly Problem VideoTooLarge = new("record.video_too_large", 422, "这一项的视频太大，请删掉，录短一些再传。", "FLD-14");
    public static readonly Problem TextTooLong = new("record.text_too_long", 422, "文字最多 1000 字，请写短一些。", "FLD-14");
    public static readonly Problem NeedsResult = new("record.needs_result", 422, "请选一个检测结果：合格、不合格、不具备测试条件或现场无此设备。", "FLD-16");
    public static readonly Problem SubItemUnknown = new("record.sub_item_unknown", 422, "任务里没有这个子项，请刷新任务后再填位置数量。", "FLD-18");
    public static readonly Problem PositionsOutOfRange = new("record.positions_out_of_range", 422, "位置数量要填 1 到 9999 的整数。", "FLD-18");
    public static readonly Problem ChangedMeanwhile = new("record.changed_meanwhile", 409, "这条记录在别处也改过。两边对照一下，选一条留下。", "FLD-39");
    public static readonly Problem SentTwice = new("record.sent_twice", 409, "同一条记录正在保存，请稍等几秒再传一次。", "FLD-39");
}

internal static class ConsentProblems
{
    public static readonly Problem NotYours = new("consent.not_found", 404, "没有这个申请，或者它不归您处理。", "APR-10");
    public static readonly Problem NotUsedHere = new("consent.not_used_here", 409, "本地区不用申请，直接做就可以。", "APR-01");
    public static readonly Problem StartMissing = new("consent.start_missing", 409, "项目负责人还没有同意开始。请先发开始申请，等他同意。", "APR-05");
    public static readonly Problem SubmitMissing = new("consent.submit_missing", 409, "项目负责人还没有同意提交。请先发提交申请，等他同意。", "APR-06");
    public static readonly Problem NotNeeded = new("consent.not_needed", 409, "任务现在不用这个申请，请刷新后再看。", "APR-01");
    public static readonly Problem AlreadyAsked = new("consent.already_asked", 409, "申请已经发出，正在等项目负责人处理。", "APR-01");
    public static readonly Problem AlreadyGranted = new("consent.already_granted", 409, "项目负责人已经同意，可以继续了。", "APR-05");
    public static readonly Problem OperatorOutOfFence = new("consent.operator_out_of_fence", 422, "您不在项目围栏里，走进围栏再发申请。", "APR-03");
    public static readonly Problem LeadOutOfFence = new("consent.lead_out_of_fence", 422, "您不在项目围栏里，走进围栏再同意。", "APR-03");
    public static readonly Problem NotYourProject = new("consent.not_your_project", 403, "只有本项目负责人能处理这个申请。", "APR-10");
    public static readonly Problem AlreadyDecided = new("consent.already_decided", 409, "这个申请已经处理过，请刷新查看。", "APR-08");
    public static readonly Problem ReasonMissing = new("consent.reason_missing", 422, "不同意请写明原因，作业人员会看到。", "APR-09");
    public static readonly Problem PhoneClockWrong = new("consent.phone_clock_wrong", 422, "手机时间不对，请打开“自动设置时间”，在现场重新申请。", "APR-13");
    public static readonly Problem WaitedTooLong = new("consent.waited_too_long", 422, "这个申请在手机里放得太久，请在现场重新申请。", "APR-13");
    public static readonly Problem WitnessedLate = new("consent.witnessed_late", 422, "离线保存的申请不能用验证码和见证人。现在有网络了，请在现场重新申请。", "APR-13");
    public static readonly Problem EvidenceMissing = new("consent.evidence_missing", 422, "申请要有本人照片和定位，请拍照并允许定位。", "APR-03");
}
