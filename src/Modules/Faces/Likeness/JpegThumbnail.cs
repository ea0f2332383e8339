using System.Buffers.Binary;

namespace WeChatService.Faces.Likeness;

/// <summary>
/// The brightness of each block of 8 × 8 pixels of a JPEG: the first number that is stored of a block is its mean, so nothing needs to be
/// decoded but those numbers. Sequential and progressive; a kilobyte of memory for each 64 kilopixels. On wish also how much fine detail each
/// block of a sequential one has.
/// </summary>
internal sealed class JpegThumbnail
{
    private const int MostBlocks = 2_000_000;

    private readonly HuffmanTable?[] _dc = new HuffmanTable?[4], _ac = new HuffmanTable?[4];
    private readonly List<Component> _components = [];
    private int _restart, _width, _height, _mostWide, _mostHigh;
    private bool _progressive;
    private readonly int[]?[] _steps = new int[]?[4];
    private readonly int _finestWaves;
    private int _from;

    private sealed record Component(int Id, int Wide, int High, int Steps)
    {
        public int Dc { get; set; }
        public int Ac { get; set; }
        public int Before { get; set; }
        public double Detail { get; set; }
    }

    private JpegThumbnail(int finestWaves) => _finestWaves = finestWaves;

    public int Columns { get; private set; }
    public int Rows { get; private set; }

    /// <summary>Row by row, in no particular unit.</summary>
    public int[] Means { get; private set; } = [];

    /// <summary>What turns a mean into a brightness of 0 to 255; null: the picture does not say.</summary>
    public Func<int, double>? Brightness => _steps[_components[0].Steps] is { } steps ? mean => mean * steps[0] / 8.0 + 128 : null;

    /// <summary>Row by row, how strong the fine waves of each block are, in units of brightness; null: it was not asked for, or the picture is progressive.</summary>
    public double[]? Details { get; private set; }

    /// <summary>Null: no such JPEG, or a broken one.</summary>
    /// <param name="finestWaves">Detail is what repeats this often or oftener along the longer side; 0: none is asked for.</param>
    public static JpegThumbnail? Of(ReadOnlySpan<byte> jpeg, int finestWaves = 0)
    {
        var made = new JpegThumbnail(finestWaves);
        return made.Read(jpeg) ? made : null;
    }

