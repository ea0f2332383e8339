using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.ForConsole;

/// <summary>One push to one phone, as a list shows it.</summary>
/// <param name="Event">The key of the template.</param>
/// <param name="Receiver">The name of the person.</param>
/// <param name="IsContact">An owner's contact; else somebody of the agency.</param>
/// <param name="Why">Why it did not arrive, or waits, and what to do; null: nothing is wrong.</param>
/// <param name="ResendOf">What this repeats.</param>
/// <param name="MayBeResent">As far as the list can say; whether the receiver follows now, the detail says.</param>
/// <param name="IsFollowedUp">Sent again, or told by telephone.</param>
/// <param name="ReadAt">When the receiver opened the message, wherever (NTF-16).</param>
internal sealed record DeliveryRow(
    Guid Id, string Event, string Title, ServiceAccountKind Account, string Receiver, bool IsContact, string ProjectName, DeliveryState State,
    string? Why, Guid? ResendOf, bool MayBeResent, bool IsFollowedUp, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);

/// <summary>Puts names to deliveries: four queries for a page, whatever its length.</summary>
internal sealed class DeliveryLines(AppDb db, IPeople people, IOwnerContacts contacts, IProjects projects, ResendDesk desk)
{
    public async Task<IReadOnlyList<DeliveryRow>> Of(IReadOnlyList<(Delivery Delivery, Notice Notice)> found, CancellationToken ct)
    {
        var ids = found.Select(of => of.Delivery.Id).ToList();
        var followups = await db.Set<Followup>().AsNoTracking().Where(f => ids.Contains(f.DeliveryId)).ToDictionaryAsync(f => f.DeliveryId, ct);
        var places = (await projects.Find([.. found.Select(of => of.Notice.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id);
        var names = await Names(found, ct);
        return
        [
            .. found.Select(of => RowOf(
                of.Delivery, of.Notice, names.GetValueOrDefault(of.Notice.ReceiverId, "已离开的人"), places.GetValueOrDefault(of.Notice.ProjectId),
                followups.GetValueOrDefault(of.Delivery.Id))),
        ];
    }

    private async Task<Dictionary<Guid, string>> Names(IReadOnlyList<(Delivery Delivery, Notice Notice)> found, CancellationToken ct)
    {
        var receivers = found.Select(of => of.Notice).DistinctBy(notice => notice.ReceiverId).ToLookup(notice => notice.Reader, notice => notice.ReceiverId);
        var names = new Dictionary<Guid, string>(await contacts.Names([.. receivers[NoticeReader.OwnerContact]], ct));
        foreach (var person in await people.Of(receivers[NoticeReader.AgencyPerson], ct))
        {
            names[person.Id] = person.Name;
        }

        return names;
    }

    private DeliveryRow RowOf(Delivery delivery, Notice notice, string receiver, ProjectCard? project, Followup? followup) => new(
        delivery.Id, notice.Template, notice.Title, delivery.Account, receiver, notice.Reader == NoticeReader.OwnerContact, project?.Name ?? "",
        delivery.State, DeliveryReasons.Say(delivery.State, delivery.Reason), delivery.ResendOf, desk.WhyNot(delivery, project, followup) is null,
        followup is not null, delivery.CreatedAt, notice.ReadAt);
}
