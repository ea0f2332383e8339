using System.Text.Json;

namespace WeChatService.Kernel;

public enum JobState { Queued, Running, Done, Dead }

/// <summary>
/// Durable work that takes long or calls vendors (a report to render): claimed by lease, retried with back-off,
/// dead after the last attempt. The lease is committed before the work begins.
/// </summary>
[Shared("moved by the job runner only; no door reads it")]
internal sealed class Job
{
    public const int MostAttempts = 6;

    public Guid Id { get; private set; }
    public string Kind { get; private set; } = "";
    public string Payload { get; private set; } = "{}";
    public string? DedupeKey { get; private set; }
    public JobState State { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset NextTryAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public string? LastError { get; private set; }

    public static Job Of(Guid id, string kind, object payload, string? dedupeKey, DateTimeOffset notBefore, DateTimeOffset now) => new()
    {
        Id = id,
        Kind = kind,
        Payload = JsonSerializer.Serialize(payload, payload.GetType(), Mapping.Json),
        DedupeKey = dedupeKey,
        NextTryAt = notBefore,
        CreatedAt = now,
    };

    public object Read(Type type) => JsonSerializer.Deserialize(Payload, type, Mapping.Json)!;

    /// <summary>Whoever claims it has until <paramref name="until"/>; then it may be claimed again.</summary>
    public void Claim(DateTimeOffset until)
    {
        State = JobState.Running;
        Attempts++;
        NextTryAt = until;
    }

    public void Done() => State = JobState.Done;

    public void Failed(string error, DateTimeOffset now)
    {
        LastError = error.Length > 500 ? error[..500] : error;
        State = Attempts >= MostAttempts ? JobState.Dead : JobState.Queued;
        NextTryAt = now + TimeSpan.FromSeconds(Math.Min(120, Math.Pow(2, Attempts)));
    }
}
