using WeChatService.Kernel;

namespace WeChatService.Owners.Contracts;

/// <summary>A contact bound to a project for the first time.</summary>
/// <param name="Entered">By the agency itself; else he scanned the project's code.</param>
public sealed record ContactBound(Guid ContactId, Guid ProjectId, Guid OwnerId, Guid AgencyId, bool Entered = false) : IEvent;
