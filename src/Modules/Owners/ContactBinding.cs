using WeChatService.Kernel;

namespace WeChatService.Owners;

/// <summary>A contact serves a project. Several contacts per project and several projects per contact (OWN-18, OWN-19).</summary>
internal sealed class ContactBinding : IAgencyOwned, IOwnerOwned
{
    public Guid Id { get; private set; }
    public Guid ContactId { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid AgencyId { get; private set; }
    public DateTimeOffset BoundAt { get; private set; }

    /// <summary>OWN-07: the contact declares to be an employee of the client, else there is no binding.</summary>
    public static ContactBinding Declare(
        Guid id, Guid contactId, Guid projectId, Guid ownerId, Guid agencyId, bool isEmployee, DateTimeOffset now) =>
        isEmployee
            ? new() { Id = id, ContactId = contactId, ProjectId = projectId, OwnerId = ownerId, AgencyId = agencyId, BoundAt = now }
            : throw new RuleBroken(OwnerProblems.NotAnEmployee);
}
