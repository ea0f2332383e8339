using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging;

/// <summary>
/// Sends again what did not arrive: when a person asks for it, or when the receiver follows by now. The profile of the project's
/// region decides whether at all (NTF-15).
/// </summary>
internal sealed class ResendDesk(
    AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, IFollowers followers, IAccounts accounts, IOwnerContacts contacts, Ids ids,
    TimeProvider time)
{
    /// <summary>Why this may not be sent again; null: it may. Asks for no receiver, so that a list can say it of each of its lines.</summary>
    public Problem? WhyNot(Delivery delivery, ProjectCard? project, Followup? followup) => delivery switch
    {
        { State: DeliveryState.Pending } => MessagingProblems.StillOnItsWay,
        { State: DeliveryState.Sent or DeliveryState.Delivered } => MessagingProblems.AlreadyTaken,
        { Reason: DeliveryReasons.TurnedOff } => MessagingProblems.TurnedOff,
        _ when followup is not null => MessagingProblems.AlreadyFollowedUp,
        _ when project is null || !policies.For(project.Region).Notify.Resend => MessagingProblems.ResendNotAllowed,
        { Account: ServiceAccountKind.MiniProgram } => MessagingProblems.SubscriptionSpent,
        _ => null,
    };

    /// <summary>The same, and whether the receiver could get it now.</summary>
    public async Task<Problem?> WhyNotNow(Delivery delivery, Notice notice, Followup? followup, CancellationToken ct)
    {
        return WhyNot(delivery, await projects.Find(notice.ProjectId, ct), followup) is { } why ? why : (await Receiver(delivery, notice, ct)).Why;
    }

    /// <summary>Adds the repeat and the note of it; the caller saves.</summary>
    /// <exception cref="RuleBroken">It may not be sent again.</exception>
    public async Task<Delivery> SendAgain(Delivery delivery, Notice notice, bool mayArriveTwice, CancellationToken ct)
    {
        var followup = await FollowupOf(delivery.Id, ct);
        if (WhyNot(delivery, await projects.Find(notice.ProjectId, ct), followup) is { } why)
        {
            throw new RuleBroken(why);
        }

        if (delivery.State == DeliveryState.Unknown && !mayArriveTwice)
        {
            throw new RuleBroken(MessagingProblems.MayArriveTwice);
        }

        var (openId, unreachable) = await Receiver(delivery, notice, ct);
        return openId is null ? throw new RuleBroken(unreachable!) : Add(delivery, openId);
    }

    /// <summary>
    /// NTF-15, where the profile allows it: whoever follows at last gets what he missed meanwhile, as far as it still serves.
    /// </summary>
    public async Task SendMissed(Guid subjectId, ServiceAccountKind account, string openId, CancellationToken ct)
    {
        foreach (var (delivery, notice) in await Missed(subjectId, account, ct))
        {
            var project = await projects.Find(notice.ProjectId, ct);
            var goesOn = project?.State is not (null or ProjectState.Terminated or ProjectState.Cancelled);
            var wanted = !await db.Set<TurnedOff>().AnyAsync(t => t.ReaderId == notice.ReceiverId && t.Template == notice.Template, ct);
            if (goesOn && wanted && WhyNot(delivery, project, followup: null) is null)
            {
                Add(delivery, openId);
            }
        }
    }

    public Task<Followup?> FollowupOf(Guid deliveryId, CancellationToken ct) =>
        db.Set<Followup>().AsNoTracking().FirstOrDefaultAsync(f => f.DeliveryId == deliveryId, ct);

    private Delivery Add(Delivery first, string openId)
    {
        var now = time.GetUtcNow();
        var again = Delivery.Again(ids.Next(), first, openId, now);
        db.Add(again);
        db.Add(Followup.SentAgain(first, again, actor.Required, now));
        return again;
    }

    private async Task<List<(Delivery Delivery, Notice Notice)>> Missed(Guid subjectId, ServiceAccountKind account, CancellationToken ct)
    {
        var receiver = account == ServiceAccountKind.Owner ? subjectId : (await accounts.Find(subjectId, ct))?.PersonId;
        var now = time.GetUtcNow();
        var since = IdRange.Floor(now - MissedNotices.Oldest);
        var missed = await (from notice in db.Set<Notice>()
                            join delivery in db.Set<Delivery>() on notice.Id equals delivery.NoticeId
                            where notice.ReceiverId == receiver && notice.ReadAt == null && notice.Id >= since
                            where delivery.Account == account && delivery.State == DeliveryState.NotFollowing && delivery.Id >= since
                            where !db.Set<Followup>().Any(f => f.DeliveryId == delivery.Id)
                            orderby notice.Id descending
                            select new { delivery, notice }).AsNoTracking().Take(MissedNotices.AtMost).ToListAsync(ct);
        return [.. missed.Where(of => MissedNotices.StillServes(of.delivery, now)).Select(of => (of.delivery, of.notice)).Reverse()];
    }

    /// <summary>The phone that gets it: the same one if it still follows, else another of the person's.</summary>
    private async Task<(string? OpenId, Problem? Why)> Receiver(Delivery delivery, Notice notice, CancellationToken ct)
    {
        var subject = notice.Reader == NoticeReader.OwnerContact
            ? await contacts.IsBound(notice.ReceiverId, notice.ProjectId, ct) ? notice.ReceiverId : (Guid?)null
            : await accounts.OfPerson(notice.ReceiverId, ct) is { IsEnabled: true } account ? account.Id : null;
        if (subject is null)
        {
            return (null, MessagingProblems.ReceiverLeft);
        }

        var phones = (await followers.Of(subject.Value, delivery.Account, ct)).Where(phone => phone.Subscribed).Select(phone => phone.OpenId).ToList();
        return phones.Count == 0
            ? (null, MessagingProblems.ReceiverDoesNotFollow)
            : (phones.Find(phone => phone == delivery.OpenId) ?? phones[0], null);
    }
}

/// <summary>Which of the messages that somebody missed are still worth a push when he follows at last.</summary>
internal static class MissedNotices
{
    /// <summary>Older ones are found in the message list; a phone that buzzes with last week's news helps nobody.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(3);

    /// <summary>Whoever was away for three days is not flooded.</summary>
    public const int AtMost = 20;

    // Somebody waited in front of a locked task; two hours later he has telephoned or gone home.
    private static readonly TimeSpan Urgent = TimeSpan.FromHours(2);

    public static bool StillServes(Delivery missed, DateTimeOffset now) =>
        now - missed.CreatedAt <= (missed.Lane == DeliveryLane.Urgent ? Urgent : Oldest);
}
