using System.Buffers.Binary;

namespace WeChatService.Kernel;

/// <summary>
/// A JPEG as others see it, up to its first end: cameras and editors put second pictures, films and their own words behind that, each with its
/// own time and place.
/// </summary>
internal static class JpegShown
{
    private const int LongestSegment = 2 + ushort.MaxValue;

    public static async Task Copy(Stream picture, Stream to, CancellationToken ct)
    {
        var ahead = new Ahead(picture);
        if (!await ahead.Has(2, ct))
        {
            return;
        }

        await ahead.Give(2, to, ct);
        while (await ahead.Has(2, ct) && ahead.Next.Span is [0xFF, var marker, ..])
        {
            if (marker == 0xFF)
            {
                ahead.Skip(1);
                continue;
            }

            if (marker == 0xD9)
            {
                await ahead.Give(2, to, ct);
                return;
            }

            if (!await ahead.Has(4, ct) || 2 + BinaryPrimitives.ReadUInt16BigEndian(ahead.Next.Span[2..]) is var length && (length < 4 || !await ahead.Has(length, ct)))
            {
                return;
            }

            await Segment(ahead, marker, length, to, ct);
            if (marker == 0xDA)
            {
                await Pixels(ahead, to, ct);
            }
        }
    }

    /// <summary>Tables and frames stay, of what applications write only JFIF, colours and Adobe's mark; how the picture stands is said anew.</summary>
    private static async Task Segment(Ahead ahead, byte marker, int length, Stream to, CancellationToken ct)
    {
        var body = ahead.Next[4..length];
        var stays = marker switch
        {
            0xE0 => body.Span.StartsWith("JFIF\0"u8),
            0xE2 => body.Span.StartsWith("ICC_PROFILE\0"u8),
            0xEE => body.Span.StartsWith("Adobe"u8),
            _ => marker is >= 0xC0 and <= 0xDF,
        };
        if (stays)
        {
            await ahead.Give(length, to, ct);
            return;
        }

        if (marker == 0xE1 && body.Span.StartsWith(PictureMetadata.ExifHead))
        {
            await to.WriteAsync(Turned(PictureMetadata.OfTiff(body.Span[PictureMetadata.ExifHead.Length..]).Orientation), ct);
        }

        ahead.Skip(length);
    }

    /// <summary>As far as the next marker: FF that neither stands for itself (FF 00) nor divides the pixels (FF D0…D7).</summary>
    private static async Task Pixels(Ahead ahead, Stream to, CancellationToken ct)
    {
        while (await ahead.Has(2, ct))
        {
            var run = Run(ahead.Next.Span);
            await ahead.Give(run, to, ct);
            if (ahead.Next.Span is [0xFF, not (0x00 or (>= 0xD0 and <= 0xD7)), ..])
            {
                return;
            }
        }
    }

    /// <summary>How many bytes are pixels for certain.</summary>
    private static int Run(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; ; at += 2)
        {
            var next = bytes[at..].IndexOf((byte)0xFF);
            at += next;
            if (next < 0)
            {
                return bytes.Length;
            }

            if (at + 1 == bytes.Length || bytes[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }
        }
    }

    /// <summary>An EXIF segment that says nothing but how the picture stands; nothing where it stands as it is.</summary>
    private static byte[] Turned(int orientation) => orientation == 1 ? [] :
    [
        0xFF, 0xE1, 0, 34, .. PictureMetadata.ExifHead, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Reads on as far as a segment needs, so that none is cut by the end of a portion.</summary>
    private sealed class Ahead(Stream from)
    {
        private readonly byte[] _portion = new byte[2 * LongestSegment];
        private int _at, _end;

        public ReadOnlyMemory<byte> Next => _portion.AsMemory(_at, _end - _at);

        public async ValueTask<bool> Has(int count, CancellationToken ct)
        {
            if (_end - _at >= count)
            {
                return true;
            }

            _portion.AsSpan(_at, _end - _at).CopyTo(_portion);
            (_at, _end) = (0, _end - _at);
            _end += await from.ReadAtLeastAsync(_portion.AsMemory(_end), count - _end, throwOnEndOfStream: false, ct);
            return _end >= count;
        }

        public void Skip(int count) => _at += count;

        public async ValueTask Give(int count, Stream to, CancellationToken ct)
        {
            await to.WriteAsync(Next[..count], ct);
            Skip(count);
        }
    }
}
