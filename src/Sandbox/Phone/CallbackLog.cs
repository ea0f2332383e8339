namespace WeChatService.Sandbox.Phone;

public enum DeliveryOutcome { Acknowledged, Replied, Failed, NoHost, Dropped }

/// <summary>One try: HTTP status (0 = no answer), what it was worth, and the body received (first 2000 characters).</summary>
public sealed record DeliveryAttempt(int Status, long Milliseconds, string Outcome, string? Body);

public sealed record PassiveReply(string Type, string? Text);

/// <summary>One message to the host with all its attempts.</summary>
public sealed record Delivery
{
    public required long Id { get; init; }
    public required string Account { get; init; }
    public required string OpenId { get; init; }
    public required string MsgType { get; init; }
    public string? Event { get; init; }
    public string? EventKey { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DeliveryOutcome Outcome { get; init; }
    /// <summary>How it was acknowledged: success, empty or reply; null when it was not.</summary>
    public string? Ack { get; init; }
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }
    public PassiveReply? Reply { get; init; }
}

/// <summary>What was delivered, and the messages themselves so that one can be sent again.</summary>
public sealed class CallbackLog
{
    const int Kept = 2000;
    readonly Lock _lock = new();
    readonly List<(Delivery Delivery, CallbackMessage Message)> _all = [];
    long _lastId;

    public Delivery Add(Func<long, Delivery> delivery, CallbackMessage message)
    {
        lock (_lock)
        {
            Delivery made = delivery(++_lastId);
            _all.Add((made, message));
            if (_all.Count > Kept + 200) _all.RemoveRange(0, 200);
            return made;
        }
    }

    public IReadOnlyList<Delivery> Of(string? account)
    {
        lock (_lock) return [.. _all.Select(d => d.Delivery).Where(d => account is null || d.Account == account)];
    }

    public (Delivery Delivery, CallbackMessage Message)? Find(long id)
    {
        lock (_lock) return _all.FirstOrDefault(d => d.Delivery.Id == id) is { Delivery: not null } found ? found : null;
    }

    public void Clear()
    {
        lock (_lock) _all.Clear();
    }
}
