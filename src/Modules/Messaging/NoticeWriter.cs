using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Messaging.Push;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Messaging;

/// <summary>
/// Adds a notice for each receiver and a delivery for each phone that follows, or that accepts subscription messages. Called by
/// handlers of the relay, which commits their rows together with the end of the event: told once, or told again from the start.
/// </summary>
internal sealed class NoticeWriter(
    AppDb db,
    IFollowers followers,
    ISubscriptions subscriptions,
    ISubscriptionTemplates offered,
    IAccounts accounts,
    IOwnerContacts contacts,
    NoticeTemplates templates,
    FreshDeliveries fresh,
    PushOptions options,
    Ids ids,
    TimeProvider time)
{
    /// <summary>Tells one of the agency's people, through the agency's service account.</summary>
    /// <param name="evenIfClosed">He is told of the closing itself.</param>
    public async Task ToPerson(Guid personId, string template, NoticeAbout about, CancellationToken ct, bool evenIfClosed = false)
    {
        // Whoever may no longer sign in is not told outside either (ACC-03).
        var account = await accounts.OfPerson(personId, ct) is { } known && (known.IsEnabled || evenIfClosed) ? known.Id : (Guid?)null;
        await Add(new NoticeReceiver(NoticeReader.AgencyPerson, personId, account), ServiceAccountKind.Agency, template, about, ct);
    }

    /// <summary>The agency's administrators, as people.</summary>
    public async Task<IReadOnlyList<Guid>> Administrators(Guid agencyId, CancellationToken ct) =>
        [.. (await accounts.Administrators(agencyId, ct)).Select(a => a.PersonId).OfType<Guid>()];

    /// <summary>Tells every contact bound to the project, through the owners' service account (OWN-19).</summary>
    public async Task ToContacts(ProjectCard project, string template, NoticeAbout about, CancellationToken ct)
    {
        foreach (var contact in await contacts.OfProject(project.Id, ct))
        {
            var receiver = new NoticeReceiver(NoticeReader.OwnerContact, contact.Id, contact.Id);
            await Add(receiver, ServiceAccountKind.Owner, template, about, ct);
        }
    }

    private async Task Add(
        NoticeReceiver receiver, ServiceAccountKind account, string template, NoticeAbout about, CancellationToken ct)
    {
        var form = templates.For(receiver.Reader, template);
        var notice = Notice.For(ids.Next(), receiver, form, about, time.GetUtcNow());
        db.Add(notice);
        var known = receiver.SubjectId is { } subject ? await followers.Of(subject, account, ct) : [];
        var following = known.Where(follower => follower.Subscribed).ToList();
        var enough = following.Count > 0 && !form.Urgent && await HadEnoughToday(receiver, ct);
        var unwanted = following.Count > 0 && form.Optional && await db.Set<TurnedOff>().AnyAsync(t => t.ReaderId == receiver.Id && t.Template == form.Key, ct);
        foreach (var follower in following)
        {
            var delivery = (unwanted, enough) switch
            {
                (true, _) => Delivery.TurnedOff(ids.Next(), notice, form, follower),
                (_, true) => Delivery.OverDailyLimit(ids.Next(), notice, form, follower),
                _ => Delivery.To(ids.Next(), notice, form, follower),
            };
            db.Add(delivery);
            fresh.Add(delivery, notice);
        }

        if (following.Count == 0 && !await ThroughMiniProgram(receiver, notice, form, ct))
        {
            db.Add(Delivery.ToNobody(ids.Next(), notice, form, account));
        }
    }

    /// <summary>Counted by notices, those of this unit of work included: they are found by receiver and day without an index of their own.</summary>
    private async Task<bool> HadEnoughToday(NoticeReceiver receiver, CancellationToken ct)
    {
        var midnight = IdRange.Floor(ChinaTime.StartOf(time.Today()));
        var here = db.Set<Notice>().Local.Count(n => n.ReceiverId == receiver.Id);
        var before = await db.Set<Notice>().Where(n => n.ReceiverId == receiver.Id && n.Id.CompareTo(midnight) >= 0)
            .Take(options.PerUserPerDay + 1).CountAsync(ct);
        return here + before > options.PerUserPerDay;
    }

    /// <summary>
    /// Who works in the mini program and follows no account is told there, as long as opt-ins are left: one is taken with each delivery,
    /// in the relay's transaction.
    /// </summary>
    private async Task<bool> ThroughMiniProgram(NoticeReceiver receiver, Notice notice, NoticeTemplate form, CancellationToken ct)
    {
        if (receiver is not { Reader: NoticeReader.AgencyPerson, SubjectId: { } subject } || offered.All.All(template => template.Key != form.Key))
        {
            return false;
        }

        var told = false;
        foreach (var phone in await followers.Of(subject, ServiceAccountKind.MiniProgram, ct))
        {
            if (await subscriptions.Take(phone.OpenId, form.Key, ct))
            {
                var delivery = Delivery.To(ids.Next(), notice, form, phone);
                db.Add(delivery);
                fresh.Add(delivery, notice);
                told = true;
            }
        }

        return told;
    }
}
