using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WeChatService.Kernel;

/// <summary>
/// Seals one stored photo or document into a chain of evidence of its agency as it comes: what it was (SHA-256 of the bytes),
/// who brought it, when and where. The application's database role may only append.
/// </summary>
[Shared("hashes of stored objects, read by the audit alone")]
public sealed class ObjectSeal : ILink
{
    /// <summary>A chain has one writer until his commit is on the disk: a whole shift checks in at once, and each of them waits for few others.</summary>
    private const int ChainsOfAgency = 16;

    /// <summary>The stored object's.</summary>
    public Guid Id { get; private set; }

    public string Chain { get; private set; } = "";
    public long Number { get; private set; }
    public byte[] PreviousHash { get; private set; } = [];
    public byte[] Hash { get; private set; } = [];

    /// <summary>Of all that the object's row says.</summary>
    public byte[] ContentHash { get; private set; } = [];

    internal static ObjectSeal Of(StoredObject stored) => new()
    {
        Id = stored.Id,
        Chain = ChainOf(stored),
        ContentHash = HashOf(stored),
    };

    internal static string ChainOf(StoredObject stored) => $"{stored.AgencyId?.ToString() ?? "house"}/{stored.Id.ToByteArray()[^1] % ChainsOfAgency}";

    void ILink.Seal(long number, byte[] previous)
    {
        (Number, PreviousHash) = (number, previous);
        Hash = Compute();
    }

    bool ILink.IsIntact() => Hash.AsSpan().SequenceEqual(Compute());

    /// <summary>True if the object's row still says what it said when it was sealed.</summary>
    internal bool Matches(StoredObject stored) => ContentHash.AsSpan().SequenceEqual(HashOf(stored));

    private byte[] Compute() => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\u001f', Chain, Number.ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(PreviousHash), Id, Convert.ToHexStringLower(ContentHash))));

    private static byte[] HashOf(StoredObject o) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\u001f', o.Id, o.Key, o.Kind, o.ContentType, Digits(o.Bytes), o.Sha256, Digits(o.Width), Digits(o.Height), o.UploadedBy, o.AgencyId,
        Instant(o.UploadedAt), o.TakenAt is { } taken ? Instant(taken) : "", Degrees(o.Latitude), Degrees(o.Longitude), Degrees(o.AccuracyMetres))
        // Objects from before EXIF was read are sealed without it.
        + (o.ExifTakenAt is null && o.ExifLatitude is null ? "" : string.Join(
            '\u001f', "", o.ExifTakenAt is { } at ? Instant(at) : "", Degrees(o.ExifLatitude), Degrees(o.ExifLongitude)))));

    private static string Digits(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>PostgreSQL keeps microseconds.</summary>
    private static string Instant(DateTimeOffset at) => (at.UtcTicks / 10).ToString(CultureInfo.InvariantCulture);

    private static string Degrees(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
