using WeChatService.Kernel;

namespace WeChatService.Agencies.Contracts;

/// <summary>The corps approved that somebody leaves the staff list (PEO-06): his account closes with it.</summary>
public sealed record StaffRemoved(Guid PersonId, Guid AgencyId, DateTimeOffset At) : IEvent;
