using WeChatService.Kernel;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Keeps the windows of all lanes filled. As long as they have room, fresh rows are rung in the order of their making;
/// once they are full, agencies take turns, so that fifty thousand notices of one delay another's single one by no more
/// than the window is long.
/// </summary>
internal sealed class WindowFiller(DueTable due, IPushDoorbell doorbell, PushAccounts accounts, DatabaseClock clock, PushOptions options)
{
    private const int Chunk = 2_000;
    private const int MostOfEach = 5_000;
    private const int SmallCompany = 8;
    private static readonly TimeSpan LateCommit = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(60);

    private readonly Dictionary<PushLane, LaneBook> books = PushLane.All.ToDictionary(lane => lane, lane => new LaneBook(lane));
    private readonly HashSet<PushLane> closed = [];
    private Guid frontier;

    /// <summary>Windows are full while more waits: look again soon.</summary>
    public bool AnyWaits => books.Values.Any(book => book.HasMore && accounts.IsOpen(book.Lane));

    /// <summary>Begins as a new leader: everything pending is found by agency, and fresh rows from now on by their ids.</summary>
    public async Task Begin(CancellationToken ct)
    {
        foreach (var lane in PushLane.All)
        {
            books[lane] = new LaneBook(lane);
        }

        frontier = IdRange.Floor(clock.Now - LateCommit);
        await Discover(ct);
    }

    /// <summary>Asked before thousands of rows are read for a bell that does not ring: Redis may be away for hours.</summary>
    /// <exception cref="PushTransportException">It still is.</exception>
    public Task MustReachRedis(CancellationToken ct) => doorbell.Count(PushLane.All[0].Stream, ct);

    /// <summary>Redis lost what it held.</summary>
    public void Forget()
    {
        foreach (var book in books.Values)
        {
            book.Forget();
        }
    }

    /// <summary>Finds agencies whose rows nobody knows of: committed late, or under a clock far off.</summary>
    public async Task Discover(CancellationToken ct)
    {
        foreach (var book in books.Values)
        {
            var after = Guid.Empty;
            List<Guid> found;
            do
            {
                found = await due.Agencies(book.Lane, after, Chunk, ct);
                found.ForEach(book.Discover);
                after = found.Count > 0 ? found[^1] : after;
            }
            while (found.Count == Chunk);
        }
    }

    /// <summary>
    /// Fresh rows, and those of the last moment once more: ids are made before their commit, and of two writers the later
    /// one may be the first to commit. With <paramref name="again"/> it looks back further.
    /// </summary>
    public async Task RingFresh(bool again, CancellationToken ct)
    {
        var now = IdRange.Floor(clock.Now);
        var earlier = IdRange.Floor(clock.Now - (again ? LateCommit : LastMoment));
        var after = earlier.CompareTo(frontier) < 0 ? earlier : frontier;
        List<(PushLane Lane, DueDelivery Delivery)> fresh;
        do
        {
            fresh = await due.Fresh(after, IdRange.Highest, Chunk, ct);
            foreach (var ofLane in fresh.GroupBy(of => of.Lane, of => of.Delivery))
            {
                await Ring(books[ofLane.Key], [.. ofLane.Where(books[ofLane.Key].Wants)], ct);
            }

            // A process whose clock is ahead makes ids of the future; they must not hide what the others make now.
            after = fresh.Count > 0 ? fresh[^1].Delivery.Id : after;
            frontier = after.CompareTo(now) < 0 ? after : now;
        }
        while (fresh.Count == Chunk && after.CompareTo(now) < 0);
    }

    /// <summary>Gives the room that became free to the agencies that have more, in turn.</summary>
    public async Task FillUp(CancellationToken ct)
    {
        foreach (var book in books.Values)
        {
            if (!accounts.IsOpen(book.Lane))
            {
                closed.Add(book.Lane);
            }
            else if (closed.Remove(book.Lane))
            {
                // What the window held when the rest began was let go.
                book.Forget();
            }

            while (book.HasMore && accounts.IsOpen(book.Lane) && await FillOnce(book, ct))
            {
            }
        }
    }

