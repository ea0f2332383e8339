using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WeChatService.Kernel;

/// <summary>
/// One decision, kept for ever: who, through which door, when, what, old and new. Entries of one agency form a
/// chain of hashes, so that a removed or altered entry shows. The application's database role may only append.
/// </summary>
public sealed class AuditEntry : IAgencyOwned, IRegionOwned, ILink
{
    public Guid Id { get; private set; }
    public string Chain { get; private set; } = "";
    public long Number { get; private set; }
    public byte[] PreviousHash { get; private set; } = [];
    public byte[] Hash { get; private set; } = [];
    public DateTimeOffset At { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid AccountId { get; private set; }
    public string ActorName { get; private set; } = "";
    public Door Door { get; private set; }
    public Guid? SessionId { get; private set; }
    public string Act { get; private set; } = "";
    public string SubjectKind { get; private set; } = "";
    public Guid SubjectId { get; private set; }
    public string Summary { get; private set; } = "";
    public string? Before { get; private set; }
    public string? After { get; private set; }
    public string? Evidence { get; private set; }

    internal static AuditEntry Of(
        Guid id, Actor actor, DateTimeOffset at, string act, string subjectKind, Guid subjectId, string summary,
        object? before, object? after, string? evidence) => new()
        {
            Id = id,
            Chain = actor.AgencyId?.ToString() ?? actor.Region ?? "house",
            // PostgreSQL keeps microseconds; the hash must be the same after reading back.
            At = new DateTimeOffset(at.UtcTicks / 10 * 10, TimeSpan.Zero),
            AgencyId = actor.AgencyId ?? Guid.Empty,
            Region = actor.Region ?? "",
            AccountId = actor.AccountId,
            ActorName = actor.Name,
            Door = actor.Door,
            SessionId = actor.SessionId,
            Act = act,
            SubjectKind = subjectKind,
            SubjectId = subjectId,
            Summary = summary,
            Before = before is null ? null : JsonSerializer.Serialize(before, Mapping.Json),
            After = after is null ? null : JsonSerializer.Serialize(after, Mapping.Json),
            Evidence = evidence,
        };

    void ILink.Seal(long number, byte[] previous)
    {
        (Number, PreviousHash) = (number, previous);
        Hash = Compute();
    }

    /// <summary>True if nothing in the entry was altered since it was sealed.</summary>
    public bool IsIntact() => Hash.AsSpan().SequenceEqual(Compute());

    private byte[] Compute()
    {
        // jsonb re-orders keys, so Before and After enter in a canonical form of their own.
        var text = string.Join('\u001f', Chain, Number, Convert.ToHexStringLower(PreviousHash), At.UtcTicks, AgencyId, Region,
            AccountId, ActorName, Door, SessionId, Act, SubjectKind, SubjectId, Summary, CanonicalJson.Of(Before), CanonicalJson.Of(After), Evidence);
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }
}
