using System.Buffers.Binary;

namespace WeChatService.Faces.Likeness;

/// <summary>
/// The brightness of each block of 8 × 8 pixels of a JPEG: the first number that is stored of a block is its mean, so nothing needs to be
/// decoded but those numbers. Sequential and progressive; a kilobyte of memory for each 64 kilopixels.
/// </summary>
internal sealed class JpegThumbnail
{
    private const int MostBlocks = 2_000_000;

    private readonly HuffmanTable?[] _dc = new HuffmanTable?[4], _ac = new HuffmanTable?[4];
    private readonly List<Component> _components = [];
    private int _restart, _width, _height, _mostWide, _mostHigh;
    private bool _progressive;

    private sealed record Component(int Id, int Wide, int High)
    {
        public int Dc { get; set; }
        public int Ac { get; set; }
        public int Before { get; set; }
    }

    private JpegThumbnail()
    {
    }

    public int Columns { get; private set; }
    public int Rows { get; private set; }

    /// <summary>Row by row, in no particular unit.</summary>
    public int[] Means { get; private set; } = [];

    /// <summary>Null: no such JPEG, or a broken one.</summary>
    public static JpegThumbnail? Of(ReadOnlySpan<byte> jpeg)
    {
        var made = new JpegThumbnail();
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

            _components.Add(new(body[6 + 3 * i], wide, high));
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

            bits.Difference(run & 15);
            k += run >> 4;
        }

        return true;
    }

    private static int Blocks(int pixels, int share, int most) => Over(Over(pixels * share, most), 8);

    private static int Over(int what, int by) => (what + by - 1) / by;
}
