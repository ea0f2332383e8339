using System.Buffers.Binary;

namespace WeChatService.Kernel;

/// <summary>The segments of a JPEG, as far as its first line of pixels.</summary>
internal static class JpegFile
{
    public static ReadOnlySpan<byte> Start => [0xFF, 0xD8, 0xFF];

    private const int MostSegments = 400;

    public static (PictureContent, PictureMetadata)? Read(Stream picture)
    {
        Span<byte> head = stackalloc byte[9];
        if (picture.Length < 100 || !Ends(picture))
        {
            return null;
        }

        PictureMetadata? exif = null;
        PictureContent? content = null;
        picture.Position = 2;
        for (var i = 0; i < MostSegments && picture.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[0] == 0xFF; i++)
        {
            var (marker, length) = (head[1], BinaryPrimitives.ReadUInt16BigEndian(head[2..]));
            if (marker == 0xFF)
            {
                // Fill before a marker.
                picture.Position += 1 - head.Length;
                continue;
            }

            if (marker == 0xDA)
            {
                return content is { } known ? (known, exif ?? PictureMetadata.None) : null;
            }

            if (length < 2)
            {
                return null;
            }

            // SOF0…SOF15 but DHT, JPG and DAC carry the size; a second one would tell another.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (content is not null)
                {
                    return null;
                }

                content = new(PictureContent.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(head[7..]), BinaryPrimitives.ReadUInt16BigEndian(head[5..]));
            }

            picture.Position += 4 - head.Length;
            if (marker == 0xE1 && exif is null)
            {
                var body = new byte[length - 2];
                if (picture.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length)
                {
                    return null;
                }

                exif = body.AsSpan().StartsWith(PictureMetadata.ExifHead) ? PictureMetadata.OfTiff(body.AsSpan(PictureMetadata.ExifHead.Length)) : null;
                continue;
            }

            picture.Position += length - 2;
        }

        return null;
    }

    private static bool Ends(Stream picture)
    {
        Span<byte> end = stackalloc byte[2];
        picture.Position = picture.Length - 2;
        picture.ReadExactly(end);
        return end is [0xFF, 0xD9];
    }
}
