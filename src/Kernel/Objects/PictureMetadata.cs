using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace WeChatService.Kernel;

/// <summary>What a camera wrote into the picture (EXIF): kept as evidence beside what the phone said; null where it wrote nothing.</summary>
/// <param name="TakenAt">A time without a zone counts as Shanghai's.</param>
/// <param name="Orientation">1 to 8, as EXIF counts them; 1: as it stands.</param>
public readonly record struct PictureMetadata(DateTimeOffset? TakenAt, double? Latitude, double? Longitude, int Orientation)
{
    public static readonly PictureMetadata None = new(null, null, null, 1);

    /// <summary>The body of a JPEG's APP1 segment, or of a PNG's eXIf chunk with the same head put before it.</summary>
    public static ReadOnlySpan<byte> ExifHead => "Exif\0\0"u8;

    private const ushort OrientationTag = 0x0112, ExifIfd = 0x8769, GpsIfd = 0x8825, TakenTag = 0x9003, OffsetTag = 0x9011;
    private const ushort LatitudeRef = 1, LatitudeTag = 2, LongitudeRef = 3, LongitudeTag = 4;
    private const int MostEntries = 200;

    /// <summary>More is no camera's word.</summary>
    internal const int Longest = 256 * 1024;

    /// <summary>Of what follows the head: a small TIFF file.</summary>
    public static PictureMetadata OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
        {
            return None;
        }

        var ifd = new Directory(tiff, tiff[0] == 'I');
        var first = ifd.Long(4);
        var exif = ifd.Find(first, ExifIfd) is { } e ? ifd.Long(e + 8) : 0;
        var gps = ifd.Find(first, GpsIfd) is { } g ? ifd.Long(g + 8) : 0;
        var orientation = ifd.Find(first, OrientationTag) is { } o ? ifd.Short(o + 8) : 1;
        var (latitude, longitude) = (ifd.Degrees(gps, LatitudeRef, LatitudeTag, 'S', 90), ifd.Degrees(gps, LongitudeRef, LongitudeTag, 'W', 180));
        return new(Time(ifd.Text(exif, TakenTag), ifd.Text(exif, OffsetTag)), longitude is null ? null : latitude, latitude is null ? null : longitude, orientation is >= 1 and <= 8 ? orientation : 1);
    }

    private static DateTimeOffset? Time(string? taken, string? offset) =>
        DateTime.TryParseExact(taken, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year > 1990
            ? new DateTimeOffset(local, TimeSpan.TryParseExact(offset?.TrimStart('+', '-'), @"hh\:mm", CultureInfo.InvariantCulture, out var zone) && zone.TotalHours <= 14
                ? offset![0] == '-' ? -zone : zone
                : ChinaTime.Offset).ToUniversalTime()
            : null;

    /// <summary>Reads entries of 12 bytes: tag, type, count, value or where it lies. Never beyond the end.</summary>
    private readonly ref struct Directory(ReadOnlySpan<byte> tiff, bool little)
    {
        private readonly ReadOnlySpan<byte> _tiff = tiff;

        public int Short(int at) => at < 0 || at + 2 > _tiff.Length ? 0
            : little ? BinaryPrimitives.ReadUInt16LittleEndian(_tiff[at..]) : BinaryPrimitives.ReadUInt16BigEndian(_tiff[at..]);

        public int Long(int at) => at < 0 || at > _tiff.Length - 4 ? 0
            : little ? BinaryPrimitives.ReadInt32LittleEndian(_tiff[at..]) : BinaryPrimitives.ReadInt32BigEndian(_tiff[at..]);

        public int? Find(int ifd, ushort tag)
        {
            if (ifd < 8 || ifd > _tiff.Length - 2)
            {
                return null;
            }

            for (var i = 0; i < Math.Min(Short(ifd), MostEntries); i++)
            {
                var entry = ifd + 2 + 12 * i;
                if (entry > _tiff.Length - 12)
                {
                    return null;
                }

                if (Short(entry) == tag)
                {
                    return entry;
                }
            }

            return null;
        }

        public string? Text(int ifd, ushort tag)
        {
            if (Find(ifd, tag) is not { } entry)
            {
                return null;
            }

            var count = Long(entry + 4);
            if (count is <= 0 or >= 64)
            {
                return null;
            }

            var at = count <= 4 ? entry + 8 : Long(entry + 8);
            return at < 0 || at > _tiff.Length - count ? null : Encoding.ASCII.GetString(_tiff.Slice(at, count)).TrimEnd('\0', ' ');
        }

        /// <summary>Three fractions: degrees, minutes, seconds.</summary>
        public double? Degrees(int ifd, ushort side, ushort tag, char negative, double most)
        {
            if (Find(ifd, tag) is not { } entry || Long(entry + 4) != 3)
            {
                return null;
            }

            var at = Long(entry + 8);
            if (at < 0 || at > _tiff.Length - 24)
            {
                return null;
            }

            double sum = 0;
            for (var i = 0; i < 3; i++)
            {
                sum += (uint)Long(at + 8 * i) / Math.Max(1.0, (uint)Long(at + 8 * i + 4)) / Math.Pow(60, i);
            }

            return sum > most ? null : Text(ifd, side) is [var s, ..] && s == negative ? -sum : sum;
        }
    }
}
