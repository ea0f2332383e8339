using System.Text.Json;

namespace WeChatService.Kernel;

/// <summary>An event waiting to be told, committed with the state that caused it; deleted once it was told.</summary>
[Shared("moved by the relay only; no door reads it")]
internal sealed class OutboxEvent
{
    public Guid Id { get; private set; }
    public string Type { get; private set; } = "";
    public string Payload { get; private set; } = "{}";
    public DateTimeOffset OccurredAt { get; private set; }
    public DateTimeOffset NextTryAt { get; private set; }
    public int Attempts { get; private set; }
    public string? LastError { get; private set; }

    public static OutboxEvent Of(Guid id, string type, IEvent happened, DateTimeOffset now) => new()
    {
        Id = id,
        Type = type,
        Payload = JsonSerializer.Serialize(happened, happened.GetType(), Mapping.Json),
        OccurredAt = now,
        NextTryAt = now,
    };

    public IEvent Read(Type type) => (IEvent)JsonSerializer.Deserialize(Payload, type, Mapping.Json)!;

    /// <summary>Backs off by 2, 4, 8 … seconds, at most 5 minutes, so that one bad event never blocks the others.</summary>
    public void Failed(string error, DateTimeOffset now)
    {
        Attempts++;
        LastError = error.Length > 500 ? error[..500] : error;
        NextTryAt = now + TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(Attempts, 9))));
    }
}