    /// <summary>Rings what was lost on the way, what committed late, and what is due again.</summary>
    public async Task LookBack(CancellationToken ct)
    {
        foreach (var book in books.Values)
        {
            if (!accounts.IsOpen(book.Lane))
            {
                continue;
            }

            if (book.HasRung && await doorbell.Count(book.Lane.Stream, ct) == 0)
            {
                book.ForgetRung();
            }

            var asked = book.Behind();
            if (asked.Count > 0)
            {
                var pending = await due.OfAgencies(book.Lane, asked, MostOfEach, ct);
                var lost = pending.FindAll(delivery => !book.IsRung(delivery.Id));
                book.LookedBack(asked, pending, MostOfEach);
                await Ring(book, InTurn(lost), ct);
            }

            var later = await due.Later(book.Lane, Chunk, ct);
            await Ring(book, InTurn(later.FindAll(book.Wants)), ct);
        }
    }

    /// <summary>Rings at once what a dead sender had in hand.</summary>
    public async Task RingAgain(IEnumerable<Dissolved> dissolved, CancellationToken ct)
    {
        foreach (var ofLane in dissolved.Where(of => of.State == DeliveryState.Pending).GroupBy(of => of.Lane, of => of.Delivery))
        {
            var book = books[ofLane.Key];
            foreach (var delivery in ofLane)
            {
                book.Release(delivery.Id);
            }

            await Ring(book, [.. ofLane], ct);
        }
    }

    private async Task<bool> FillOnce(LaneBook book, CancellationToken ct)
    {
        var free = options.WindowEntries - (int)await doorbell.Count(book.Lane.Stream, ct);
        if (free <= options.WindowEntries / 8)
        {
            return false;
        }

        var asked = book.NextInTurn(free * options.Parcel);
        var ofEach = Math.Max(1, free * options.Parcel / asked.Count);
        var answer = await due.OfAgencies(book.Lane, asked, ofEach, ct);
        book.Asked(asked, answer, ofEach);
        return await Ring(book, InTurn(answer.FindAll(delivery => !book.IsRung(delivery.Id))), ct);
    }

    /// <returns>False when the window is full.</returns>
    private async Task<bool> Ring(LaneBook book, IReadOnlyList<DueDelivery> deliveries, CancellationToken ct)
    {
        if (deliveries.Count == 0)
        {
            return true;
        }

        var parcels = Parcels(deliveries);
        var rung = accounts.IsOpen(book.Lane)
            ? await doorbell.Ring(book.Lane.Stream, parcels.ConvertAll(parcel => Array.ConvertAll(parcel, of => of.Id)), options.WindowEntries, ct)
            : 0;
        for (var i = 0; i < parcels.Count; i++)
        {
            foreach (var delivery in parcels[i])
            {
                if (i < rung)
                {
                    book.Rang(delivery);
                }
                else
                {
                    book.NoRoomFor(delivery);
                }
            }
        }

        return rung == parcels.Count;
    }

    /// <summary>Deliveries that a process died with travel in small company, and alone the second time: whichever kills is found.</summary>
    private List<DueDelivery[]> Parcels(IReadOnlyList<DueDelivery> deliveries) =>
    [
        .. deliveries.Where(of => of.Crashes > 1).Chunk(1),
        .. deliveries.Where(of => of.Crashes == 1).Chunk(Math.Min(SmallCompany, options.Parcel)),
        .. deliveries.Where(of => of.Crashes == 0).Chunk(options.Parcel),
    ];

    /// <summary>One of each agency, then the next of each.</summary>
    private static List<DueDelivery> InTurn(List<DueDelivery> deliveries) => deliveries.Count < 2
        ? deliveries
        : [.. deliveries.GroupBy(of => of.Agency).SelectMany(of => of.Select((delivery, i) => (delivery, i))).OrderBy(of => of.i).Select(of => of.delivery)];
}
