using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Visits;

/// <summary>
/// What the house asks for before it believes a check-in: a word of its own, good for one person at one phone's sign-in, one project, one
/// purpose and two minutes (CHK-01, CHK-07). Nothing is stored until it is used: it carries its number, its time and our signature.
/// </summary>
internal sealed class VisitChallenges(IConfiguration configuration, AppDb db, CurrentActor actor, Ids ids, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(120);

    /// <summary>Clocks of two API processes.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private const int NumberAndTime = 24;
    private const int Signed = 18;

    public (string Challenge, DateTimeOffset ExpiresAt) Issue(Guid personId, Guid projectId, FacePurpose purpose)
    {
        var now = time.GetUtcNow();
        Span<byte> bytes = stackalloc byte[NumberAndTime + Signed];
        ids.Next().TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], now.ToUnixTimeMilliseconds());
        Sign(bytes[..NumberAndTime], personId, projectId, purpose).CopyTo(bytes[NumberAndTime..]);
        return (Base64Url.EncodeToString(bytes), now + Lifetime);
    }

    /// <summary>
    /// Uses it up: with the visit, or with the evidence of the face that was refused. What is refused before the face is asked leaves it
    /// usable.
    /// </summary>
    /// <param name="photo">Must have come after it was issued, from the same account: a picture kept for later, or sent by a colleague, proves nothing.</param>
    /// <exception cref="RuleBroken">Missing, not ours or for something else; too old; used; the photo is older or another's.</exception>
    public async Task Use(string? challenge, Guid personId, Guid projectId, FacePurpose purpose, StoredObject photo, (Guid AgencyId, string Region) of, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (number, issuedAt) = Read(challenge, personId, projectId, purpose);
        // Whether it was used comes first: who repeats an act under another key is told so, however late.
        if (await db.Set<SpentChallenge>().AnyAsync(s => s.Id == number, ct))
        {
            throw new RuleBroken(VisitProblems.ChallengeUsed);
        }

        if (now > issuedAt + Lifetime || now < issuedAt - Skew)
        {
            throw new RuleBroken(VisitProblems.ChallengeExpired);
        }

        if (photo.UploadedAt < issuedAt)
        {
            throw new RuleBroken(VisitProblems.PhotoNotFresh);
        }

        if (photo.UploadedBy != actor.Required.AccountId)
        {
            throw new RuleBroken(VisitProblems.PhotoNotOwn);
        }

        db.Add(SpentChallenge.Of(number, personId, projectId, purpose, of, issuedAt, now));
    }

    private (Guid Number, DateTimeOffset IssuedAt) Read(string? challenge, Guid personId, Guid projectId, FacePurpose purpose)
    {
        if (string.IsNullOrEmpty(challenge))
        {
            throw new RuleBroken(VisitProblems.ChallengeMissing);
        }

        Span<byte> bytes = stackalloc byte[NumberAndTime + Signed];
        if (challenge.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.TryDecodeFromChars(challenge, bytes, out var length) || length != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(Sign(bytes[..NumberAndTime], personId, projectId, purpose), bytes[NumberAndTime..]))
        {
            throw new RuleBroken(VisitProblems.ChallengeUnknown);
        }

        return (new Guid(bytes[..16]), DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[16..])));
    }

    private byte[] Sign(ReadOnlySpan<byte> numberAndTime, Guid personId, Guid projectId, FacePurpose purpose)
    {
        var key = configuration["Secrets:LinkKey"] ?? throw new InvalidOperationException("Secrets__LinkKey is not set");
        return HMACSHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(key),
            (byte[])[.. "visit-challenge"u8, .. numberAndTime, .. personId.ToByteArray(), .. projectId.ToByteArray(), (byte)purpose, .. (actor.Required.SessionId ?? Guid.Empty).ToByteArray()])[..Signed];
    }
}

/// <summary>A challenge that was used, whether the face passed or not: it counts for nothing any more. Never changed (the database refuses it).</summary>
internal sealed class SpentChallenge : IAgencyOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid PersonId { get; private set; }
    public Guid ProjectId { get; private set; }
    public FacePurpose Purpose { get; private set; }
    public DateTimeOffset IssuedAt { get; private set; }
    public DateTimeOffset At { get; private set; }

    public static SpentChallenge Of(
        Guid number, Guid personId, Guid projectId, FacePurpose purpose, (Guid AgencyId, string Region) of, DateTimeOffset issuedAt, DateTimeOffset now) => new()
        {
            Id = number, AgencyId = of.AgencyId, Region = of.Region, PersonId = personId, ProjectId = projectId, Purpose = purpose, IssuedAt = issuedAt, At = now,
        };
}
