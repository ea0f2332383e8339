using System.Buffers;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>Stored photos as modules use them.</summary>
public sealed class Photos(AppDb db, IObjectStore store, ObjectLinks links, CurrentActor actor, Ids ids, TimeProvider time)
{
    public const int LargestBytes = 10 * 1024 * 1024;

    public const int LargestVideoBytes = 50 * 1024 * 1024;

    private const int PartBytes = 64 * 1024;

    /// <summary>The photo that the actor, or a colleague of the same agency, uploaded.</summary>
    /// <exception cref="RuleBroken">photo.missing: not there, or somebody else's.</exception>
    public async Task<StoredObject> Find(Guid id, CancellationToken ct) => (await Find([id], ct))[0];

    /// <summary>The same for many in one query.</summary>
    /// <exception cref="RuleBroken">photo.missing: one of them is not there, or somebody else's, or no picture.</exception>
    public Task<IReadOnlyList<StoredObject>> Find(IReadOnlyCollection<Guid> ids, CancellationToken ct) => Find(ids, videos: false, ct);

    /// <summary>Films where films are asked for, and nothing else.</summary>
    /// <exception cref="RuleBroken">photo.missing: one of them is not there, or somebody else's, or no film.</exception>
    public Task<IReadOnlyList<StoredObject>> FindVideos(IReadOnlyCollection<Guid> ids, CancellationToken ct) => Find(ids, videos: true, ct);

    private async Task<IReadOnlyList<StoredObject>> Find(IReadOnlyCollection<Guid> ids, bool videos, CancellationToken ct)
    {
        var known = actor.Required;
        var wanted = ids.Distinct().ToList();
        var found = wanted.Count == 0 ? [] : await db.Set<StoredObject>().Where(o => wanted.Contains(o.Id)).ToListAsync(ct);
        var own = found.Count(photo => photo.ContentType == PictureContent.Mp4 == videos && (known.Door == Door.System || photo.UploadedBy == known.AccountId
            || (known.AgencyId is { } agency && photo.AgencyId == agency)));
        return own == wanted.Count && !await AnyDiscarded(found, ct) ? found : throw new RuleBroken(KernelProblems.PhotoMissing);
    }

    /// <summary>The bytes of a photo that nobody used are gone after a while; one of today is not asked after.</summary>
    private async Task<bool> AnyDiscarded(List<StoredObject> found, CancellationToken ct)
    {
        var lately = time.GetUtcNow().AddDays(-1);
        var old = found.Where(o => o.UploadedAt < lately).Select(o => o.Id).ToList();
        return old.Count > 0 && await db.Set<DiscardedObject>().AnyAsync(d => old.Contains(d.Id), ct);
    }

    public PhotoLink Link(Guid id) => new(id, links.To(id));

    public IReadOnlyList<PhotoLink> Links(IEnumerable<Guid> ids) => [.. ids.Select(Link)];

    /// <summary>The original bytes.</summary>
    public async Task<byte[]> Read(Guid id, CancellationToken ct)
    {
        var key = await db.Set<StoredObject>().Where(o => o.Id == id).Select(o => o.Key).FirstOrDefaultAsync(ct)
            ?? throw new RuleBroken(KernelProblems.PhotoMissing);
        await using var content = await store.Get(key, ct);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    /// <summary>Stores a picture under the actor's name as it comes in; the row is added, the caller's commit makes it known.</summary>
    /// <exception cref="RuleBroken">The bytes are no picture, or too many.</exception>
    public async Task<StoredObject> Add(Stream picture, ObjectKind kind, CancellationToken ct)
    {
        await using var arrived = await Receive(picture, false, ct);
        var stored = await Store(arrived, kind, null, null, ct);
        db.Keep(stored);
        return stored;
    }

    /// <summary>Hashed and held against what it may be while it comes in, so that no more is received than is worth it.</summary>
    /// <param name="mayBeVideo">A short film instead of a picture.</param>
    /// <exception cref="RuleBroken">The bytes are no picture, or too many.</exception>
    internal async Task<Arrived> Receive(Stream picture, bool mayBeVideo, CancellationToken ct)
    {
        var incoming = store.Receive();
        var part = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            string? type = null;
            for (long bytes = 0; await picture.ReadAtLeastAsync(part.AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, ct) is > 0 and var read;)
            {
                type ??= PictureContent.TypeOf(part.AsSpan(0, read));
                if (type is null || (type == PictureContent.Mp4 && !mayBeVideo))
                {
                    throw new RuleBroken(KernelProblems.NotAPicture);
                }

                bytes += read;
                if (bytes > (type == PictureContent.Mp4 ? LargestVideoBytes : LargestBytes))
                {
                    throw new RuleBroken(type == PictureContent.Mp4 ? KernelProblems.VideoTooLarge : KernelProblems.PhotoTooLarge);
                }

                hash.AppendData(part, 0, read);
                incoming.Write(part.AsSpan(0, read));
            }

            var (content, metadata) = PictureContent.Read(incoming.Content)
                ?? throw new RuleBroken(type == PictureContent.Mp4 ? KernelProblems.NotAVideo : KernelProblems.NotAPicture);
            return new Arrived(incoming, content, metadata, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            await incoming.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }

    /// <summary>The bytes lie in the store; the row that makes them known is still to be committed.</summary>
    internal async Task<StoredObject> Store(Arrived arrived, ObjectKind kind, DateTimeOffset? takenAt, Position? at, CancellationToken ct)
    {
        var (content, known) = (arrived.Content, actor.Required);
        var stored = StoredObject.Of(
            ids.Next(), kind, content.ContentType, arrived.Bytes.Content.Length, arrived.Sha256, content.Width, content.Height,
            known.AccountId, known.AgencyId, time.GetUtcNow(), takenAt, at, arrived.Metadata);
        // Bytes first: a row without bytes would be a lie, bytes without a row are only waste.
        await arrived.Bytes.Keep(stored.Key, content.ContentType, ct);
        return stored;
    }

    /// <summary>Stores a document that the house made itself (a report).</summary>
    public async Task<StoredObject> AddDocument(byte[] bytes, ObjectKind kind, string contentType, CancellationToken ct)
    {
        var known = actor.Required;
        var stored = StoredObject.Of(
            ids.Next(), kind, contentType, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), 0, 0, known.AccountId, known.AgencyId, time.GetUtcNow());
        await store.Put(stored.Key, new MemoryStream(bytes, writable: false), contentType, ct);
        db.Keep(stored);
        return stored;
    }

    /// <summary>A picture that came in, not yet stored; disposing lets go of what was not.</summary>
    internal sealed record Arrived(IncomingObject Bytes, PictureContent Content, PictureMetadata Metadata, string Sha256) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Bytes.DisposeAsync();
    }
}
