using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Phone;

/// <summary>Where a person stands: GCJ-02 degrees and accuracy in metres, or a refusal to say.</summary>
public sealed record Place(double Latitude, double Longitude, double Accuracy, bool Denied = false);

/// <summary>What is known of a person besides the chats: follows, refusals, position, face score.</summary>
public sealed class Followers
{
    readonly Lock _lock = new();
    readonly StateFile _state;
    Kept _kept;

    sealed record Follow(string Person, AccountKind Account, DateTimeOffset Since, string? Scene);

    sealed record Kept
    {
        public List<Follow> Follows { get; init; } = [];
        public Dictionary<string, Place> Places { get; init; } = [];
    }

    readonly HashSet<(string, AccountKind)> _blocked = [];
    readonly Dictionary<(string, AccountKind), string> _deliveries = [];
    readonly Dictionary<string, double> _faceScores = [];

    public Followers(StateFile state)
    {
        _state = state;
        _kept = state.Section<Kept>("phones", Snapshot) ?? new Kept();
    }

    public bool Follows(Person person, AccountKind account)
    {
        lock (_lock) return Find(person, account) is not null;
    }

    public (DateTimeOffset Since, string? Scene)? Since(Person person, AccountKind account)
    {
        lock (_lock) return Find(person, account) is { } f ? (f.Since, f.Scene) : null;
    }

    public IReadOnlyList<string> Of(AccountKind account)
    {
        lock (_lock) return [.. _kept.Follows.Where(f => f.Account == account).Select(f => f.Person)];
    }

    /// <summary>True when the person did not follow before.</summary>
    public bool Begin(Person person, AccountKind account, string? scene, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (Find(person, account) is not null) return false;
            _kept.Follows.Add(new Follow(person.Key, account, now, scene));
            Keep();
            return true;
        }
    }

    /// <summary>True when the person followed before.</summary>
    public bool End(Person person, AccountKind account)
    {
        lock (_lock)
        {
            bool changed = _kept.Follows.RemoveAll(f => f.Person == person.Key && f.Account == account) > 0;
            if (changed) Keep();
            return changed;
        }
    }

    public bool Blocks(Person person, AccountKind account)
    {
        lock (_lock) return _blocked.Contains((person.Key, account));
    }

    public void Block(Person person, AccountKind account, bool blocked)
    {
        lock (_lock)
            if (blocked) _blocked.Add((person.Key, account));
            else _blocked.Remove((person.Key, account));
    }

    /// <summary>What the delivery report of this person's template messages says instead of success; null: the usual.</summary>
    public string? DeliveryOf(Person person, AccountKind account)
    {
        lock (_lock) return _deliveries.GetValueOrDefault((person.Key, account));
    }

    public void SetDelivery(Person person, AccountKind account, string? status)
    {
        lock (_lock)
            if (status is null) _deliveries.Remove((person.Key, account));
            else _deliveries[(person.Key, account)] = status;
    }

    public Place? PlaceOf(Person person)
    {
        lock (_lock) return _kept.Places.GetValueOrDefault(person.Key);
    }

    public void Put(Person person, Place? place)
    {
        lock (_lock)
        {
            if (place is null) _kept.Places.Remove(person.Key);
            else _kept.Places[person.Key] = place;
            Keep();
        }
    }

    /// <summary>The face score set by hand (0–100), or null for the picture's own.</summary>
    public double? FaceScoreOf(string personKey)
    {
        lock (_lock) return _faceScores.TryGetValue(personKey, out double score) ? score : null;
    }

    public void SetFaceScore(Person person, double? score)
    {
        lock (_lock)
            if (score is { } value) _faceScores[person.Key] = value;
            else _faceScores.Remove(person.Key);
    }

    public void Reset()
    {
        lock (_lock)
        {
            _kept = new Kept();
            _blocked.Clear();
            _deliveries.Clear();
            _faceScores.Clear();
            Keep();
        }
    }

    Follow? Find(Person person, AccountKind account) => _kept.Follows.Find(f => f.Person == person.Key && f.Account == account);

    void Keep() => _state.Touch();

    object Snapshot()
    {
        lock (_lock) return new Kept { Follows = [.. _kept.Follows], Places = new(_kept.Places) };
    }
}
