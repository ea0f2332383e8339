using System.Security.Cryptography;

namespace WeChatService.Kernel;

/// <summary>
/// A photo that nobody used for as long as the house keeps such, and whose bytes went. Its row and its seal stay: that it came, from whom, and
/// what it was. Written once, never changed (the database refuses it).
/// </summary>
[Shared("read by Photos and by the audit; says nothing of whose it was")]
internal sealed class DiscardedObject
{
    public const string Act = "objects.discarded";

    /// <summary>The stored object's.</summary>
    public Guid Id { get; private set; }

    /// <summary>The audit entry's subject: all that went together.</summary>
    public Guid RunId { get; private set; }

    public DateTimeOffset At { get; private set; }

    public static DiscardedObject Of(Guid id, Guid runId, DateTimeOffset now) => new() { Id = id, RunId = runId, At = now };

    /// <summary>Stands in the audit entry, so that nobody adds to a run afterwards.</summary>
    public static string SealOf(IEnumerable<Guid> ids) => Convert.ToHexStringLower(SHA256.HashData([.. ids.Order().SelectMany(id => id.ToByteArray(bigEndian: true))]));
}
