using System.Buffers.Binary;

namespace WeChatService.Kernel;

/// <summary>What a picture really is, read from its bytes: names and declared types are not believed.</summary>
public readonly record struct PictureContent(string ContentType, int Width, int Height)
{
    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>More would cost whoever decodes it a hundred megabytes: the printer of reports, the face service.</summary>
    public const int MostPixels = 25_000_000;

    /// <summary>Null if the bytes are neither a whole JPEG nor a PNG of 16 to 12,000 pixels a side and 25 million in all.</summary>
    public static PictureContent? Read(ReadOnlySpan<byte> bytes)
    {
        var found = bytes.StartsWith(PngStart) ? ReadPng(bytes) : ReadJpeg(bytes);
        return found is { Width: >= 16 and <= 12_000, Height: >= 16 and <= 12_000 } && (long)found.Value.Width * found.Value.Height <= MostPixels ? found : null;
    }

    private static PictureContent? ReadPng(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 33 && bytes.Slice(12, 4).SequenceEqual("IHDR"u8)
            ? new("image/png", BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
            : null;

    private static PictureContent? ReadJpeg(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 100 || bytes[0] != 0xFF || bytes[1] != 0xD8 || bytes[^2] != 0xFF || bytes[^1] != 0xD9)
        {
            return null;
        }

        var at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            // SOF0…SOF15 but DHT, JPG and DAC carry the size.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            }

            if (length < 2)
            {
                return null;
            }

            at += 2 + length;
        }

        return null;
    }
}
