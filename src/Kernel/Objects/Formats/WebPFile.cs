using System.Buffers.Binary;

namespace WeChatService.Kernel;

/// <summary>The chunks of a WebP: RIFF, its size, WEBP, then chunks of even length. Still pictures only.</summary>
internal static class WebPFile
{
    private const int MostChunks = 1000;
    private const byte Animated = 0x02, HasExif = 0x08, HasXmp = 0x04;

    public static bool Begins(ReadOnlySpan<byte> head) => head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..].StartsWith("WEBP"u8);

    public static (PictureContent, PictureMetadata)? Read(Stream picture)
    {
        Span<byte> bits = stackalloc byte[10];
        (int Width, int Height)? canvas = null, pixels = null;
        var exif = PictureMetadata.None;
        foreach (var (kind, at, length) in Chunks(picture))
        {
            picture.Position = at;
            switch (kind)
            {
                case "VP8X" when length >= 10:
                    picture.ReadExactly(bits);
                    if ((bits[0] & Animated) != 0)
                    {
                        return null;
                    }

                    canvas = ((bits[4] | bits[5] << 8 | bits[6] << 16) + 1, (bits[7] | bits[8] << 8 | bits[9] << 16) + 1);
                    break;
                case "VP8 " or "VP8L" when pixels is not null:
                    return null;
                case "VP8 " when length >= 10:
                    picture.ReadExactly(bits);
                    pixels = bits[3..6] is [0x9D, 0x01, 0x2A]
                        ? (BinaryPrimitives.ReadUInt16LittleEndian(bits[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(bits[8..]) & 0x3FFF) : null;
                    break;
                case "VP8L" when length >= 5:
                    picture.ReadExactly(bits[..5]);
                    var packed = BinaryPrimitives.ReadUInt32LittleEndian(bits[1..]);
                    pixels = bits[0] == 0x2F ? ((int)(packed & 0x3FFF) + 1, (int)(packed >> 14 & 0x3FFF) + 1) : null;
                    break;
                case "EXIF" when length is > 6 and <= PictureMetadata.Longest:
                    exif = PictureMetadata.OfTiff(WithoutHead(picture.ReadPart((int)length)));
                    break;
            }
        }

        // A still picture fills its canvas; where the two differ, one of them lies to whoever draws it.
        return pixels is var (width, height) && (canvas is null || canvas == pixels) ? (new(PictureContent.WebP, width, height), exif) : null;
    }

    /// <summary>What others do not see, in a picture that keeps its length: the place of each trace, and what stands there instead.</summary>
    public static IReadOnlyList<Patch> Traces(Stream picture)
    {
        var patches = new List<Patch>();
        foreach (var (kind, at, length) in Chunks(picture))
        {
            if (kind == "VP8X" && length >= 10)
            {
                picture.Position = at;
                patches.Add(new(at, 1, [(byte)(picture.ReadByte() & ~(HasExif | HasXmp))]));
            }
            else if (kind is not ("VP8 " or "VP8L" or "ALPH" or "ICCP"))
            {
                patches.Add(new(at - 8, 4, "JUNK"u8.ToArray()));
                patches.Add(new(at, length, []));
            }
        }

        return patches;
    }

    /// <summary>None if the file is not as long as it says, or has more of them than a picture has.</summary>
    private static List<(string Kind, long At, long Length)> Chunks(Stream picture)
    {
        var chunks = new List<(string, long, long)>();
        Span<byte> head = stackalloc byte[8];
        picture.Position = 0;
        if (picture.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8 || BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L is var end && (end > picture.Length || end < picture.Length - 1))
        {
            return chunks;
        }

        for (long at = 12; at + 8 <= end;)
        {
            if (chunks.Count == MostChunks)
            {
                return [];
            }

            picture.Position = at;
            picture.ReadExactly(head);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (at + 8 + length > end)
            {
                return [];
            }

            chunks.Add((System.Text.Encoding.Latin1.GetString(head[..4]), at + 8, length));
            at += 8 + length + (length & 1);
        }

        return chunks;
    }

    private static ReadOnlySpan<byte> WithoutHead(byte[] body) => body.AsSpan().StartsWith(PictureMetadata.ExifHead) ? body.AsSpan(PictureMetadata.ExifHead.Length) : body;
}
