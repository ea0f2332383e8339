using WeChatService.Kernel;

namespace WeChatService.Regions.Contracts;

/// <param name="ScopePageRequired">CON-08.</param>
/// <param name="SeparateForDetection">CON-10: does detection have contracts of its own, or do their data sit in the project?</param>
public sealed record ContractPolicy(bool ScopePageRequired, bool SeparateForDetection);

/// <param name="ContractAttachmentMb">CON-07, MiB each.</param>
/// <param name="ReportPdfMb">RPT-11, MiB.</param>
/// <param name="PhotoMb">Largest photo, MiB.</param>
/// <param name="PhotosPerItem">Most photos of one item record.</param>
/// <param name="VideosPerItem">Most videos of one item record.</param>
/// <param name="VideoMb">Largest video, MiB.</param>
public sealed record LimitsPolicy(
    int ContractAttachmentMb, int ReportPdfMb, int PhotoMb, int PhotosPerItem, int VideosPerItem, int VideoMb);

public enum FirstReportRule { SignDayTwenty, ChosenWithinTerm, ContractPeriods }

public enum Link { NotUsed, Required }

public enum SystemLock { AfterIssue, AfterFirstWork }

public enum LockAfterFirstWork { Nothing, FenceChangesFlagged, ListedFields }

public enum SuspendMode { NotUsed, ByMonth }

public enum EndAction { Terminate, TerminateOrCancel, DeleteOrTerminateByState }

/// <param name="FirstReportRule">PRJ-08, 09.</param>
/// <param name="DoubleRandom">PRJ-06.</param>
/// <param name="KeyUnitLink">PRJ-05, 22: must a matching key unit, or "none", be chosen?</param>
/// <param name="SystemLock">PRJ-24, 26: when the ticked systems can no longer change.</param>
/// <param name="LockAfterFirstWork">PRJ-25, 26.</param>
/// <param name="Suspend">PRJ-35.</param>
/// <param name="EndAction">PRJ-31 to 34.</param>
public sealed record ProjectPolicy(
    FirstReportRule FirstReportRule, Link DoubleRandom, Link KeyUnitLink, SystemLock SystemLock,
    LockAfterFirstWork LockAfterFirstWork, SuspendMode Suspend, EndAction EndAction);

/// <param name="AccuracyMetres">A reported position that is less accurate than this is refused, metres.</param>
/// <param name="ToleranceMetres">How far outside the fence still counts as inside, metres.</param>
/// <param name="DefaultRadiusMetres">Fence around a marked point when no polygon is drawn, metres.</param>
public sealed record FencePolicy(double AccuracyMetres, double ToleranceMetres, double DefaultRadiusMetres);

public enum SpecialMode { NotUsed, CorpsGrantsWithEvidence, CorpsGrantsWithoutApp }

/// <param name="Mode">PRJ-39, FLD-34: sites where phones are not allowed.</param>
public sealed record SpecialPolicy(SpecialMode Mode);

public enum MonthWindow { CurrentMonth, TermWithPeriods }

public enum PlanContentMode { Ticked, Generated, WrittenByLead }

/// <summary>PLN-04: least number of quarter and year plans in a year; 0 means none is asked.</summary>
public sealed record YearMinimum(int Quarterly, int Yearly);

/// <param name="MonthWindow">PLN-02: which months may get a plan.</param>
/// <param name="ContentMode">PLN-10, 23: who says what the plan contains.</param>
/// <param name="Assignees">PLN-13: who may receive facilities.</param>
/// <param name="SharedFacilities">PLN-12: may one facility go to several people, of whom whoever comes first takes it?</param>
/// <param name="YearMinimum">PLN-04.</param>
/// <param name="ShiftDays">PLN-25: days a middle period may move; 0 where periods do not exist.</param>
public sealed record PlanPolicy(
    MonthWindow MonthWindow, PlanContentMode ContentMode, IReadOnlyList<Role> Assignees, bool SharedFacilities, YearMinimum YearMinimum,
    int ShiftDays);

public enum DetectionDeadline { ContractEnd }

public enum DetectionTemplate { RecordOnly, RealSystems, ServiceObject }

/// <param name="PlanCount">PLN-05: plans per detection project; 0 where visits take their place.</param>
/// <param name="Deadline">PLN-06.</param>
/// <param name="SystemTemplate">PRJ-16.</param>
public sealed record DetectionPolicy(int PlanCount, DetectionDeadline Deadline, DetectionTemplate SystemTemplate);

public enum StartEvidence { Selfie, SignIn, Controller, ControllerBrand }

/// <summary>What the field app opens; the words and the order are the profile's (SCR-06, 07).</summary>
public enum FieldEntryKey { ReceivePlan, Supplementary, Mismatch, ToStart, Unsubmitted, Repair, History, WorkLog, Settings }

/// <param name="Text">The manual's label.</param>
public sealed record FieldEntry(FieldEntryKey Key, string Text);

/// <param name="Name">The menu that holds them; empty where the manual has one level only.</param>
public sealed record FieldEntryGroup(string Name, IReadOnlyList<FieldEntry> Entries);

/// <param name="Entries">SCR-06, 07.</param>
/// <param name="AdviseSplitAbove">FLD-03: more facilities than these in one task, and several tasks are advised.</param>
/// <param name="PhotoPlace">FLD-40: a photo without a position is flagged.</param>
/// <param name="StartPhotos">FLD-05.</param>
/// <param name="ItemPhotoMin">FLD-17: least photos of a detection item.</param>
/// <param name="TrackIntervalSeconds">FLD-32: how often the phone notes its position, seconds.</param>
public sealed record FieldPolicy(
    IReadOnlyList<FieldEntryGroup> Entries, int AdviseSplitAbove, IReadOnlyList<StartEvidence> StartPhotos, int ItemPhotoMin, bool PhotoPlace,
    int TrackIntervalSeconds);

/// <param name="Start">APR-01, 05: starting needs the lead's consent.</param>
/// <param name="Submit">APR-02, 06: submitting needs the lead's consent.</param>
/// <param name="OfflineHours">APR-13: how long a request may wait in the phone for a network; 0 where consents are not used.</param>
public sealed record ApprovalPolicy(bool Start, bool Submit, int OfflineHours);

public enum DurationRounding { DownToMinute, NearestMinute }

/// <param name="Enabled">CHK: work is started and ended by face and place.</param>
/// <param name="MaxHours">CHK-09, 10: a longer stay counts nothing.</param>
/// <param name="Rounding">How minutes are counted.</param>
/// <param name="RemindAtHour">When who is still at work is reminded to end it, an hour of the day in Shanghai; and again two hours before the longest stay is over.</param>
public sealed record CheckInPolicy(bool Enabled, int MaxHours, DurationRounding Rounding, int RemindAtHour);
