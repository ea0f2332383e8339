using WeChatService.Kernel;

namespace WeChatService.Visits;

internal static class VisitProblems
{
    public static readonly Problem NotUsedHere = new("visit.not_used_here", 409, "本地区不用执业打卡，直接接收计划开始记录就可以。", "CHK-01");
    public static readonly Problem ProjectUnknown = new("visit.project_unknown", 404, "没有这个项目，或者它不归本机构。", "CHK-16");
    public static readonly Problem NotAMember = new("visit.not_a_member", 403, "您不在这个项目的人员名单里，不能开始执业。请联系项目负责人。", "CHK-16");
    public static readonly Problem LeaverIsAtWork = new("visit.leaver_is_at_work", 409, "他正在这个项目执业。等他结束，再换下他。", "CHK-16");
    public static readonly Problem ProjectNotReady = new("visit.project_not_ready", 409, "项目还没有提交，登记完再开始执业。", "CHK-03");
    public static readonly Problem ProjectEnded = new("visit.project_ended", 409, "项目已经结束，不能再开始执业。", "CHK-17");
    public static readonly Problem NoContact = new("visit.no_contact", 409, "还不能开工。这个项目没有委托单位联系人，让对方扫码绑定，1 分钟就好。", "OWN-10");
    public static readonly Problem NoPlan = new("visit.no_plan", 409, "还不能开工。这个项目本月没有维保计划，请项目负责人先建计划。", "PLN-23");
    public static readonly Problem OpenElsewhere = new("visit.open_elsewhere", 409, "您还在另一个项目执业，先结束那边。", "CHK-04");
    public static readonly Problem AlreadyOpen = new("visit.already_open", 409, "您已经在这里执业了，直接去记录就可以。", "CHK-04");
    public static readonly Problem OutOfFence = new("visit.out_of_fence", 422, "还没到现场。走进项目围栏再开始。", "CHK-01");
    public static readonly Problem EvidenceMissing = new("visit.evidence_missing", 422, "打卡要有本人照片和定位，请拍照并允许定位。", "CHK-02");
    public static readonly Problem ChallengeMissing = new("visit.challenge_missing", 422, "打卡要先向系统领一次凭证。请回到打卡页重新拍照。", "CHK-01");
    public static readonly Problem ChallengeUnknown = new("visit.challenge_unknown", 422, "打卡凭证对不上。请回到打卡页重新拍照。", "CHK-01");
    public static readonly Problem ChallengeExpired = new("visit.challenge_expired", 409, "拍照超过 2 分钟了。请重新拍一张。", "CHK-01");
    public static readonly Problem ChallengeUsed = new("visit.challenge_used", 409, "这次打卡已经提交过。要再打卡，请重新拍一张。", "CHK-01");
    public static readonly Problem PhotoNotFresh = new("visit.photo_not_fresh", 422, "照片是之前拍的。请现场重新拍一张。", "CHK-01");
    public static readonly Problem PhotoNotOwn = new("visit.photo_not_own", 422, "照片不是用您的账号传的。请在自己的手机上现场重新拍一张。", "CHK-01");
    public static readonly Problem NotYours = new("visit.not_yours", 404, "没有这次执业，或者它不是您的。", "CHK-15");
    public static readonly Problem AlreadyEnded = new("visit.already_ended", 409, "这次执业已经结束，不用再点。", "CHK-07");
    public static readonly Problem FormContentMissing = new("visit.form_content_missing", 422, "请写明这次做了什么，委托单位会看到。", "CHK-11");
    public static readonly Problem FormTooLong = new("visit.form_too_long", 422, "每一栏最多 2000 字，请写短一些。", "CHK-11");
    public static readonly Problem FormBeforeEnd = new("visit.form_before_end", 409, "请先结束执业，再填反馈单。", "CHK-18");
    public static readonly Problem FormIsTaken = new("visit.form_is_taken", 409, "同事已经确认由他填今天的反馈单，您不用填。", "CHK-11");
    public static readonly Problem FormExists = new("visit.form_exists", 409, "这个项目当天的反馈单已经有人填了，一天只填一份。", "CHK-11");
}

internal static class RatingProblems
{
    public static readonly Problem FormUnknown = new("rating.form_unknown", 404, "没有这份反馈单，或者它不归您单位。", "EVL-08");
    public static readonly Problem NotAsked = new("rating.not_asked", 409, "本地区不用评价，看过就可以。", "EVL-01");
    public static readonly Problem NotBound = new("rating.not_bound", 403, "只有绑定了这个项目的联系人能评价。", "EVL-08");
    public static readonly Problem Exists = new("rating.exists", 409, "这份反馈单已经评价过，一次执业只评一次。", "EVL-04");
    public static readonly Problem Incomplete = new("rating.incomplete", 422, "还有没答的题，答完再提交。", "EVL-02");
    public static readonly Problem QuestionUnknown = new("rating.question_unknown", 422, "有一题对不上，请刷新页面后再答。", "EVL-02");
    public static readonly Problem StarsOutOfRange = new("rating.stars_out_of_range", 422, "满意度请选 1 到 5 颗星。", "EVL-02");
    public static readonly Problem ProofNotNeeded = new("rating.proof_not_needed", 409, "只有“未评价”的反馈单才要说明。请刷新看看现在的状态。", "EVL-10");
    public static readonly Problem ProofIncomplete = new("rating.proof_incomplete", 422, "请写清怎么请过委托单位评价（2 到 500 个字）。", "EVL-10");
    public static readonly Problem ProofMissing = new("rating.proof_missing", 409, "这份反馈单还没有写过说明，写好再下载。", "EVL-10");
    public static readonly Problem PrintFailed = new("rating.print_failed", 503, "说明没打出来，请稍等几秒再试一次。", "EVL-10");
    public static readonly Problem NothingToAnswer = new("rating.nothing_to_answer", 409, "委托单位还没有评价，评价了再回应。", "OWN-15");
    public static readonly Problem ReplyMissing = new("rating.reply_missing", 422, "请写一句回应（2 到 500 个字），业主看得到。", "OWN-15");
    public static readonly Problem ReplyExists = new("rating.reply_exists", 409, "刚刚有人回应过了，请刷新看看再修改。", "OWN-15");
    public static readonly Problem TooLong = new("rating.too_long", 422, "说明最多 500 字，请写短一些。", "EVL-02");
}