    private bool Read(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xFF;)
        {
            if (jpeg[at + 1] == 0xFF)
            {
                at++;
                continue;
            }

            var (marker, length) = (jpeg[at + 1], BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]));
            if (length < 2 || at + 2 + length > jpeg.Length)
            {
                return false;
            }

            var body = jpeg.Slice(at + 4, length - 2);
            at += 2 + length;
            var fine = marker switch
            {
                0xC0 or 0xC1 or 0xC2 => Frame(body, marker == 0xC2),
                // Arithmetic coding, lossless, hierarchical: no phone writes them.
                >= 0xC3 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) => false,
                0xC4 => Tables(body),
                0xDB => Steps(body),
                0xDD => body.Length >= 2 && (_restart = BinaryPrimitives.ReadUInt16BigEndian(body)) >= 0,
                0xDA => true,
                0xD9 => false,
                _ => true,
            };
            if (!fine)
            {
                return false;
            }

            if (marker == 0xDA)
            {
                return Scan(body, jpeg[at..]);
            }
        }

        return false;
    }

    private bool Frame(ReadOnlySpan<byte> body, bool progressive)
    {
        if (body.Length < 6 || body[0] != 8 || body[5] is 0 or > 4 || body.Length < 6 + 3 * body[5] || _components.Count > 0)
        {
            return false;
        }

        (_height, _width, _progressive) = (BinaryPrimitives.ReadUInt16BigEndian(body[1..]), BinaryPrimitives.ReadUInt16BigEndian(body[3..]), progressive);
        for (var i = 0; i < body[5]; i++)
        {
            var (wide, high) = (body[7 + 3 * i] >> 4, body[7 + 3 * i] & 15);
            if (wide is 0 or > 4 || high is 0 or > 4)
            {
                return false;
            }

            _components.Add(new(body[6 + 3 * i], wide, high, body[8 + 3 * i] & 3));
            (_mostWide, _mostHigh) = (Math.Max(_mostWide, wide), Math.Max(_mostHigh, high));
        }

        return _width > 0 && _height > 0;
    }

    private bool Tables(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 17)
        {
            var (kind, number) = (body[0] >> 4, body[0] & 15);
            var symbols = 0;
            foreach (var count in body.Slice(1, 16))
            {
                symbols += count;
            }

            if (kind > 1 || number > 3 || symbols > 256 || body.Length < 17 + symbols)
            {
                return false;
            }

            (kind == 0 ? _dc : _ac)[number] = new HuffmanTable(body.Slice(1, 16), body.Slice(17, symbols));
            body = body[(17 + symbols)..];
        }

        return body.Length == 0;
    }

    /// <summary>By how much each number was divided before it was stored (T.81, B.2.4.1).</summary>
    private bool Steps(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            var (wide, number) = (body[0] >> 4 == 0 ? 1 : 2, body[0] & 15);
            if (number > 3 || body.Length < 1 + 64 * wide)
            {
                return false;
            }

            var steps = new int[64];
            for (var k = 0; k < 64; k++)
            {
                steps[k] = wide == 1 ? body[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(body[(1 + 2 * k)..]);
            }

            _steps[number] = steps;
            body = body[(1 + 64 * wide)..];
        }

        return true;
    }

    /// <summary>The first scan that holds brightness is enough: of a progressive picture it holds nothing but the means.</summary>
    private bool Scan(ReadOnlySpan<byte> head, ReadOnlySpan<byte> data)
    {
        var among = new List<Component>();
        for (var i = 0; head.Length > 0 && i < head[0] && 2 + 2 * i < head.Length; i++)
        {
            var id = head[1 + 2 * i];
            if (_components.Find(c => c.Id == id) is { } component)
            {
                (component.Dc, component.Ac) = (head[2 + 2 * i] >> 4 & 3, head[2 + 2 * i] & 3);
                among.Add(component);
            }
        }

        if (among.Count == 0 || among[0] != _components[0] || among.Exists(c => _dc[c.Dc] is null || (!_progressive && _ac[c.Ac] is null)))
        {
            return false;
        }

        var first = among[0];
        // One component alone stands block by block, however it is sampled.
        var alone = among.Count == 1;
        var (across, down) = alone ? (Blocks(_width, first.Wide, _mostWide), Blocks(_height, first.High, _mostHigh))
            : (Over(_width, 8 * _mostWide), Over(_height, 8 * _mostHigh));
        var (wide, high) = alone ? (1, 1) : (first.Wide, first.High);
        (Columns, Rows) = (Blocks(_width, first.Wide, _mostWide), Blocks(_height, first.High, _mostHigh));
        if ((long)across * down * wide * high > MostBlocks)
        {
            return false;
        }

        Means = new int[Columns * Rows];
        if (_finestWaves > 0 && !_progressive && _steps[first.Steps] is not null)
        {
            // A number stands for half a wave along the block; those on one diagonal of the zigzag are equally fine.
            var diagonal = Math.Clamp((int)Math.Round(16.0 * _finestWaves / Math.Max(_width, _height)), 1, 7);
            (Details, _from) = (new double[Columns * Rows], diagonal * (diagonal + 1) / 2);
        }

        var bits = new JpegBits(data);
        for (var unit = 0; unit < across * down; unit++)
        {
            if (_restart > 0 && unit > 0 && unit % _restart == 0)
            {
                bits.Restart();
                among.ForEach(c => c.Before = 0);
            }

            foreach (var component in among)
            {
                for (var block = 0; block < (alone ? 1 : component.Wide * component.High); block++)
                {
                    if (!Block(component, ref bits))
                    {
                        return false;
                    }

                    var (column, row) = (unit % across * wide + block % component.Wide, unit / across * high + block / component.Wide);
                    if (component == first && column < Columns && row < Rows)
                    {
                        Means[row * Columns + column] = component.Before;
                        if (Details is not null)
                        {
                            Details[row * Columns + column] = Math.Sqrt(component.Detail) / 8;
                        }
                    }
                }
            }
        }

        return true;
    }

    private bool Block(Component component, ref JpegBits bits)
    {
        var size = _dc[component.Dc]!.Next(ref bits);
        if (size is < 0 or > 11 || bits.IsOver)
        {
            return false;
        }

        component.Before += bits.Difference(size);
        component.Detail = 0;
        var steps = Details is not null && component == _components[0] ? _steps[component.Steps] : null;
        for (var k = 1; !_progressive && k < 64; k++)
        {
            var run = _ac[component.Ac]!.Next(ref bits);
            if (run < 0)
            {
                return false;
            }

            if ((run & 15) == 0)
            {
                if (run != 0xF0)
                {
                    break;
                }

                k += 15;
                continue;
            }

            var value = bits.Difference(run & 15);
            k += run >> 4;
            if (steps is not null && k >= _from && k < 64)
            {
                component.Detail += (double)value * steps[k] * value * steps[k];
            }
        }

        return true;
    }

    private static int Blocks(int pixels, int share, int most) => Over(Over(pixels * share, most), 8);

    private static int Over(int what, int by) => (what + by - 1) / by;
}
