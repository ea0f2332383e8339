namespace WeChatService.Redis;

public sealed record RedisPushOptions
{
    public required string Host { get; init; }
    public int Port { get; init; } = 6379;
    public string? Password { get; init; }
    public bool Tls { get; init; }
    public int Database { get; init; }

    /// <summary>Fixed for each process slot ("worker-1"): a name per start would leak consumers in Redis.</summary>
    public required string Consumer { get; init; }

    public string Prefix { get; init; } = "push:";
    public string Group { get; init; } = "senders";

    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(2);
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait for new entries, and so the oldest age of an unnoticed dead reader.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan PingDeadline { get; init; } = TimeSpan.FromSeconds(1);
    public int MissesBeforeReplacing { get; init; } = 3;

    public TimeSpan BackOffFloor { get; init; } = TimeSpan.FromMilliseconds(50);
    public TimeSpan BackOffCeiling { get; init; } = TimeSpan.FromSeconds(2);
    public TimeSpan LoadingPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Calls without an answer, given up ones included: bounds memory while Redis is silent.</summary>
    public int MaxUnanswered { get; init; } = 10_000;
}
