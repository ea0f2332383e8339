namespace WeChatService.Faces.Likeness;

/// <summary>One Huffman table of a JPEG (ITU T.81, annex C): short codes by one look, long ones step by step.</summary>
internal sealed class HuffmanTable
{
    private const int Fast = 9;

    private readonly ushort[] _fast = new ushort[1 << Fast];
    private readonly int[] _last = new int[18];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _symbols;

    /// <param name="counts">How many codes of each length, 1 to 16.</param>
    /// <param name="symbols">In the order of their codes.</param>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        var (code, at) = (0, 0);
        for (var length = 1; length <= 16; length++)
        {
            _offset[length] = at - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, at++)
            {
                for (var rest = 0; length <= Fast && code < 1 << length && rest < 1 << (Fast - length); rest++)
                {
                    _fast[(code << (Fast - length)) + rest] = (ushort)(length << 8 | _symbols[at]);
                }
            }

            _last[length] = code;
            code <<= 1;
        }
    }

    /// <returns>Less than nought: no such code, the data are broken.</returns>
    public int Next(ref JpegBits bits)
    {
        var ahead = bits.Peek16();
        if (_fast[ahead >> (16 - Fast)] is > 0 and var found)
        {
            bits.Skip(found >> 8);
            return found & 0xFF;
        }

        for (var length = Fast + 1; length <= 16; length++)
        {
            var code = ahead >> (16 - length);
            if (code < _last[length])
            {
                bits.Skip(length);
                return code + _offset[length] is >= 0 and var at && at < _symbols.Length ? _symbols[at] : -1;
            }
        }

        return -1;
    }
}

/// <summary>The bits of a scan; noughts follow its end.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> scan)
{
    private readonly ReadOnlySpan<byte> _scan = scan;
    private ulong _buffer;
    private int _count;
    private int _at;
    private int _beyond;

    /// <summary>More was read than there was.</summary>
    public readonly bool IsOver => _beyond > 8;

    public int Peek16()
    {
        while (_count < 16)
        {
            _buffer = _buffer << 8 | Byte();
            _count += 8;
        }

        return (int)(_buffer >> (_count - 16) & 0xFFFF);
    }

    public void Skip(int bits) => _count -= bits;

    /// <summary>So many bits as a difference (T.81, F.2.2.1).</summary>
    public int Difference(int bits)
    {
        if (bits == 0)
        {
            return 0;
        }

        var value = Peek16() >> (16 - bits);
        Skip(bits);
        return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
    }

    /// <summary>To the next restart mark, which begins a byte.</summary>
    public void Restart()
    {
        (_buffer, _count) = (0, 0);
        while (_at + 1 < _scan.Length && !(_scan[_at] == 0xFF && _scan[_at + 1] is >= 0xD0 and <= 0xD7))
        {
            _at++;
        }

        _at += 2;
    }

    private byte Byte()
    {
        // A mark ends the data; noughts stand for what is missing.
        if (_at >= _scan.Length || (_scan[_at] == 0xFF && (_at + 1 >= _scan.Length || _scan[_at + 1] != 0)))
        {
            _beyond++;
            return 0;
        }

        var next = _scan[_at];
        _at += next == 0xFF ? 2 : 1;
        return next;
    }
}
