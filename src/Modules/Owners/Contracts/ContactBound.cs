using WeChatService.Kernel;

namespace WeChatService.Owners.Contracts;

/// <summary>A contact bound to a project for the first time.</summary>
public sealed record ContactBound(Guid ContactId, Guid ProjectId, Guid OwnerId, Guid AgencyId) : IEvent;
