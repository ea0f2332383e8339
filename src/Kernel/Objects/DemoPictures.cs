using System.Security.Cryptography;
using System.Text;

namespace WeChatService.Kernel;

/// <summary>Stores pictures of config/demo as if phones had sent them, each under an id that follows from its key.</summary>
public sealed class DemoPictures(AppDb db, IObjectStore store)
{
    public static Guid IdOf(string key) => DemoWorld.Id("picture", key);

    /// <param name="file">Below the demonstration folder: <c>photos/pump.jpg</c>.</param>
    /// <param name="key">Of this picture; its bytes end with it, so that no two are the same (a face photo serves once).</param>
    public async Task<StoredObject> Keep(
        DemoWorld world, string file, string key, ObjectKind kind, Guid agencyId, DateTimeOffset at, CancellationToken ct)
    {
        byte[] bytes = [.. await File.ReadAllBytesAsync(Path.Combine(world.Folder, file), ct), .. Encoding.UTF8.GetBytes(key)];
        var (width, height) = file.StartsWith("portraits", StringComparison.Ordinal) ? (480, 640) : (800, 600);
        var picture = StoredObject.Of(
            IdOf(key), kind, "image/jpeg", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), width, height, Guid.Empty, agencyId, at, at);
        await store.Put(picture.Key, new MemoryStream(bytes, writable: false), picture.ContentType, ct);
        db.Keep(picture);
        return picture;
    }
}
