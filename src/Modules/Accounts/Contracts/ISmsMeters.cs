namespace WeChatService.Accounts.Contracts;

/// <param name="Pause">The least time between two.</param>
public sealed record SmsLimit(TimeSpan Pause, int PerHour, int PerDay)
{
    /// <summary>One phone, one person: one a minute, five an hour, ten a day, whoever asks for them.</summary>
    public static readonly SmsLimit OfOne = new(TimeSpan.FromSeconds(60), 5, 10);

    /// <summary>An address that many phones share: an office's network, a mobile operator's gateway.</summary>
    public static readonly SmsLimit OfMany = new(TimeSpan.Zero, 30, 100);
}

/// <summary>
/// How many SMS were sent lately on whose account, so that nobody's phone is flooded and nobody's money burnt; and of what strangers may send
/// with such a code, and a contact with his repairs, how much (<c>report:…</c>, <c>repair:…</c>).
/// </summary>
public interface ISmsMeters
{
    /// <summary>Takes one off each at once, or off none: a hundred requests at the same instant get one SMS.</summary>
    /// <param name="meters">What to count by: <c>person:…</c>, <c>phone:…</c>, <c>openid:…</c>, <c>address:…</c>, and how much each may.</param>
    /// <returns>Null: taken. Else the one that had enough.</returns>
    Task<string?> Take(IReadOnlyList<(string Key, SmsLimit Limit)> meters, DateTimeOffset now, CancellationToken ct);

    /// <summary>Nothing was sent after all.</summary>
    Task GiveBack(IReadOnlyList<(string Key, SmsLimit Limit)> meters, DateTimeOffset now, CancellationToken ct);
}
