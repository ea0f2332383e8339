using WeChatService.Kernel;

namespace WeChatService.Reports;

internal static class ReportProblems
{
    public static readonly Problem NotYours = new("report.not_yours", 404, "没有这份报告，或者它不归您看。", "ACC-15");
    public static readonly Problem NothingFiledYet = new("report.nothing_filed_yet", 409, "这个项目还没有备案的报告。备案第一份报告后，就能看安全隐患处置汇总表。", "FLT-16");
    public static readonly Problem NotTheAuthor = new("report.not_the_author", 403, "这份报告不由您出具。", "RPT-20");
    public static readonly Problem ProjectEnded = new("report.project_ended", 409, "项目已经终止，不能再出报告。", "PRJ-33");
    public static readonly Problem TasksUnapproved = new("report.tasks_unapproved", 409, "还有现场记录没有审核通过，先审完再出报告。", "RPT-01");
    public static readonly Problem WrongMonth = new("report.wrong_month", 409, "记录不是在这个月提交的，不能放进这个月的报告。", "RPT-02");
    public static readonly Problem Overdue = new("report.overdue", 409, "过了当月，报告已逾期。", "RPT-03");
    public static readonly Problem TaskLeftOut = new("report.task_left_out", 409, "计划里的记录都要进报告，请都勾上。", "RPT-04");
    public static readonly Problem TermOver = new("report.term_over", 409, "合同已到期，过期不能再出检测报告。请管理员注销这个项目，按新合同重新录入。", "RPT-16");
    public static readonly Problem NotExpected = new("report.not_expected", 409, "这个项目这个月不用出报告：已批准暂停，或者不在合同期内。", "RPT-29");
    public static readonly Problem MonthlyMissing = new("report.monthly_missing", 409, "这个月的月报还没有写，写好月报才能出报告。", "RPT-21");
    public static readonly Problem FileMissing = new("report.file_missing", 422, "还没有上传报告的 PDF，请先上传。", "RPT-10");
    public static readonly Problem RawRecordMissing = new("report.raw_record_missing", 422, "还没有上传原始记录的 PDF，报告和原始记录要一起交。", "RPT-18");
    public static readonly Problem DirectUploadNotGranted = new("report.direct_upload_not_granted", 409, "这个项目没有批准直接上传报告，请按记录生成；确实不能用手机的场所，请管理员交特殊申请。", "RPT-17");
    public static readonly Problem FileNotWanted = new("report.file_not_wanted", 422, "这种报告由系统按记录生成，不用上传文件，请去掉文件再出。", "RPT-12");
    public static readonly Problem FileUnknown = new("report.file_unknown", 422, "没有找到上传的文件，请重新上传。", "RPT-10");
    public static readonly Problem FileTooLarge = new("report.file_too_large", 413, "文件太大，请压缩后再传。", "RPT-11");
    public static readonly Problem FileRefused = new("report.file_refused", 422, "这个文件不是能用的 PDF，请换一份再传。", "RPT-11");
    public static readonly Problem FileNotChecked = new("report.file_not_checked", 503, "文件暂时检查不了，没有传上去，请稍后再传一次。", "RPT-11");
    public static readonly Problem FormUnknown = new("report.form_unknown", 404, "没有这份示范格式，请回到列表重选。", "RPT-31");
    public static readonly Problem RepairUnknown = new("report.repair_unknown", 409, "勾选的排查维修还没做完，或者不是这个项目本月的。请刷新后再勾。", "FLT-21");
    public static readonly Problem ConclusionMissing = new("report.conclusion_missing", 422, "请选报告结论：合格或不合格。", "RPT-10");
    public static readonly Problem CoverTooLong = new("report.cover_too_long", 422, "封面上每一栏最多 200 个字，请写短一些。", "RPT-06");
    public static readonly Problem PlanKindMissing = new("report.plan_kind_missing", 422, "请选计划性质：月、季或年。", "RPT-17");
    public static readonly Problem NotRated = new("report.not_rated", 409, "委托单位还没有评价这次执业，评价后才能出报告。可以请对方打开消息评价。", "RPT-21");
    public static readonly Problem Exists = new("report.exists", 409, "这个项目本月已经出过报告，直接打开它就可以。", "RPT-25");
    public static readonly Problem DatesBackwards = new("report.dates_backwards", 422, "日期前后不对：服务结束和报告日期都不能早于服务开始。", "RPT-06");
    public static readonly Problem NotReady = new("report.not_ready", 409, "报告还在生成，等它生成好再备案。", "RPT-12");
    public static readonly Problem FiledCannotBeDeleted = new("report.filed_cannot_be_deleted", 409, "报告已经备案，不能删除。有误请交变更申请。", "FIL-05");
    public static readonly Problem FiledCannotBeChanged = new("report.filed_cannot_be_changed", 409, "报告已经备案，不能再改。有误请交变更申请。", "FIL-05");
    public static readonly Problem NotDeletableHere = new("report.not_deletable_here", 409, "本地区出具的检测报告不能删除。封面、日期有误可以改封面，重新出一份文件。", "RPT-15");
    public static readonly Problem NotSubmitted = new("report.not_submitted", 409, "报告还没有提交，请出具人提交以后再备案。", "FIL-11");
    public static readonly Problem NotSaved = new("report.not_saved", 409, "只有已保存的报告要提交，请刷新看看它现在到了哪一步。", "RPT-22");
    public static readonly Problem OnlyTechnicalLead = new("filing.only_technical_lead", 403, "只有这个项目的技术负责人能备案，可以在微信里提醒他。", "FIL-01");
    public static readonly Problem OpinionMissing = new("filing.opinion_missing", 422, "请写备案意见（2 到 500 个字）。", "FIL-03");
    public static readonly Problem FaceMissing = new("filing.face_missing", 422, "备案前要核对本人，请拍一张自己的照片。", "FIL-02");
    public static readonly Problem NoFaceAskedHere = new("filing.no_face_asked", 409, "本地区备案不核对人脸，直接提交意见就可以。", "FIL-02");
    public static readonly Problem FiledElsewhere = new("filing.filed_elsewhere", 409, "这份报告不在这里备案，请到本地区规定的地方办理。", "FIL-08");
    public static readonly Problem LeadNeverFiles = new("filing.lead_never_files", 409, "您是这个项目的项目负责人，技术负责人不能兼任。请管理员先更换项目负责人，再备案。", "PEO-12");
    public static readonly Problem LeadFilesElsewhere = new("filing.lead_files_elsewhere", 409, "您是这个项目的项目负责人，同一个项目的两个负责人不能是同一个人。请管理员先更换，再备案。", "PEO-13");
    public static readonly Problem NoRejectionHere = new("filing.no_rejection_here", 409, "本地区没有驳回这一步。报告有误，请出具人改好后重新出具。", "FIL-11");
    public static readonly Problem ReasonMissing = new("filing.reason_missing", 422, "请写驳回的原因（2 到 500 个字），出具人会看到。", "FIL-11");
    public static readonly Problem VerifyUnknown = new("report.number_unknown", 404, "没有查到这个编号的报告。请对照封面再核对一遍；还查不到，这份报告可能不是真的。", "RPT-30");
    public static readonly Problem PageUnknown = new("report.page_unknown", 404, "报告没有这一页。", "RPT-26");
    public static readonly Problem RenderingFailed = new("report.page_unavailable", 503, "这一页暂时打不开，请稍后再试。", "RPT-26");
}
