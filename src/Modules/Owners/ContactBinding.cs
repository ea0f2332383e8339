using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Owners;

/// <summary>
/// A contact serves a project: bound → ended. Several contacts per project and several projects per contact (OWN-18, OWN-19). Who comes back
/// is bound anew; an ended binding stays, since reports and ratings of its time name him.
/// </summary>
internal sealed class ContactBinding : IAgencyOwned, IOwnerOwned
{
    public Guid Id { get; private set; }
    public Guid ContactId { get; private set; }
    public Guid ProjectId { get; private set; }

    /// <summary>As the person read it when he bound himself; empty in what is older.</summary>
    public string ProjectName { get; private set; } = "";

    public Guid OwnerId { get; private set; }
    public Guid AgencyId { get; private set; }
    public DateTimeOffset BoundAt { get; private set; }

    /// <summary>From this moment on he sees nothing of the project and is told nothing of it.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public LeaveReason? EndedBecause { get; private set; }
    public string? EndedByName { get; private set; }

    /// <summary>OWN-07: the contact declares to be an employee of the client, else there is no binding.</summary>
    public static ContactBinding Declare(
        Guid id, Guid contactId, Guid projectId, Guid ownerId, Guid agencyId, bool isEmployee, DateTimeOffset now, string projectName = "") =>
        isEmployee
            ? new()
            {
                Id = id, ContactId = contactId, ProjectId = projectId, ProjectName = projectName, OwnerId = ownerId, AgencyId = agencyId, BoundAt = now,
            }
            : throw new RuleBroken(OwnerProblems.NotAnEmployee);

    /// <summary>The person turned out to be a contact whom the agency had entered.</summary>
    public ContactBinding Of(Guid contactId)
    {
        ContactId = contactId;
        return this;
    }

    public void End(LeaveReason because, string byName, DateTimeOffset now) => (EndedAt, EndedBecause, EndedByName) = (EndedAt ?? now, EndedBecause ?? because, EndedByName ?? byName);
}
