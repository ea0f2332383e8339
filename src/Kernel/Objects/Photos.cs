using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>Stored photos as modules use them.</summary>
public sealed class Photos(AppDb db, IObjectStore store, ObjectLinks links, CurrentActor actor, Ids ids, TimeProvider time)
{
    public const int LargestBytes = 8 * 1024 * 1024;

    /// <summary>The photo that the actor, or a colleague of the same agency, uploaded.</summary>
    /// <exception cref="RuleBroken">photo.missing: not there, or somebody else's.</exception>
    public async Task<StoredObject> Find(Guid id, CancellationToken ct) => (await Find([id], ct))[0];

    /// <summary>The same for many in one query.</summary>
    /// <exception cref="RuleBroken">photo.missing: one of them is not there, or somebody else's.</exception>
    public async Task<IReadOnlyList<StoredObject>> Find(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var known = actor.Required;
        var wanted = ids.Distinct().ToList();
        var found = wanted.Count == 0 ? [] : await db.Set<StoredObject>().Where(o => wanted.Contains(o.Id)).ToListAsync(ct);
        var own = found.Count(photo => known.Door == Door.System || photo.UploadedBy == known.AccountId
            || (known.AgencyId is { } agency && photo.AgencyId == agency));
        return own == wanted.Count ? found : throw new RuleBroken(KernelProblems.PhotoMissing);
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

    /// <summary>Stores a picture under the actor's name; the row is added, the caller's commit makes it known.</summary>
    /// <exception cref="RuleBroken">The bytes are no picture, or too many.</exception>
    public async Task<StoredObject> Add(
        byte[] bytes, ObjectKind kind, CancellationToken ct, DateTimeOffset? takenAt = null, Position? at = null)
    {
        if (bytes.Length > LargestBytes)
        {
            throw new RuleBroken(KernelProblems.PhotoTooLarge);
        }

        var picture = PictureContent.Read(bytes) ?? throw new RuleBroken(KernelProblems.NotAPicture);
        return await AddAny(bytes, kind, picture.ContentType, picture.Width, picture.Height, ct, takenAt, at, PictureMetadata.Of(bytes));
    }

    /// <summary>Stores a document that the house made itself (a report).</summary>
    public Task<StoredObject> AddDocument(byte[] bytes, ObjectKind kind, string contentType, CancellationToken ct) =>
        AddAny(bytes, kind, contentType, 0, 0, ct, null, null);

    private async Task<StoredObject> AddAny(
        byte[] bytes, ObjectKind kind, string contentType, int width, int height, CancellationToken ct, DateTimeOffset? takenAt, Position? at,
        PictureMetadata? exif = null)
    {
        var known = actor.Required;
        var stored = StoredObject.Of(
            ids.Next(), kind, contentType, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), width, height,
            known.AccountId, known.AgencyId, time.GetUtcNow(), takenAt, at, exif);
        // Bytes first: a row without bytes would be a lie, bytes without a row are only waste.
        await store.Put(stored.Key, new MemoryStream(bytes, writable: false), contentType, ct);
        db.Keep(stored);
        return stored;
    }
}
