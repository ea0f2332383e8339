using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace WeChatService.Kernel;

/// <summary>The boxes of an MP4 (ISO 14496-12): a size, four letters, and what is in it, often boxes again.</summary>
internal static class Mp4File
{
    /// <summary>A field record shows a moment, it is no film.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const int MostBoxes = 4000;
    private const int Deepest = 6;

    /// <summary>The last pictures may stand a little longer than the clock ran.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Seconds from 1904, from which MP4 counts, to 1970.</summary>
    private const long From1904 = 2_082_844_800;

    /// <param name="In">The kind of the box that holds it; none: the file itself.</param>
    internal readonly record struct Box(string Kind, string In, long Head, long At, long End);

    /// <summary>These hold others.</summary>
    private static readonly HashSet<string> Holders = ["moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "moof", "traf"];

    /// <summary>Where phones write more than the film, others see only what a film is made of.</summary>
    private static readonly HashSet<string> Film =
    [
        "ftyp", "styp", "sidx", "moov", "moof", "mdat", "mfra", "mvhd", "trak", "mvex", "mfhd", "traf", "tkhd", "edts", "tref", "mdia", "mdhd", "hdlr", "minf",
    ];

    public static bool Begins(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head[4..].StartsWith("ftyp"u8) && !head[8..].StartsWith("heic"u8) && !head[8..].StartsWith("avif"u8) && !head[8..].StartsWith("mif1"u8);

    /// <summary>Null without pictures in it, when its end is cut off, or when it plays longer than a minute, whatever its head says (<see cref="Mp4Length"/>).</summary>
    public static (PictureContent, PictureMetadata)? Read(Stream film)
    {
        if (Boxes(film) is not { } boxes || !boxes.Exists(b => b is { Kind: "mdat" } && b.End > b.At))
        {
            return null;
        }

        (double Width, double Height) size = default;
        DateTimeOffset? taken = null;
        (double, double)? place = null;
        foreach (var box in boxes)
        {
            film.Position = box.At;
            switch (box.Kind)
            {
                case "mvhd" when box.End - box.At >= 32:
                    var body = film.ReadPart(32);
                    var whole = body[0] == 1;
                    var created = whole ? (long)BinaryPrimitives.ReadUInt64BigEndian(body.AsSpan(4)) : BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(4));
                    taken = created is > From1904 and < From1904 + 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(created - From1904) : null;
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

        return Mp4Length.Of(film, boxes) <= Longest + Grace ? (new(PictureContent.Mp4, (int)size.Width, (int)size.Height), new(taken, place?.Item1, place?.Item2, 1)) : null;
    }

    /// <summary>
    /// What others do not see: users' data, metadata and whatever is no part of a film are called free space and emptied, tracks beside pictures
    /// and sound (places, texts) with them, times are set to none; all else keeps its place.
    /// </summary>
    public static IReadOnlyList<Patch> Traces(Stream film)
    {
        var patches = new List<Patch>();
        var boxes = Boxes(film) ?? [];
        foreach (var box in boxes)
        {
            var isExtra = box.Kind is "udta" or "meta" or "uuid" || (box.In is "" or "moov" or "trak" or "mdia" or "moof" && !Film.Contains(box.Kind));
            if (isExtra || (box.Kind == "trak" && !ShowsOrSounds(film, box, boxes)))
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

    /// <summary>A track without a word what it is shows pictures.</summary>
    private static bool ShowsOrSounds(Stream film, Box track, List<Box> boxes)
    {
        foreach (var box in boxes)
        {
            if (box is { Kind: "hdlr", In: "mdia" } && track.At <= box.Head && box.End <= track.End && box.End - box.At >= 12)
            {
                film.Position = box.At + 8;
                return Encoding.Latin1.GetString(film.ReadPart(4)) is "vide" or "soun";
            }
        }

        return true;
    }

    /// <summary>All of them, those within others too; null if one reaches beyond what holds it.</summary>
    private static List<Box>? Boxes(Stream film)
    {
        var boxes = new List<Box>();
        return Walk(film, "", 0, film.Length, 0, boxes) ? boxes : null;
    }

    private static bool Walk(Stream film, string within, long from, long end, int depth, List<Box> boxes)
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

            var box = new Box(Encoding.Latin1.GetString(head[4..8]), within, at, at + body, at + size);
            boxes.Add(box);
            if (Holders.Contains(box.Kind) && (depth >= Deepest || !Walk(film, box.Kind, box.At, box.End, depth + 1, boxes)))
            {
                return false;
            }

            if (box.Kind == "udta" && depth < Deepest)
            {
                // Cameras end it with four noughts; what cannot be read in it is emptied all the same.
                Walk(film, box.Kind, box.At, box.End, depth + 1, boxes);
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
