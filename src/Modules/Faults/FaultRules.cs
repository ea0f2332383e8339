using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults;

/// <summary>Which step is possible when, and what it leads to.</summary>
internal static class FaultRules
{
    /// <summary>The states in which something is still to be done by somebody; 不同意维修 is unsolved too (FLT-05, 14).</summary>
    public static readonly IReadOnlyList<FaultState> Open = [FaultState.Pending, FaultState.InProgress, FaultState.OwnerDeclined, FaultState.OwnerHandling];

    /// <summary>Of a repair that the owner closes himself (FLT-19).</summary>
    public const int MostClosingPhotos = 9;

    public static bool IsOpen(FaultState state) => Open.Contains(state);

    /// <summary>FLT-23: detections and assessments print their problems; faults come of them only where the profile asks for handlings before the pass.</summary>
    public static bool MakesFaults(ServiceType service, FaultFirst policy) => service == ServiceType.Maintenance || policy.Detection;

    /// <summary>
    /// §19.4: 待处理 offers all five; the console's later handling four, without 沟通中 (FLT-10). 解决中 may only send again (FLT-13),
    /// 不同意维修 only become a repair (FLT-05). What is closed offers nothing (FLT-07, 12), what the owner mends himself neither (FLT-19).
    /// </summary>
    public static IReadOnlyList<HandlingKind> Offered(FaultState state, bool handledBefore, Door door) => state switch
    {
        FaultState.Pending when door == Door.Console && handledBefore => [.. Enum.GetValues<HandlingKind>().Where(k => k != HandlingKind.InDiscussionWithOwner)],
        FaultState.Pending => Enum.GetValues<HandlingKind>(),
        FaultState.InProgress => [HandlingKind.Troubleshoot, HandlingKind.OwnerAgreesRepair],
        FaultState.OwnerDeclined => [HandlingKind.OwnerAgreesRepair],
        _ => [],
    };

    /// <exception cref="RuleBroken">The handling is not offered now, and which is; or the owner has said otherwise.</exception>
    public static void MustAllow(Fault fault, HandlingKind kind, Door door)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new RuleBroken(FaultProblems.KindUnknown);
        }

        if (!Offered(fault.State, fault.IsHandled, door).Contains(kind))
        {
            throw new RuleBroken(fault.State switch
            {
                FaultState.Pending => FaultProblems.NoLaterDiscussion,
                FaultState.InProgress => FaultProblems.OnlyDispatch,
                FaultState.OwnerDeclined => FaultProblems.OnlyAgreement,
                FaultState.OwnerHandling or FaultState.OwnerResolved => FaultProblems.OwnersOwn,
                _ => FaultProblems.Closed,
            });
        }

        ProposalRules.MustNotContradict(fault, kind);
    }

    /// <summary>排查 and 维修 send somebody, the others do not.</summary>
    public static bool Sends(HandlingKind kind) => kind is HandlingKind.Troubleshoot or HandlingKind.OwnerAgreesRepair;

    /// <summary>FLT-03, 04.</summary>
    public static void SomebodyMustGo(HandlingKind kind, bool somebodyGoes)
    {
        if (Sends(kind) && !somebodyGoes)
        {
            throw new RuleBroken(FaultProblems.AssigneeMissing);
        }
    }

    /// <summary>FLT-03…07.</summary>
    public static FaultState After(HandlingKind kind) => kind switch
    {
        HandlingKind.Troubleshoot or HandlingKind.OwnerAgreesRepair => FaultState.InProgress,
        HandlingKind.OwnerDeclinesRepair => FaultState.OwnerDeclined,
        HandlingKind.OutOfContractScope => FaultState.OutOfScope,
        _ => FaultState.Pending,
    };

    /// <summary>Today or later, within a year; nothing said is the day that the profile proposes.</summary>
    public static DateOnly DueDay(DateOnly? wanted, DateOnly proposed, DateOnly today) =>
        wanted is not { } day ? proposed
        : day >= today && day <= today.AddYears(1) ? day
        : throw new RuleBroken(FaultProblems.DueDayWrong);

    /// <summary>Whole days since it was found, or until it was closed.</summary>
    public static int DaysOpen(Fault fault, DateTimeOffset now) => (int)((fault.ClosedAt ?? now) - fault.FoundAt).TotalDays;

    /// <summary>FLT-24: open over the profile's days.</summary>
    public static bool IsOverdue(Fault fault, FaultPolicy policy, DateTimeOffset now) =>
        fault.State != FaultState.OwnerHandling && fault.IsOpen && DaysOpen(fault, now) >= policy.RemindAfter(fault.IsUrgent);

    /// <summary>FLT-24: not before the profile's days, and not twice on one day.</summary>
    public static void MustBeUrgeable(Fault fault, int afterDays, DateTimeOffset now)
    {
        if (!fault.IsOpen || fault.State == FaultState.OwnerHandling)
        {
            throw new RuleBroken(FaultProblems.NothingToUrge);
        }

        if (DaysOpen(fault, now) < afterDays)
        {
            throw new RuleBroken(FaultProblems.UrgedTooEarly.Says($"故障满 {afterDays} 天没解决才提醒业主，现在 {DaysOpen(fault, now)} 天。").With("afterDays", afterDays));
        }

        if (fault.RemindedAt is { } last && ChinaTime.DayOf(last) == ChinaTime.DayOf(now))
        {
            throw new RuleBroken(FaultProblems.UrgedToday);
        }
    }

    /// <summary>Would <see cref="MustBeUrgeable"/> let it pass?</summary>
    public static bool MayUrge(Fault fault, FaultPolicy policy, DateTimeOffset now) =>
        IsOverdue(fault, policy, now) && (fault.RemindedAt is not { } last || ChinaTime.DayOf(last) != ChinaTime.DayOf(now));

    /// <summary>FLT-19.</summary>
    public static void OutcomeMustBeSaid(string? text, IReadOnlyList<Guid> photoIds)
    {
        if (text?.Trim() is not { Length: >= 2 and <= 500 })
        {
            throw new RuleBroken(FaultProblems.OutcomeMissing);
        }

        if (photoIds.Count is 0 or > MostClosingPhotos)
        {
            throw new RuleBroken(FaultProblems.OutcomePhotos);
        }
    }
}
