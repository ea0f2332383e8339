using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace WeChatService.Kernel;

/// <summary>The boxes of an MP4 (ISO 14496-12): a size, four letters, and what is in it, often boxes again.</summary>
internal static class Mp4File
{
    /// <summary>A field record shows a moment, it is no film.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const int MostBoxes = 2000;
    private const int Deepest = 4;

    /// <summary>Seconds from 1904, from which MP4 counts, to 1970.</summary>
    private const long From1904 = 2_082_844_800;

    private readonly record struct Box(string Kind, long Head, long At, long End);

    public static bool Begins(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head[4..].StartsWith("ftyp"u8) && !head[8..].StartsWith("heic"u8) && !head[8..].StartsWith("avif"u8) && !head[8..].StartsWith("mif1"u8);

    /// <summary>Null without pictures in it, when its end is cut off, or when it plays longer than a minute.</summary>
    public static (PictureContent, PictureMetadata)? Read(Stream film)
    {
        if (Boxes(film) is not { } boxes || !boxes.Exists(b => b is { Kind: "mdat" } && b.End > b.At))
        {
            return null;
        }

        (double Width, double Height) size = default;
        DateTimeOffset? taken = null;
        (double, double)? place = null;
        var plays = false;
        foreach (var box in boxes)
        {
            film.Position = box.At;
            switch (box.Kind)
            {
                case "mvhd" when box.End - box.At >= 32:
                    var body = film.ReadPart(32);
                    var whole = body[0] == 1;
                    var created = whole ? (long)BinaryPrimitives.ReadUInt64BigEndian(body.AsSpan(4)) : BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(4));
                    var scale = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(whole ? 20 : 12));
                    double length = whole ? BinaryPrimitives.ReadUInt64BigEndian(body.AsSpan(24)) : BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16));
                    taken = created is > From1904 and < From1904 + 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(created - From1904) : null;
                    plays = scale > 0 && length / scale <= Longest.TotalSeconds;
                    break;
                case "tkhd" when box.End - box.At >= 84:
                    // The last eight bytes, in 65536ths of a pixel; a track of sound has none.
                    film.Position = box.End - 8;
                    var sides = film.ReadPart(8);
                    var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(sides) / 65536.0, BinaryPrimitives.ReadUInt32BigEndian(sides.AsSpan(4)) / 65536.0);
                    size = width * height > size.Width * size.Height ? (width, height) : size;
                    break;
                case "©xyz" when box.End - box.At is > 4 and < 200:
                    place ??= Iso6709(Encoding.Latin1.GetString(film.ReadPart((int)(box.End - box.At))));
                    break;
            }
        }

        return plays ? (new(PictureContent.Mp4, (int)size.Width, (int)size.Height), new(taken, place?.Item1, place?.Item2, 1)) : null;
    }

    /// <summary>What others do not see: users' data and metadata are called free space and emptied, times are set to none; all else keeps its place.</summary>
    public static IReadOnlyList<Patch> Traces(Stream film)
    {
        var patches = new List<Patch>();
        foreach (var box in Boxes(film) ?? [])
        {
            if (box.Kind is "udta" or "meta" or "uuid")
            {
                patches.Add(new(box.Head + 4, 4, "free"u8.ToArray()));
                patches.Add(new(box.At, box.End - box.At, []));
            }
            else if (box.Kind is "mvhd" or "tkhd" or "mdhd" && box.End - box.At >= 20)
            {
                film.Position = box.At;
                patches.Add(new(box.At + 4, film.ReadByte() == 1 ? 16 : 8, []));
            }
        }

        return patches;
    }

    /// <summary>All of them, those within others too; null if one reaches beyond what holds it.</summary>
    private static List<Box>? Boxes(Stream film)
    {
        var boxes = new List<Box>();
        return Walk(film, 0, film.Length, 0, boxes) ? boxes : null;
    }

    private static bool Walk(Stream film, long from, long end, int depth, List<Box> boxes)
    {
        Span<byte> head = stackalloc byte[16];
        for (var at = from; at < end;)
        {
            if (boxes.Count >= MostBoxes || end - at < 8)
            {
                return false;
            }

            film.Position = at;
            film.ReadExactly(head[..8]);
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var body = 8;
            if (size == 1)
            {
                if (end - at < 16)
                {
                    return false;
                }

                film.ReadExactly(head[8..]);
                (size, body) = (BinaryPrimitives.ReadInt64BigEndian(head[8..]), 16);
            }

            size = size == 0 && depth == 0 ? end - at : size;
            if (size < body || size > end - at)
            {
                return false;
            }

            var box = new Box(Encoding.Latin1.GetString(head[4..8]), at, at + body, at + size);
            boxes.Add(box);
            if (box.Kind is "moov" or "trak" or "mdia" && (depth >= Deepest || !Walk(film, box.At, box.End, depth + 1, boxes)))
            {
                return false;
            }

            if (box.Kind == "udta" && depth < Deepest)
            {
                // Cameras end it with four noughts; what cannot be read in it is emptied all the same.
                Walk(film, box.At, box.End, depth + 1, boxes);
            }

            at = box.End;
        }

        return true;
    }

    /// <summary>+31.2304+121.4737/ after two bytes of length and two of language.</summary>
    private static (double Latitude, double Longitude)? Iso6709(string text)
    {
        var (from, second) = (4, text.IndexOfAny(['+', '-'], Math.Min(5, text.Length)));
        var end = second < 0 ? -1 : text.IndexOfAny(['+', '-', '/'], second + 1);
        return second > from && double.TryParse(text.AsSpan(from, second - from), NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(end < 0 ? text.AsSpan(second) : text.AsSpan(second, end - second), NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
            ? (latitude, longitude) : null;
    }
}
