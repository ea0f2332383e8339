using System.Buffers.Binary;

namespace WeChatService.Sandbox.TencentCloud;

/// <summary>Brightness 0–255 of each pixel, row by row.</summary>
public sealed record Luminance(int Width, int Height, byte[] Pixels)
{
    /// <summary>Mean of the square of side 2·<paramref name="reach"/>+1 around a point, clipped at the edges.</summary>
    public double MeanAround(double x, double y, int reach)
    {
        int cx = Math.Clamp((int)x, 0, Width - 1), cy = Math.Clamp((int)y, 0, Height - 1), n = 0;
        long sum = 0;
        for (int j = Math.Max(0, cy - reach); j <= Math.Min(Height - 1, cy + reach); j++)
            for (int i = Math.Max(0, cx - reach); i <= Math.Min(Width - 1, cx + reach); i++, n++)
                sum += Pixels[j * Width + i];
        return (double)sum / n;
    }
}

/// <summary>
/// Decodes the brightness of a baseline JPEG (the only kind that canvas, phone cameras and our tools write): enough to
/// read the mark in a portrait whose comment was lost on the way. Colour is entropy-decoded and thrown away.
/// </summary>
public sealed class LuminanceDecoder
{
    static readonly byte[] s_zigzag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    static readonly float[] s_cosines = Cosines();

    readonly byte[] _bytes;
    readonly float[][] _quantisation = new float[4][];
    readonly (short[] Lookup, byte[] Values)[] _dc = new (short[], byte[])[4], _ac = new (short[], byte[])[4];
    readonly List<Component> _components = [];
    int _width, _height, _restart, _at, _bits, _held;

    sealed class Component
    {
        public int Id, Across, Down, Quantiser, Dc, Ac, Prediction;
    }

    LuminanceDecoder(byte[] bytes) => _bytes = bytes;

    /// <summary>Null when the picture is not a baseline JPEG, is over 16 megapixels or is damaged.</summary>
    public static Luminance? Decode(byte[] jpeg)
    {
        try
        {
            return new LuminanceDecoder(jpeg).Run();
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or NullReferenceException or InvalidDataException or InvalidOperationException)
        {
            // Damaged tables or data: as good as no picture.
            return null;
        }
    }

    Luminance? Run()
    {
        foreach (JpegSegment s in Jpeg.Segments(_bytes))
        {
            ReadOnlySpan<byte> data = _bytes.AsSpan(s.Start, s.Length);
            switch (s.Marker)
            {
                case 0xdb: ReadQuantisation(data); break;
                case 0xc4: ReadHuffman(data); break;
                case 0xc0 or 0xc1: ReadFrame(data); break;
                case 0xdd: _restart = BinaryPrimitives.ReadUInt16BigEndian(data); break;
                case 0xda:
                    if (_components.Count == 0 || data[0] != _components.Count || (long)_width * _height > 16_000_000) return null;
                    for (int i = 0; i < data[0]; i++)
                    {
                        (int id, int tables) = (data[1 + 2 * i], data[2 + 2 * i]);
                        Component c = _components.Single(c => c.Id == id);
                        (c.Dc, c.Ac) = (tables >> 4, tables & 15);
                    }
                    _at = s.Start + s.Length;
                    return Scan();
                default:
                    if (s.IsFrame) return null;
                    break;
            }
        }
        return null;
    }

