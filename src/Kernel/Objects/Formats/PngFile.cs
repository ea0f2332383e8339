using System.Buffers.Binary;

namespace WeChatService.Kernel;

/// <summary>The chunks of a PNG.</summary>
internal static class PngFile
{
    public static ReadOnlySpan<byte> Start => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private const int MostChunks = 20_000;

    /// <summary>What a picture is drawn from, and its colours. All else (texts, times, places, makers' own) is nothing that others need.</summary>
    public static bool IsDrawn(ReadOnlySpan<byte> kind) => System.Text.Encoding.Latin1.GetString(kind) is
        "IHDR" or "PLTE" or "IDAT" or "IEND" or "tRNS" or "gAMA" or "cHRM" or "sRGB" or "iCCP" or "sBIT" or "bKGD" or "pHYs" or "cICP" or "mDCV" or "cLLI";

    public static (PictureContent, PictureMetadata)? Read(Stream picture)
    {
        Span<byte> head = stackalloc byte[8];
        Span<byte> size = stackalloc byte[8];
        PictureContent? content = null;
        var (exif, pixels) = (PictureMetadata.None, false);
        picture.Position = Start.Length;
        for (var i = 0; i < MostChunks && picture.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length; i++)
        {
            var (length, body) = (BinaryPrimitives.ReadUInt32BigEndian(head), picture.Position);
            var kind = head[4..];
            if (body + length + 4 > picture.Length || kind.SequenceEqual("IHDR"u8) != (i == 0))
            {
                return null;
            }

            if (i == 0)
            {
                if (length != 13)
                {
                    return null;
                }

                picture.ReadExactly(size);
                content = new(PictureContent.Png, BinaryPrimitives.ReadInt32BigEndian(size), BinaryPrimitives.ReadInt32BigEndian(size[4..]));
            }
            else if (kind.SequenceEqual("eXIf"u8) && length <= PictureMetadata.Longest)
            {
                exif = PictureMetadata.OfTiff(picture.ReadPart((int)length));
            }
            else if (kind.SequenceEqual("IEND"u8))
            {
                return content is { } known && pixels ? (known, exif) : null;
            }

            pixels |= kind.SequenceEqual("IDAT"u8) && length > 0;

            picture.Position = body + length + 4;
        }

        return null;
    }
}
