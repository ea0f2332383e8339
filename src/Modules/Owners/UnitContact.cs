using WeChatService.Kernel;

namespace WeChatService.Owners;

/// <summary>
/// A contact as the agency attached him to a unit, before there is a project (OWN-03, 04). It names him and opens nothing: what he may see
/// follows from his bindings. Who left the unit stays on record as ended.
/// </summary>
internal sealed class UnitContact : IAgencyOwned
{
    public Guid Id { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid ContactId { get; private set; }
    public DateTimeOffset AttachedAt { get; private set; }
    public string AttachedByName { get; private set; } = "";
    public DateTimeOffset? EndedAt { get; private set; }

    public static UnitContact Attach(Guid id, Owner unit, Guid contactId, string byName, DateTimeOffset now) => new()
    {
        Id = id, OwnerId = unit.Id, AgencyId = unit.AgencyId, ContactId = contactId, AttachedAt = now, AttachedByName = byName,
    };

    public void End(DateTimeOffset now) => EndedAt ??= now;
}
