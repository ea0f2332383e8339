using WeChatService.Kernel;

namespace WeChatService.Regions.Contracts;

/// <summary>REV-06, 07: must every fault have a handling before the records can pass?</summary>
public sealed record FaultFirst(bool Maintenance, bool Detection);

/// <param name="Roles">REV-01.</param>
/// <param name="Face">REV-02: face comparison before a verdict.</param>
/// <param name="FaultFirst">REV-06, 07.</param>
/// <param name="Toggle">REV-13: the lead opens and closes the review of detection records.</param>
public sealed record ReviewPolicy(IReadOnlyList<Role> Roles, bool Face, FaultFirst FaultFirst, bool Toggle);

/// <summary>REV-16: a single item fails when more than this many of its A, B or C items failed.</summary>
public sealed record JudgementLimits(int A, int B, int C);

public enum CountBy { Item, Device }

/// <param name="Limits">REV-16; null where no table judges.</param>
/// <param name="CountBy">Several devices under one item count once, or each.</param>
public sealed record JudgePolicy(JudgementLimits? Limits, CountBy CountBy);

/// <summary>Days by how pressing a fault is.</summary>
public sealed record DaysBySeverity(int Urgent, int Ordinary);

/// <param name="UrgentSystems">FLT-24: fire systems (catalogue codes) without which the others do not work; a fault there is urgent.</param>
/// <param name="DueDays">Days from the dispatch to the day that is proposed for its end.</param>
/// <param name="RemindAfterDays">FLT-24: an open fault this old is urged: lead and owner are told, and the lead may urge the owner himself.</param>
/// <param name="RemindEveryDays">FLT-24: and again after so many days, as long as it is open.</param>
/// <param name="ResultPhotoMin">FLD-30: least photos of a troubleshooting or repair result.</param>
public sealed record FaultPolicy(
    IReadOnlyList<string> UrgentSystems, DaysBySeverity DueDays, DaysBySeverity RemindAfterDays, int RemindEveryDays, int ResultPhotoMin)
{
    /// <summary>Age from which a fault is urged (FLT-24), days.</summary>
    public int RemindAfter(bool urgent) => urgent ? RemindAfterDays.Urgent : RemindAfterDays.Ordinary;

    public int DueIn(bool urgent) => urgent ? DueDays.Urgent : DueDays.Ordinary;
}

public enum DetectionReportMode { UploadedPdfWithSiteRecords, GeneratedWithRawRecord, WrittenAndUploaded }

/// <summary>RPT-08: in one table, or in row groups with a seal in each of the agency's fields.</summary>
public enum ConditionTableForm { Plain, Grouped }

/// <summary>RPT-15: may a report that is not yet filed be deleted?</summary>
public sealed record DeleteBeforeFiling(bool Maintenance, bool Detection);

/// <param name="DetectionMode">RPT-10, 12, 20.</param>
/// <param name="Author">RPT-20: who makes reports.</param>
/// <param name="DeleteBeforeFiling">RPT-15.</param>
/// <param name="Monthly">RPT-24: a written monthly report beside the generated one.</param>
/// <param name="NumberPrefix">RPT-30: leads every report number of the region.</param>
/// <param name="Basis">FIL-16: the regulations named on the cover, in print order. A text setting: laws change.</param>
/// <param name="DetectionBasis">FIL-16, RPT-13: the standards that a detection report names beside them.</param>
/// <param name="ConditionTable">RPT-08: how the 维护保养情况表 is ruled.</param>
public sealed record ReportPolicy(
    DetectionReportMode DetectionMode, IReadOnlyList<Role> Author, DeleteBeforeFiling DeleteBeforeFiling, bool Monthly,
    string NumberPrefix, IReadOnlyList<string> Basis, IReadOnlyList<string> DetectionBasis, ConditionTableForm ConditionTable);

/// <summary>Where a failed detection is tested again: in the same plan, in one more plan, in the project that opens again as 待复检.</summary>
public enum RetestWay { SamePlan, OneMorePlan, SameProject }

/// <param name="Max">PLN-28, RPT-23: retests of a failed detection; null is without limit.</param>
/// <param name="Way">PLN-07, PLN-28, RPT-23.</param>
public sealed record RetestPolicy(int? Max, RetestWay Way);

/// <summary>FIL-08: where the technical lead files, by how the report came about.</summary>
public sealed record FilingChannel(IReadOnlyList<Client> Generated, IReadOnlyList<Client> DirectUpload);

public enum DayKind { Calendar, Working }

public enum FilingStartEvent { AllTasksSubmitted, ReportGenerated, ProjectCompleted }

public enum FilingPush { VisibleToAuthority, PushedToBrigade }

/// <param name="Channel">FIL-08.</param>
/// <param name="Face">FIL-02: face comparison before filing.</param>
/// <param name="Days">FIL-04: days until a filing is overdue; null where no term exists.</param>
/// <param name="DayKind">Calendar or working days, Asia/Shanghai.</param>
/// <param name="StartEvent">FIL-04: what starts the clock.</param>
/// <param name="Push">FIL-06, 07.</param>
/// <param name="Reject">FIL-11: the technical lead may send a report back with a reason (技术审核 驳回).</param>
public sealed record FilingPolicy(
    FilingChannel Channel, bool Face, int? Days, DayKind DayKind, FilingStartEvent StartEvent, FilingPush Push, bool Reject);

public enum QuestionKind { Consistency, YesNo }

/// <summary>
/// EVL-02, 03. <paramref name="Yes"/> and <paramref name="No"/> are the two answers in words;
/// <paramref name="Expected"/> is the answer of a good visit, the other one raises a flag (EVL-09).
/// </summary>
public sealed record EvaluationQuestion(string Key, QuestionKind Kind, string Text, string Yes, string No, bool Expected);

/// <param name="Enabled">EVL-01.</param>
/// <param name="Questions">EVL-02, 03: in the order shown; four consistencies and two yes-or-no questions.</param>
/// <param name="RemindAfterDays">EVL-10: days of silence after which the contacts are reminded, once each, ascending.</param>
/// <param name="SilenceDays">EVL-10: days of silence until the visit is marked as not evaluated.</param>
public sealed record EvaluationPolicy(
    bool Enabled, IReadOnlyList<EvaluationQuestion> Questions, IReadOnlyList<int> RemindAfterDays, int SilenceDays);

/// <param name="WeeklySample">SUP-01.</param>
/// <param name="SampleSize">SUP-01: tasks drawn a week.</param>
/// <param name="FrequentStaffChanges">ORG-32: this many changes inside the window count as frequent.</param>
/// <param name="FrequentStaffChangeDays">ORG-32: the window, days.</param>
/// <param name="FlagsClosedBy">SUP-13: who closes a red flag.</param>
public sealed record SupervisePolicy(
    bool WeeklySample, int SampleSize, int FrequentStaffChanges, int FrequentStaffChangeDays, IReadOnlyList<Role> FlagsClosedBy);

/// <param name="Enabled">TRN-01.</param>
public sealed record TrainingPolicy(bool Enabled);
