using WeChatService.Kernel;

namespace WeChatService.Supervision.Contracts;

/// <summary>The house raised a flag: the agency is to explain it, the authority to decide it (EVL-09, SUP-13).</summary>
/// <param name="What">In words, as it stands on the flag.</param>
public sealed record FlagRaised(Guid FlagId, Guid ProjectId, Guid AgencyId, Guid? BrigadeId, string Region, string What, DateTimeOffset At) : IEvent;
