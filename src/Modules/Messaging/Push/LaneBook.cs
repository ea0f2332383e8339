using WeChatService.Kernel;

namespace WeChatService.Messaging.Push;

/// <summary>
/// What the leader remembers of one lane: how far each agency's deliveries were rung, and which of those may still be
/// under way. It is only memory: being wrong costs a second ringing or one sweep, never a message.
/// </summary>
internal sealed class LaneBook(PushLane lane)
{
    /// <summary>An id that hung in the window so long is rung again.</summary>
    private const long OldMilliseconds = 60_000;

    private readonly Dictionary<Guid, AgencyPage> agencies = [];
    private readonly Dictionary<Guid, long> rung = [];
    private readonly Dictionary<(Guid, DateTime), long> retried = [];
    private Guid turn;

    public PushLane Lane => lane;

    /// <summary>Some agency has rows in the database that the window had no room for.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Some deliveries may be under way.</summary>
    public bool HasRung => rung.Count > 0;

    /// <summary>Everything that was rung may have been lost; everything known is looked up again.</summary>
    public void Forget()
    {
        rung.Clear();
        retried.Clear();
        foreach (var page in agencies.Values)
        {
            page.Cursor = page.Low;
            page.More = HasMore = true;
        }
    }

    /// <summary>An agency was found to have pending rows; if it is new here, all of them are to be rung.</summary>
    public void Discover(Guid agency)
    {
        if (agencies.TryAdd(agency, new AgencyPage { More = true }))
        {
            HasMore = true;
        }
    }

    /// <summary>Whether a row that was just read needs ringing: not if it was, nor if its agency has older ones waiting.</summary>
    public bool Wants(DueDelivery delivery)
    {
        if (delivery.NotBefore is { } retry)
        {
            return !retried.ContainsKey((delivery.Id, retry));
        }

        return !IsRung(delivery.Id) && !(agencies.TryGetValue(delivery.Agency, out var page) && page.More && delivery.Id.CompareTo(page.Cursor) > 0);
    }

    public bool IsRung(Guid delivery) => rung.ContainsKey(delivery);

    /// <summary>The window holds nothing: whatever is still pending was lost with it, or was never in it.</summary>
    public void ForgetRung() => rung.Clear();

    public void Rang(DueDelivery delivery)
    {
        var now = Environment.TickCount64;
        if (delivery.NotBefore is { } retry)
        {
            retried[(delivery.Id, retry)] = now;
            return;
        }

        rung[delivery.Id] = now;
        if (!agencies.TryGetValue(delivery.Agency, out var page))
        {
            agencies[delivery.Agency] = page = new AgencyPage { Low = IdRange.Floor(delivery.Id), Cursor = delivery.Id };
        }

        page.Cursor = delivery.Id.CompareTo(page.Cursor) > 0 ? delivery.Id : page.Cursor;
        page.Low = delivery.Id.CompareTo(page.Low) < 0 ? IdRange.Floor(delivery.Id) : page.Low;
    }

    /// <summary>The window had no room for it: it comes when its agency has its turn.</summary>
    public void NoRoomFor(DueDelivery delivery)
    {
        if (delivery.NotBefore is not null)
        {
            return;
        }

        if (!agencies.TryGetValue(delivery.Agency, out var page))
        {
            var floor = IdRange.Floor(delivery.Id);
            agencies[delivery.Agency] = page = new AgencyPage { Low = floor, Cursor = floor };
        }

        page.More = HasMore = true;
    }

    /// <summary>Its sender died: it is rung again whatever the memory says.</summary>
    public void Release(Guid delivery)
    {
        rung.Remove(delivery);
        foreach (var key in retried.Keys.Where(key => key.Item1 == delivery).ToList())
        {
            retried.Remove(key);
        }
    }

    /// <summary>The next agencies in turn that have more, and where to read on.</summary>
    public List<AgencyRange> NextInTurn(int most)
    {
        var waiting = agencies.Where(of => of.Value.More).OrderBy(of => of.Key).ToList();
        var first = waiting.FindIndex(of => of.Key.CompareTo(turn) > 0);
        var inTurn = (first < 0 ? waiting : [.. waiting.Skip(first), .. waiting.Take(first)]).Take(most).ToList();
        turn = inTurn.Count > 0 ? inTurn[^1].Key : Guid.Empty;
        return inTurn.ConvertAll(of => new AgencyRange(of.Key, of.Value.Cursor, IdRange.Highest));
    }

    /// <summary>These agencies were asked for so many rows each; whoever had fewer has no more.</summary>
    public void Asked(IEnumerable<AgencyRange> asked, IReadOnlyList<DueDelivery> answer, int ofEach)
    {
        var counts = answer.CountBy(delivery => delivery.Agency).ToDictionary();
        foreach (var (agency, _, _) in asked)
        {
            agencies[agency].More = counts.GetValueOrDefault(agency) >= ofEach;
        }

        HasMore = agencies.Values.Any(page => page.More);
    }

    /// <summary>For the look back: each agency from the oldest row that was not finished at the last one.</summary>
    public List<AgencyRange> Behind() => [.. agencies.Select(of => new AgencyRange(of.Key, of.Value.Low, of.Value.Cursor))];

    /// <summary>
    /// The look back is over: of what was rung, only <paramref name="pending"/> is unfinished. Agencies with nothing left
    /// are forgotten; fresh rows bring them back.
    /// </summary>
    public void LookedBack(IReadOnlyList<AgencyRange> asked, IReadOnlyList<DueDelivery> pending, int ofEach)
    {
        var ofAgency = pending.ToLookup(delivery => delivery.Agency, delivery => delivery.Id);
        var still = pending.Select(delivery => delivery.Id).ToHashSet();
        var sawAll = asked.All(of => ofAgency[of.Agency].Count() < ofEach);
        var before = Environment.TickCount64 - OldMilliseconds;
        foreach (var (id, at) in rung)
        {
            if (at < before || (sawAll && !still.Contains(id)))
            {
                rung.Remove(id);
            }
        }

        foreach (var (agency, _, _) in asked)
        {
            var page = agencies[agency];
            if (ofAgency[agency].Any())
            {
                page.Low = IdRange.Floor(ofAgency[agency].First());
            }
            else if (page.More)
            {
                page.Low = page.Cursor;
            }
            else
            {
                agencies.Remove(agency);
            }
        }

        foreach (var (key, at) in retried)
        {
            if (at < before)
            {
                retried.Remove(key);
            }
        }
    }

    private sealed class AgencyPage
    {
        /// <summary>Before it everything is finished.</summary>
        public Guid Low { get; set; }

        /// <summary>Up to it everything was rung.</summary>
        public Guid Cursor { get; set; }

        public bool More { get; set; }
    }
}
