using WeChatService.Kernel;

namespace WeChatService.Projects.Contracts;

/// <summary>A month is about to rest: asked for, or approved. Who knows of a plan for it refuses at once (PRJ-35).</summary>
public sealed record MonthToRest(Guid ProjectId, ChinaMonth Month) : IEvent;

/// <summary>The department decided on a suspension; who asked and the lead hear of it (NTF-13, PRJ-37).</summary>
public sealed record SuspensionDecided(
    Guid SuspensionId, Guid ProjectId, ChinaMonth Month, bool Approved, string? Note, string Department, Guid? AskedBy) : IEvent;
