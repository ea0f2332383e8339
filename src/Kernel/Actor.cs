namespace WeChatService.Kernel;

/// <summary>The entrance that a request came through: a URL prefix, a sign-in and a policy.</summary>
public enum Door { Agency, Owner, MiniProgram, Console, Authority, Public, System }

/// <summary>What a signed-in person may be. 项目负责人 ProjectLead, 技术负责人 TechnicalLead, 支队 Brigade, 总队 Corps.</summary>
public enum Role
{
    AgencyAdmin, AgencyManager, ProjectLead, TechnicalLead, Operator, Representative, OwnerContact, Brigade, Corps,
}

/// <summary>Who acts, through which door, and within which walls.</summary>
/// <param name="OwnerIds">The owner units whose data an owner contact may see.</param>
/// <param name="OpenId">The WeChat identity of the session, if it was signed in by WeChat.</param>
public sealed record Actor(
    Door Door, Guid AccountId, Guid? PersonId, string Name, IReadOnlyCollection<Role> Roles, string? Region,
    Guid? AgencyId, IReadOnlyList<Guid> OwnerIds, Guid? ContactId, Guid? BrigadeId, Guid? SessionId, string? OpenId)
{
    /// <summary>Background work and what happens before sign-in; sees everything.</summary>
    public static readonly Actor System = new(
        Door.System, Guid.Empty, null, "系统", [], null, null, [], null, null, null, null);

    public bool Has(Role role) => Roles.Contains(role);
}

/// <summary>The actor of the request or of the background scope; anonymous until somebody becomes known.</summary>
public sealed class CurrentActor
{
    public Actor? Known { get; private set; }

    /// <exception cref="RuleBroken">Nobody is signed in.</exception>
    public Actor Required => Known ?? throw new RuleBroken(KernelProblems.SignInNeeded);

    public void Become(Actor actor) => Known = actor;

    /// <summary>
    /// Runs what must look across the walls (sign-in, a public verification) as the system, and steps back after.
    /// </summary>
    public IDisposable AsSystem()
    {
        var before = Known;
        Known = Actor.System;
        return new StepBack(this, before);
    }

    private sealed class StepBack(CurrentActor owner, Actor? before) : IDisposable
    {
        public void Dispose() => owner.Known = before;
    }
}
