using System.Buffers.Binary;
using System.IO.Compression;
using WeChatService.Kernel;

namespace WeChatService.Reports;

/// <summary>Whether a picture is a signature as the page's canvas makes it: a PNG of usual size with strokes on it, not an empty sheet or something else.</summary>
internal static class Handwriting
{
    private const int MostBytes = 200 * 1024, HeaderBytes = 8, ChunkBytes = 12, FewestRows = 8, FewestChanges = 6;

    public static bool IsThere(StoredObject stored, byte[] png) =>
        stored is { Kind: ObjectKind.Signature, ContentType: "image/png", Bytes: <= MostBytes, Width: >= 150 and <= 2400, Height: >= 60 and <= 1600 }
        && HasStrokes(png, stored.Width, stored.Height);

    private static bool HasStrokes(byte[] png, int width, int height)
    {
        // Eight bits a channel, with or without transparency, not interlaced: what every browser's canvas writes.
        if (png.Length < 33 || png[24] != 8 || png[25] is not (2 or 6) || png[28] != 0)
        {
            return false;
        }

        var step = png[25] == 6 ? 4 : 3;
        try
        {
            using var pixels = new ZLibStream(Data(png), CompressionMode.Decompress);
            var (row, written) = (new byte[width * step + 1], 0);
            for (var y = 0; y < height; y++)
            {
                pixels.ReadExactly(row);
                var changes = 0;
                for (var i = 1 + step; i < row.Length; i++)
                {
                    changes += row[i] != row[i - step] ? 1 : 0;
                }

                written += changes >= FewestChanges ? 1 : 0;
            }

            return written >= FewestRows;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    /// <summary>The compressed pixels: all IDAT chunks in their order.</summary>
    private static MemoryStream Data(byte[] png)
    {
        var data = new MemoryStream();
        for (var at = HeaderBytes; at + ChunkBytes <= png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (length < 0 || length > png.Length - at - ChunkBytes)
            {
                break;
            }

            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                data.Write(png, at + 8, length);
            }

            at += length + ChunkBytes;
        }

        data.Position = 0;
        return data;
    }
}
