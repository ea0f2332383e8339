using WeChatService.Kernel;

namespace WeChatService.Plans.Reminders;

/// <summary>What a lead was reminded of on a day; its key makes that once, however often the job runs.</summary>
[Shared("written and read by the reminders' job only; no door reads it")]
internal sealed class PlanReminded(DateOnly day, Guid personId, ReminderKind kind)
{
    public DateOnly Day { get; private set; } = day;
    public Guid PersonId { get; private set; } = personId;
    public ReminderKind Kind { get; private set; } = kind;
}

/// <summary>The month has no plan yet (PLN-03), or a plan that is not done (NTF-17); the service year ends short, or ended so (PLN-04).</summary>
internal enum ReminderKind { Month, Open, YearEnding, YearShort }
