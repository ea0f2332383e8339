using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.ForConsole;

/// <summary>What somebody looks for; every part may be left out.</summary>
internal sealed record DeliveryWanted
{
    /// <summary>A part of the receiver's name.</summary>
    public string? Person { get; init; }

    /// <summary>A part of the project's name.</summary>
    public string? Project { get; init; }

    /// <summary>The key of a template.</summary>
    public string? Event { get; init; }

    /// <summary>One state, or several with commas between.</summary>
    public string? State { get; init; }

    /// <summary>First day, Asia/Shanghai; without it 30 days before the last.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; without it today.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only what nobody has followed up yet.</summary>
    public bool? Open { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    public Guid? Before { get; init; }

    /// <summary>Lines of a page, 1 to 100; 20 if left out.</summary>
    public int? Size { get; init; }
}

/// <param name="Total">At most <see cref="DeliverySearch.CountsTo"/>; null where counting would read everything.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
internal sealed record Found(IReadOnlyList<(Delivery Delivery, Notice Notice)> Lines, int? Total, Guid? Next);

/// <summary>
/// Finds deliveries among millions without counting or sorting them all. A delivery costs few indexes, because each is paid for at every
/// push: so the search walks the agency's notices, newest first, and looks up their deliveries; only what did not arrive has an index
/// of its own and is walked by that.
/// </summary>
internal sealed class DeliverySearch(AppDb db, IPeople people, IOwnerContacts contacts, IProjects projects, TimeProvider time)
{
    /// <summary>How far a total is counted; beyond, a page says "or more".</summary>
    public const int CountsTo = 1000;

    /// <summary>Notices that one request looks through for rare states before it gives the page as far as it is.</summary>
    private const int LooksThrough = 4000;

    private const int Chunk = 200;
    private static readonly TimeSpan WrittenTogether = TimeSpan.FromMinutes(5);
    private const int MostNames = 500;
    private const int DefaultDays = 30;

    private static readonly DeliveryState[] Indexed =
    [
        DeliveryState.RefusedByUser, DeliveryState.Blocked, DeliveryState.Refused, DeliveryState.NotFollowing, DeliveryState.Unknown,
        DeliveryState.Dead, DeliveryState.OverDailyLimit, DeliveryState.Failed,
    ];

    public async Task<Found> Find(DeliveryWanted wanted, CancellationToken ct)
    {
        var states = StatesOf(wanted.State) is { Length: > 0 } named ? named : wanted.Open == true ? Indexed : [];
        var size = Math.Clamp(wanted.Size ?? 20, 1, 100);
        var last = wanted.To ?? time.Today();
        var first = wanted.From ?? last.AddDays(1 - DefaultDays);
        var (low, high) = (IdRange.Floor(ChinaTime.StartOf(first)), IdRange.Floor(ChinaTime.StartOf(last.AddDays(1))));
        var notices = await Named(db.Set<Notice>().AsNoTracking().Where(n => n.Id < high), wanted, ct);
        return states.Length == 0
            ? await All(notices.Where(n => n.Id >= low), wanted.Before, size, ct)
            : states.All(Indexed.Contains)
                ? await Undelivered(notices, states, wanted, (low, high), size, ct)
                : await Walk(notices.Where(n => n.Id >= low), states, wanted.Before, size, ct);
    }

    private async Task<Found> All(IQueryable<Notice> notices, Guid? before, int size, CancellationToken ct)
    {
        var total = await notices.OrderByDescending(n => n.Id).Take(CountsTo + 1).CountAsync(ct);
        var page = await Before(notices, before).OrderByDescending(n => n.Id).Take(size + 1).ToListAsync(ct);
        var shown = page.Take(size).ToList();
        return new Found(await WithDeliveries(shown, [], ct), total, page.Count > size ? shown[^1].Id : null);
    }

    /// <summary>By the index of what did not arrive; a repeat stands at its own time, not at its notice's.</summary>
    private async Task<Found> Undelivered(
        IQueryable<Notice> notices, DeliveryState[] states, DeliveryWanted wanted, (Guid Low, Guid High) span, int size, CancellationToken ct)
    {
        var deliveries = db.Set<Delivery>().AsNoTracking().Where(d => states.Contains(d.State) && d.Id >= span.Low && d.Id < span.High);
        if (wanted.Open == true)
        {
            deliveries = deliveries.Where(d => !db.Set<Followup>().Any(f => f.DeliveryId == d.Id));
        }

        var lines = from delivery in deliveries join notice in notices on delivery.NoticeId equals notice.Id select new { delivery, notice };
        var total = await lines.OrderByDescending(line => line.delivery.Id).Take(CountsTo + 1).CountAsync(ct);
        var page = await lines.Where(line => wanted.Before == null || line.delivery.Id < wanted.Before)
            .OrderByDescending(line => line.delivery.Id).Take(size + 1).ToListAsync(ct);
        return new Found(
            [.. page.Take(size).Select(line => (line.delivery, line.notice))], total, page.Count > size ? page[size - 1].delivery.Id : null);
    }