    void ReadQuantisation(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            bool wide = data[0] >> 4 != 0;
            float[] table = _quantisation[data[0] & 15] = new float[64];
            for (int i = 0; i < 64; i++) table[i] = wide ? BinaryPrimitives.ReadUInt16BigEndian(data[(1 + 2 * i)..]) : data[1 + i];
            data = data[(wide ? 129 : 65)..];
        }
    }

    /// <summary>Codes become a table over 16 bits: symbol index · 32 + length; −1 where there is no code.</summary>
    void ReadHuffman(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            int target = data[0];
            short[] lookup = new short[65536];
            Array.Fill(lookup, (short)-1);
            int code = 0, n = 0;
            for (int length = 1; length <= 16; length++, code <<= 1)
                for (int i = 0; i < data[length]; i++, code++, n++)
                    lookup.AsSpan(code << (16 - length), 1 << (16 - length)).Fill((short)(n * 32 + length));
            ((target >> 4) == 0 ? _dc : _ac)[target & 15] = (lookup, data.Slice(17, n).ToArray());
            data = data[(17 + n)..];
        }
    }

    void ReadFrame(ReadOnlySpan<byte> data)
    {
        if (data[0] != 8) throw new InvalidDataException("Only 8 bits per sample.");
        _height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]);
        _width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        for (int i = 0; i < data[5]; i++)
            _components.Add(new Component { Id = data[6 + 3 * i], Across = data[7 + 3 * i] >> 4, Down = data[7 + 3 * i] & 15, Quantiser = data[8 + 3 * i] });
        // A lone component is not interleaved: its blocks come one by one whatever its factors say.
        if (_components is [var only]) only.Across = only.Down = 1;
    }

    Luminance Scan()
    {
        Component y = _components[0];
        int across = _components.Max(c => c.Across), down = _components.Max(c => c.Down);
        if (y.Across != across || y.Down != down) throw new InvalidDataException("Brightness is subsampled.");
        int columns = (_width + 8 * across - 1) / (8 * across), rows = (_height + 8 * down - 1) / (8 * down);
        Luminance made = new(_width, _height, new byte[_width * _height]);
        float[] block = new float[64];
        for (int mcu = 0; mcu < columns * rows; mcu++)
        {
            if (_restart > 0 && mcu > 0 && mcu % _restart == 0) Restart();
            foreach (Component c in _components)
                for (int v = 0; v < c.Down; v++)
                    for (int h = 0; h < c.Across; h++)
                    {
                        ReadBlock(c, block);
                        if (c == y) Paint(made, block, (mcu % columns * across + h) * 8, (mcu / columns * down + v) * 8);
                    }
        }
        return made;
    }

    void ReadBlock(Component c, float[] block)
    {
        Array.Clear(block);
        float[] quantisation = _quantisation[c.Quantiser];
        c.Prediction += Signed(Symbol(_dc[c.Dc]));
        block[0] = c.Prediction * quantisation[0];
        for (int k = 1; k < 64; k++)
        {
            int symbol = Symbol(_ac[c.Ac]), size = symbol & 15;
            k += symbol >> 4;
            if (size == 0)
            {
                if (symbol != 0xf0) break;
                continue;
            }
            block[s_zigzag[k]] = Signed(size) * quantisation[k];
        }
    }

    static void Paint(Luminance made, float[] block, int left, int top)
    {
        Span<float> rows = stackalloc float[64];
        for (int v = 0; v < 8; v++)
            for (int x = 0; x < 8; x++)
            {
                float sum = 0;
                for (int u = 0; u < 8; u++) sum += s_cosines[x * 8 + u] * block[v * 8 + u];
                rows[v * 8 + x] = sum;
            }
        for (int j = 0; j < 8 && top + j < made.Height; j++)
            for (int i = 0; i < 8 && left + i < made.Width; i++)
            {
                float sum = 0;
                for (int v = 0; v < 8; v++) sum += s_cosines[j * 8 + v] * rows[v * 8 + i];
                made.Pixels[(top + j) * made.Width + left + i] = (byte)Math.Clamp(sum + 128, 0, 255);
            }
    }

    int Symbol((short[] Lookup, byte[] Values) table)
    {
        Fill();
        int found = table.Lookup[_held >> (_bits - 16) & 0xffff];
        if (found < 0) throw new InvalidDataException("No such code.");
        _bits -= found & 31;
        return table.Values[found >> 5];
    }

    int Signed(int size)
    {
        if (size == 0) return 0;
        if (size > 15) throw new InvalidDataException("Too many bits.");
        Fill();
        int value = _held >> (_bits - size) & ((1 << size) - 1);
        _bits -= size;
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    /// <summary>At least 16 bits at hand; past the end or at a marker, zeros.</summary>
    void Fill()
    {
        while (_bits < 16)
        {
            int next = _at < _bytes.Length ? _bytes[_at] : 0;
            bool marker = next == 0xff && (_at + 1 >= _bytes.Length || _bytes[_at + 1] != 0);
            if (marker || _at >= _bytes.Length) next = 0;
            else _at += next == 0xff ? 2 : 1;
            _held = (_held & 0xffff) << 8 | next;
            _bits += 8;
        }
    }

    void Restart()
    {
        _bits = _held = 0;
        while (_at + 1 < _bytes.Length && !(_bytes[_at] == 0xff && _bytes[_at + 1] is >= 0xd0 and <= 0xd7)) _at++;
        _at += 2;
        foreach (Component c in _components) c.Prediction = 0;
    }

    static float[] Cosines()
    {
        float[] made = new float[64];
        for (int x = 0; x < 8; x++)
            for (int u = 0; u < 8; u++)
                made[x * 8 + u] = (float)(Math.Cos((2 * x + 1) * u * Math.PI / 16) * (u == 0 ? Math.Sqrt(0.125) : 0.5));
        return made;
    }
}
