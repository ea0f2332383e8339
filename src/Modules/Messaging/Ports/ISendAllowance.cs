namespace WeChatService.Messaging.Ports;

/// <summary>One budget of sends per service account, shared by all processes.</summary>
public interface ISendAllowance
{
    /// <summary>Grants between 0 and <paramref name="wanted"/> sends at once.</summary>
    /// <param name="account">The service account.</param>
    /// <param name="wanted">At least 1.</param>
    /// <param name="limit">Rate and burst are the same for all callers of one account.</param>
    /// <param name="ct">Stops the wait, not the grant.</param>
    Task<SendGrant> Take(string account, int wanted, SendLimit limit, CancellationToken ct = default);
}

/// <param name="PerSecond">Sends per second in the long run; kept to 0.5 % up to 5,000.</param>
/// <param name="Burst">
/// Sends that may go at one instant after a pause, at least 1. What callers are late by is lost beyond it: below
/// about 50 ms worth of the rate, the rate itself is not reached.
/// </param>
/// <param name="Reserve">Sends of the burst that this caller leaves to more urgent ones; smaller than the burst.</param>
public readonly record struct SendLimit(int PerSecond, int Burst, int Reserve = 0);

/// <param name="Granted">How many sends may go now.</param>
/// <param name="RetryAfter">When the next one frees up; zero if all were granted.</param>
public readonly record struct SendGrant(int Granted, TimeSpan RetryAfter);
