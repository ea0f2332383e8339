using WeChatService.Kernel;

namespace WeChatService.Plans.Contracts;

/// <summary>Facilities were assigned to a person (NTF-02).</summary>
public sealed record PlanAssigned(Guid PlanId, Guid ProjectId, Guid AgencyId, Guid PersonId, string PlanName, string ProjectName, int Facilities, string AssignedBy) : IEvent;

/// <summary>Facilities that nobody had begun were taken from a person: given to somebody else, or taken back (PLN-14, 16).</summary>
public sealed record PlanWithdrawn(Guid PlanId, Guid ProjectId, Guid AgencyId, Guid PersonId, string PlanName, int Facilities, string WithdrawnBy) : IEvent;

/// <summary>A lead's months or years that will be short unless he acts (PLN-03, 04); one a day at most.</summary>
/// <param name="ProjectId">The first of them, by which the message is filed.</param>
/// <param name="Says">What is missing, in Chinese.</param>
/// <param name="Advice">What to do, and until when.</param>
public sealed record PlanReminder(Guid PersonId, Guid ProjectId, int Projects, string Says, string Advice, string Path) : IEvent;

/// <summary>The maintenance plan of a whole term goes to the owner's contacts (PLN-26).</summary>
public sealed record TermPlanPushed(Guid TermPlanId, Guid ProjectId, Guid AgencyId, DateOnly TermStarts, DateOnly TermEnds, int Periods) : IEvent;
