namespace WeChatService.Faces.Likeness;

/// <summary>
/// What a photo looks like, small enough to be kept beside its comparison: the brightness of 24 × 24 fields. Saved anew at another quality, made
/// smaller or cut by a few percent it still looks the same; another picture of the same person in the same place does not (CHK-01).
/// </summary>
internal static class PhotoLook
{
    public const int Side = 24;

    /// <summary>
    /// Copies that were saved anew, brightened, halved or cut by up to 4 % have 0.97 and more; the same person in the same place, the phone in the
    /// hand moved, turned or nearer, stayed below 0.96. Tried on drawn portraits and on scenes with light, texture and a sensor's noise; who holds
    /// quite still before a phone that stands is alike too, and no more than flagged. Look at it again with real photos.
    /// </summary>
    private const double Same = 0.97;

    /// <summary>Whatever is less alike than this before it is laid over is not looked at closely.</summary>
    private const double Near = 0.85;

    /// <summary>Shares of a side that may have been cut off.</summary>
    private static readonly double[] s_cuts = [0, 0.02, 0.03, 0.04];

    /// <summary>Null: no JPEG as cameras write it.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> jpeg)
    {
        if (JpegThumbnail.Of(jpeg) is not { } blocks)
        {
            return null;
        }

        var fields = new double[Side * Side];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                fields[y * Side + x] = Mean(blocks, x, y);
            }
        }

        var (least, most) = (fields.Min(), fields.Max());
        return most - least < 1 ? null : [.. fields.Select(f => (byte)Math.Round((f - least) / (most - least) * 255))];
    }

    /// <summary>Is the second one a copy of the first, or of a part of it?</summary>
    public static bool IsCopy(byte[] earlier, byte[] now)
    {
        if (Likeness(earlier, now) is var plain && (plain < Near || plain >= Same))
        {
            return plain >= Same;
        }

        var part = new byte[Side * Side];
        foreach (var left in s_cuts)
        {
            foreach (var right in s_cuts)
            {
                foreach (var top in s_cuts)
                {
                    foreach (var bottom in s_cuts)
                    {
                        Cut(earlier, left, top, 1 - left - right, 1 - top - bottom, part);
                        if (Likeness(part, now) >= Same)
                        {
                            return true;
                        }
                    }
                }
            }
        }

        return false;
    }

    /// <summary>1: the same but for brightness and contrast; 0: nothing in common.</summary>
    private static double Likeness(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        double sumA = 0, sumB = 0, squareA = 0, squareB = 0, both = 0;
        for (var i = 0; i < a.Length; i++)
        {
            (sumA, sumB) = (sumA + a[i], sumB + b[i]);
            (squareA, squareB, both) = (squareA + a[i] * a[i], squareB + b[i] * b[i], both + a[i] * b[i]);
        }

        var n = a.Length;
        var spread = Math.Sqrt((squareA - sumA * sumA / n) * (squareB - sumB * sumB / n));
        return spread < 1 ? 0 : (both - sumA * sumB / n) / spread;
    }

    private static void Cut(byte[] from, double left, double top, double width, double height, byte[] to)
    {
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                to[y * Side + x] = (byte)Math.Round(At(from, (left + (x + 0.5) / Side * width) * Side - 0.5, (top + (y + 0.5) / Side * height) * Side - 0.5));
            }
        }
    }

    private static double At(byte[] fields, double x, double y)
    {
        (x, y) = (Math.Clamp(x, 0, Side - 1.001), Math.Clamp(y, 0, Side - 1.001));
        var (i, j) = ((int)x, (int)y);
        var (u, v) = (x - i, y - j);
        double F(int dx, int dy) => fields[(j + dy) * Side + i + dx];
        return (F(0, 0) * (1 - u) + F(1, 0) * u) * (1 - v) + (F(0, 1) * (1 - u) + F(1, 1) * u) * v;
    }

    /// <summary>Of the blocks under one field, each by the share of it that lies there.</summary>
    private static double Mean(JpegThumbnail blocks, int x, int y)
    {
        double sum = 0, weight = 0;
        var (left, right) = (x * blocks.Columns / (double)Side, (x + 1) * blocks.Columns / (double)Side);
        var (top, bottom) = (y * blocks.Rows / (double)Side, (y + 1) * blocks.Rows / (double)Side);
        for (var row = (int)top; row < Math.Min(blocks.Rows, Math.Ceiling(bottom)); row++)
        {
            for (var column = (int)left; column < Math.Min(blocks.Columns, Math.Ceiling(right)); column++)
            {
                var share = (Math.Min(right, column + 1) - Math.Max(left, column)) * (Math.Min(bottom, row + 1) - Math.Max(top, row));
                (sum, weight) = (sum + share * blocks.Means[row * blocks.Columns + column], weight + share);
            }
        }

        return weight > 0 ? sum / weight : 0;
    }
}