    /// <summary>States that most deliveries have, or all but few: notice by notice until the page is full or it has been enough.</summary>
    private async Task<Found> Walk(IQueryable<Notice> notices, DeliveryState[] states, Guid? before, int size, CancellationToken ct)
    {
        var lines = new List<(Delivery Delivery, Notice Notice)>();
        for (var looked = 0; looked < LooksThrough; looked += Chunk)
        {
            var chunk = await Before(notices, before).OrderByDescending(n => n.Id).Take(Chunk).ToListAsync(ct);
            foreach (var (delivery, notice) in await WithDeliveries(chunk, states, ct))
            {
                if (lines.Count >= size && notice.Id != lines[^1].Notice.Id)
                {
                    return new Found(lines, null, lines[^1].Notice.Id);
                }

                lines.Add((delivery, notice));
            }

            if (chunk.Count < Chunk)
            {
                return new Found(lines, null, null);
            }

            before = chunk[^1].Id;
        }

        return new Found(lines, null, before);
    }

    private async Task<List<(Delivery Delivery, Notice Notice)>> WithDeliveries(List<Notice> notices, DeliveryState[] states, CancellationToken ct)
    {
        if (notices.Count == 0)
        {
            return [];
        }

        // Both are numbered by the clock and written together, so that a page of notices names a short range of the deliveries.
        var oldest = IdRange.Floor(notices[^1].Id);
        var newest = IdRange.Floor(notices[0].CreatedAt + WrittenTogether);
        var noticeIds = notices.ConvertAll(notice => notice.Id);
        var deliveries = await db.Set<Delivery>().AsNoTracking()
            .Where(d => noticeIds.Contains(d.NoticeId) && d.Id >= oldest && d.Id < newest).ToListAsync(ct);
        await AddRepeats(deliveries, ct);
        var of = deliveries.Where(d => states.Length == 0 || states.Contains(d.State)).ToLookup(d => d.NoticeId);
        return [.. notices.SelectMany(notice => of[notice.Id].OrderByDescending(d => d.Id).Select(delivery => (delivery, notice)))];
    }

    /// <summary>Repeats are numbered by the day of the repeat; the notes of what was done lead to them, and from one to the next.</summary>
    private async Task AddRepeats(List<Delivery> deliveries, CancellationToken ct)
    {
        var ids = deliveries.ConvertAll(delivery => delivery.Id);
        while (ids.Count > 0)
        {
            var repeats = await (from followup in db.Set<Followup>()
                                 join again in db.Set<Delivery>() on followup.AgainId equals again.Id
                                 where ids.Contains(followup.DeliveryId)
                                 select again).AsNoTracking().ToListAsync(ct);
            repeats.RemoveAll(again => deliveries.Exists(known => known.Id == again.Id));
            deliveries.AddRange(repeats);
            ids = repeats.ConvertAll(again => again.Id);
        }
    }

    private async Task<IQueryable<Notice>> Named(IQueryable<Notice> notices, DeliveryWanted wanted, CancellationToken ct)
    {
        if (wanted.Event is { Length: > 0 } template)
        {
            notices = notices.Where(n => n.Template == template);
        }

        if (wanted.Person?.Trim() is { Length: > 0 } name)
        {
            var receivers = Few([.. await people.Named(name, MostNames + 1, ct), .. await contacts.Named(name, MostNames + 1, ct)]);
            notices = notices.Where(n => receivers.Contains(n.ReceiverId));
        }

        if (wanted.Project?.Trim() is { Length: > 0 } place)
        {
            var named = Few(await projects.Named(place, MostNames + 1, ct));
            notices = notices.Where(n => named.Contains(n.ProjectId));
        }

        return notices;
    }

    private static IReadOnlyList<Guid> Few(IReadOnlyList<Guid> ids) => ids.Count <= MostNames ? ids : throw new RuleBroken(MessagingProblems.SearchTooWide);

    private static IQueryable<Notice> Before(IQueryable<Notice> notices, Guid? mark) => mark is { } id ? notices.Where(n => n.Id < id) : notices;

    private static DeliveryState[] StatesOf(string? words) =>
        [.. (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word =>
            Enum.TryParse<DeliveryState>(word, out var state) && Enum.IsDefined(state) ? state : throw new RuleBroken(KernelProblems.BadRequest))];
}
