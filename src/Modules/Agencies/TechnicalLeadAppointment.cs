using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>技术负责人任命: made by the representative or a manager, or imported (PEO-11, 14); ended, never deleted.</summary>
internal sealed class TechnicalLeadAppointment : IAgencyOwned
{
    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid PersonId { get; private set; }
    public DateTimeOffset AppointedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsInForce => EndedAt is null;

    public void End(DateTimeOffset now) => EndedAt ??= now;

    internal static TechnicalLeadAppointment Of(Guid id, Person person, DateTimeOffset now) =>
        new() { Id = id, AgencyId = person.AgencyId, PersonId = person.Id, AppointedAt = now };
}
