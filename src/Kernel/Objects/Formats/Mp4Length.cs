using System.Buffers.Binary;

namespace WeChatService.Kernel;

/// <summary>
/// How long a film plays. Its head alone is not believed: one that was written in fragments says nothing there, and another may say less than
/// its tables of samples add up to.
/// </summary>
internal sealed class Mp4Length(Stream film)
{
    /// <summary>A minute of pictures and sound is a few thousand.</summary>
    private const int MostEntries = 200_000;

    private readonly Dictionary<uint, (double Scale, double Ticks)> _tracks = [];
    private readonly Dictionary<uint, uint> _usual = [];
    private double _movieScale, _trackScale, _longest;
    private uint _track;
    private (double Next, uint Usual) _fragment;

    /// <summary>Null: nothing plays, or its tables make no sense.</summary>
    public static TimeSpan? Of(Stream film, IEnumerable<Mp4File.Box> boxes)
    {
        var length = new Mp4Length(film);
        foreach (var box in boxes)
        {
            if (!length.Take(box))
            {
                return null;
            }
        }

        return length._longest is > 0 and < 1e6 ? TimeSpan.FromSeconds(length._longest) : null;
    }

    private bool Take(Mp4File.Box box)
    {
        switch (box.Kind)
        {
            case "mvhd":
                var movie = Clock(box);
                _movieScale = movie.Scale;
                return Lasts(movie.Ticks, _movieScale);
            case "tkhd":
                var head = Body(box, 24);
                _track = Number(head, head[0] == 1 ? 20 : 12);
                return true;
            case "mdhd":
                var media = Clock(box);
                _trackScale = media.Scale;
                _tracks[_track] = (media.Scale, 0);
                return Lasts(media.Ticks, _trackScale);
            case "stts":
                return Lasts(Sum(box, 8, (row, _) => (double)Number(row, 0) * Number(row, 4)), _trackScale);
            case "elst":
                return Lasts(Sum(box, Body(box, 1)[0] == 1 ? 20 : 12, (row, whole) => whole ? Large(row, 0) : Number(row, 0)), _movieScale);
            case "trex":
                var usual = Body(box, 16);
                _usual[Number(usual, 4)] = Number(usual, 12);
                return true;
            case "tfhd":
                return BeginFragment(box);
            case "tfdt":
                var begins = Body(box, 12);
                _fragment.Next = begins[0] == 1 ? Large(begins, 4) : Number(begins, 4);
                return true;
            case "trun":
                return Run(box);
            default:
                return true;
        }
    }

    private bool BeginFragment(Mp4File.Box box)
    {
        var head = Body(box, 24);
        var (flags, at) = (Number(head, 0), 8);
        _track = Number(head, 4);
        at += (flags & 0x01) != 0 ? 8 : 0;
        at += (flags & 0x02) != 0 ? 4 : 0;
        _fragment = (_tracks.GetValueOrDefault(_track).Ticks, (flags & 0x08) != 0 ? Number(head, at) : _usual.GetValueOrDefault(_track));
        return true;
    }

    /// <summary>The samples of one fragment, each with its own time or with the usual one.</summary>
    private bool Run(Mp4File.Box box)
    {
        var head = Body(box, 8);
        var (flags, count) = (Number(head, 0), Number(head, 4));
        var at = 8 + ((flags & 0x01) != 0 ? 4 : 0) + ((flags & 0x04) != 0 ? 4 : 0);
        var row = 4 * System.Numerics.BitOperations.PopCount(flags & 0xF00);
        if (count > MostEntries || at + (long)count * row > box.End - box.At || !_tracks.TryGetValue(_track, out var track))
        {
            return false;
        }

        double ticks = 0;
        if ((flags & 0x100) == 0)
        {
            ticks = (double)count * _fragment.Usual;
        }
        else
        {
            var rows = Body(box, at + (int)count * row);
            for (var i = 0; i < count; i++)
            {
                ticks += Number(rows, at + i * row);
            }
        }

        _fragment.Next += ticks;
        _tracks[_track] = (track.Scale, Math.Max(track.Ticks, _fragment.Next));
        return Lasts(_fragment.Next, track.Scale);
    }

    private bool Lasts(double? ticks, double scale)
    {
        if (ticks is null || (ticks > 0 && scale <= 0))
        {
            return false;
        }

        _longest = Math.Max(_longest, ticks > 0 ? ticks.Value / scale : 0);
        return true;
    }

    /// <summary>Units a second, and how many; all bits set means unknown.</summary>
    private (double Scale, double? Ticks) Clock(Mp4File.Box box)
    {
        var body = Body(box, 32);
        return body[0] == 1
            ? (Number(body, 20), Large(body, 24) is var large && large >= ulong.MaxValue ? 0 : large)
            : (Number(body, 12), Number(body, 16) is var small && small == uint.MaxValue ? 0 : small);
    }

    /// <summary>Of a table: four bytes of version and flags, a count, rows. Null if the rows are not there.</summary>
    private double? Sum(Mp4File.Box box, int row, Func<byte[], bool, double> of)
    {
        var head = Body(box, 8);
        var count = Number(head, 4);
        if (count > MostEntries || 8 + (long)count * row > box.End - box.At)
        {
            return null;
        }

        var rows = Body(box, 8 + (int)count * row);
        double sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += of(rows[(8 + i * row)..(8 + (i + 1) * row)], head[0] == 1);
        }

        return sum;
    }

    /// <summary>The first bytes of a box, noughts beyond its end.</summary>
    private byte[] Body(Mp4File.Box box, int length)
    {
        film.Position = box.At;
        var part = film.ReadPart((int)Math.Min(length, box.End - box.At));
        Array.Resize(ref part, length);
        return part;
    }

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static double Large(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at));
}
