using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>
/// OWN-06: the lead who showed the code hears that somebody scanned it. Whoever left is told nothing more of the project, not even what was
/// on its way (OWN-14); whoever had his data deleted keeps no messages.
/// </summary>
internal sealed class ContactEvents(AppDb db, NoticeWriter notices, IProjects projects, IOwners owners, IOwnerContacts contacts, TimeProvider time)
    : IHandle<ContactBound>, IHandle<ContactLeft>
{
    /// <summary>What waits for a quota or a retry waits no longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(3);

    public async Task Handle(ContactBound e, CancellationToken ct)
    {
        // Whom the agency entered it knows already.
        if (e.Entered)
        {
            return;
        }

        var project = await projects.Told(e.ProjectId, ct);
        var names = await contacts.Names([e.ContactId], ct);
        await notices.ToPerson(project.LeadId, "contact_bound", project.About(
            e.ContactId, $"/agency/projects/{e.ProjectId}",
            [project.Name, names.GetValueOrDefault(e.ContactId, "业主联系人"), (await owners.Find(e.OwnerId, ct))?.Name ?? "", TimeText.Of(time.GetUtcNow())]), ct);
    }

    public async Task Handle(ContactLeft e, CancellationToken ct)
    {
        var (since, left, state) = (IdRange.Floor(time.GetUtcNow() - LongestWait), DeliveryReasons.Left, nameof(DeliveryState.NotFollowing));
        await db.Database.ExecuteSqlAsync(
            $"""
            update delivery d set state = {state}, reason = {left}, finished_at = now() from notice n
            where n.receiver_id = {e.ContactId} and n.project_id = {e.ProjectId} and n.id >= {since}
              and d.notice_id = n.id and d.id >= {since} and d.state = 'Pending'
            """, ct);
        if (e.Because == LeaveReason.Erased)
        {
            await db.Set<Notice>().Where(n => n.ReceiverId == e.ContactId && n.Reader == NoticeReader.OwnerContact).ExecuteDeleteAsync(ct);
            await db.Set<TurnedOff>().Where(t => t.ReaderId == e.ContactId).ExecuteDeleteAsync(ct);
        }
    }
}

/// <summary>What he was told, for his own eyes.</summary>
internal sealed class ToldInMessages(AppDb db) : IPersonalData
{
    public string Heading => "收到的消息";

    public async Task<IReadOnlyList<PersonalRecord>> Of(Guid contactId, int max, CancellationToken ct)
    {
        var notices = await db.Set<Notice>().AsNoTracking().Where(n => n.ReceiverId == contactId && n.Reader == NoticeReader.OwnerContact)
            .OrderByDescending(n => n.Id).Take(max).ToListAsync(ct);
        return notices.ConvertAll(n => new PersonalRecord(
            n.CreatedAt, $"{n.Title}：{string.Join("，", n.Fields.Select(f => f.Value))}{(n.ReadAt is { } read ? $"（{ChinaTime.Says(read)} 看过）" : "")}"));
    }
}
