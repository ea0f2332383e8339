using WeChatService.Kernel;

namespace WeChatService.Projects.Contracts;

/// <summary>The ticked systems are about to change. Who knows of an issued plan refuses at once (PRJ-24).</summary>
public sealed record SystemsToChange(Guid ProjectId) : IEvent;

/// <summary>These people are about to leave a project's team. Who knows of work that one of them has open there refuses at once (PEO-30).</summary>
public sealed record TeamToLeave(Guid ProjectId, IReadOnlyList<Guid> PersonIds) : IEvent;

/// <summary>The fence of a project was moved after work began there, where the region has such changes marked (PRJ-25).</summary>
/// <param name="MoveId">This move.</param>
/// <param name="Metres">From middle to middle.</param>
/// <param name="Before">The old middle as maps write it, GCJ-02.</param>
/// <param name="After">The new one.</param>
public sealed record FenceMoved(Guid MoveId, Guid ProjectId, double Metres, string Before, string After, string ByName) : IEvent;
