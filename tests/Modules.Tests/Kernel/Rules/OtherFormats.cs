using System.Buffers.Binary;
using System.Text;

namespace WeChatService.Modules.Tests.Kernel.Rules;

/// <summary>The smallest files of formats that phones send beside JPEG and PNG.</summary>
internal static class OtherFormats
{
    public static byte[] WebP(int width, int height, byte[]? exif, byte flags = 0)
    {
        byte[] extended = [(byte)(flags | (exif is null ? 0 : 0x08)), 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0];
        byte[] pixels = [0x10, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 1, 2, 3, 4];
        byte[] body = [.. "WEBP"u8, .. Riff("VP8X", extended), .. Riff("VP8 ", pixels), .. exif is null ? [] : Riff("EXIF", exif)];
        return Riff("RIFF", body);
    }

    /// <param name="place">As cameras write it, ISO 6709; null: neither place nor time.</param>
    /// <param name="inTrack">Boxes beside the track's head.</param>
    /// <param name="behind">Boxes behind the movie.</param>
    public static byte[] Mp4(int width, int height, string? place, int seconds = 8, byte[]? inTrack = null, byte[]? behind = null)
    {
        var mvhd = new byte[100];
        var tkhd = new byte[84];
        BinaryPrimitives.WriteUInt32BigEndian(mvhd.AsSpan(12), 1000);
        BinaryPrimitives.WriteUInt32BigEndian(mvhd.AsSpan(16), (uint)seconds * 1000);
        tkhd[15] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(tkhd.AsSpan(76), (uint)width << 16);
        BinaryPrimitives.WriteUInt32BigEndian(tkhd.AsSpan(80), (uint)height << 16);
        if (place is not null)
        {
            BinaryPrimitives.WriteUInt32BigEndian(mvhd.AsSpan(4), (uint)(new DateTimeOffset(2026, 11, 20, 1, 7, 30, TimeSpan.Zero).ToUnixTimeSeconds() + 2_082_844_800));
        }

        byte[] udta = place is null ? [] : Box("udta", [.. Box("©xyz", [0, (byte)place.Length, 0x15, 0xC7, .. Encoding.ASCII.GetBytes(place)]), 0, 0, 0, 0]);
        // As phones write it: the pictures first, what is known of them at the end.
        return [.. Box("ftyp", [.. "mp42"u8, 0, 0, 0, 0, .. "isom"u8]), .. Box("mdat", new byte[64]), .. Box("moov", [.. Box("mvhd", mvhd), .. Box("trak", [.. Box("tkhd", tkhd), .. inTrack ?? []]), .. udta]), .. behind ?? []];
    }

    /// <summary>Numbers of four bytes, as boxes hold them.</summary>
    internal static byte[] Numbers(params uint[] numbers) => [.. numbers.SelectMany(n => new[] { (byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n })];

    internal static byte[] Riff(string kind, byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        return [.. Encoding.ASCII.GetBytes(kind), .. length, .. body, .. body.Length % 2 == 0 ? [] : new byte[1]];
    }

    internal static byte[] Box(string kind, byte[] body)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, body.Length + 8);
        return [.. size, .. Encoding.Latin1.GetBytes(kind), .. body];
    }
}
