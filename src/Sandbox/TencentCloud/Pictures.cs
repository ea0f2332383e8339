using System.Buffers.Binary;
using System.Text;

namespace WeChatService.Sandbox.TencentCloud;

public sealed record PictureSize(int Width, int Height, bool IsJpeg);

/// <summary>What can be read of a picture without decoding it.</summary>
public static class Pictures
{
    /// <summary>Pixel size of a JPEG, PNG or BMP; null when it is none of them or breaks off in its header.</summary>
    public static PictureSize? SizeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ..])
            return bytes.Length < 24 ? null : Checked(BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]), false);
        if (bytes is [0x42, 0x4d, ..])
            return bytes.Length < 26 ? null : Checked(BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]), Math.Abs(BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])), false);
        foreach (JpegSegment s in Jpeg.Segments(bytes))
            if (s.IsFrame && s.Length >= 6)
                return Checked(BinaryPrimitives.ReadUInt16BigEndian(bytes[(s.Start + 3)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(s.Start + 1)..]), true);
        return null;
    }

    static PictureSize? Checked(int width, int height, bool isJpeg) => width > 0 && height > 0 ? new PictureSize(width, height, isJpeg) : null;
}

/// <summary>A marker segment: <see cref="Start"/> and <see cref="Length"/> are those of its payload.</summary>
public readonly record struct JpegSegment(byte Marker, int Start, int Length)
{
    /// <summary>SOF0–SOF15 without DHT, JPG and DAC.</summary>
    public bool IsFrame => Marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    public bool IsComment => Marker == 0xfe;
}

/// <summary>Marker segments of a JPEG, up to and including the first scan.</summary>
public static class Jpeg
{
    public static List<JpegSegment> Segments(ReadOnlySpan<byte> bytes)
    {
        List<JpegSegment> segments = [];
        if (bytes is not [0xff, 0xd8, 0xff, ..]) return segments;
        for (int at = 2; at + 4 <= bytes.Length && bytes[at] == 0xff;)
        {
            byte marker = bytes[at + 1];
            if (marker == 0xff)
            {
                at++;
                continue;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 2 || at + 2 + length > bytes.Length) break;
            segments.Add(new JpegSegment(marker, at + 4, length - 2));
            if (marker == 0xda) break;
            at += 2 + length;
        }
        return segments;
    }

    public static IReadOnlyList<string> Comments(ReadOnlySpan<byte> bytes)
    {
        List<string> comments = [];
        foreach (JpegSegment s in Segments(bytes))
            if (s.IsComment) comments.Add(Encoding.UTF8.GetString(bytes.Slice(s.Start, s.Length)));
        return comments;
    }

    /// <summary>The same picture with its comments replaced; it stays a valid JPEG, pixel for pixel the same.</summary>
    public static byte[] WithComments(byte[] bytes, IReadOnlyList<string> comments)
    {
        List<JpegSegment> old = Segments(bytes);
        using MemoryStream made = new(bytes.Length + 256);
        int from = 2;
        made.Write(bytes, 0, 2);
        // JFIF wants its APP0 right after the start, so the comments follow the leading APPn segments.
        foreach (JpegSegment s in old.TakeWhile(s => s.Marker is >= 0xe0 and <= 0xef))
        {
            made.Write(bytes, from, s.Start + s.Length - from);
            from = s.Start + s.Length;
        }
        foreach (string comment in comments)
        {
            byte[] text = Encoding.UTF8.GetBytes(comment);
            made.Write([0xff, 0xfe, (byte)((text.Length + 2) >> 8), (byte)(text.Length + 2)]);
            made.Write(text);
        }
        foreach (JpegSegment s in old.Where(s => s.IsComment && s.Start >= from))
        {
            made.Write(bytes, from, s.Start - 4 - from);
            from = s.Start + s.Length;
        }
        made.Write(bytes, from, bytes.Length - from);
        return made.ToArray();
    }
}
