using System.Buffers.Binary;

namespace WeChatService.Kernel;

/// <summary>
/// A stored picture as others see it: where and when it was taken, by which phone, and what its owner wrote into it are left out; how it is
/// to be turned stays. The stored bytes are evidence and stay as they came. Read and written as a stream; what may hold its traces anywhere
/// (WebP, MP4) is shown at its own length with the traces covered.
/// </summary>
public static class PictureWithoutTraces
{
    /// <summary>Null where <see cref="Copy"/> is the way.</summary>
    /// <param name="picture">Is given away.</param>
    public static async Task<Stream?> Covered(Stream picture, string contentType, CancellationToken ct)
    {
        if (contentType is not (PictureContent.WebP or PictureContent.Mp4))
        {
            return null;
        }

        var whole = picture.CanSeek ? picture : await OnDisk(picture, ct);
        var traces = contentType == PictureContent.WebP ? WebPFile.Traces(whole) : Mp4File.Traces(whole);
        whole.Position = 0;
        return new PatchedStream(whole, traces);
    }

    public static Task Copy(Stream picture, string contentType, Stream to, CancellationToken ct) => contentType switch
    {
        "image/jpeg" => CopyJpeg(picture, to, ct),
        "image/png" => CopyPng(picture, to, ct),
        _ => picture.CopyToAsync(to, ct),
    };

    private static async Task<Stream> OnDisk(Stream picture, CancellationToken ct)
    {
        var file = new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        await using (picture)
        {
            await picture.CopyToAsync(file, ct);
        }

        return file;
    }

    /// <summary>APP1 (EXIF, XMP), APP3…APP13 (IPTC and makers' own) and comments go; APP0, APP2 (colours) and APP14 stay.</summary>
    private static async Task CopyJpeg(Stream picture, Stream to, CancellationToken ct)
    {
        var head = new byte[4];
        await picture.ReadExactlyAsync(head.AsMemory(0, 2), ct);
        await to.WriteAsync(head.AsMemory(0, 2), ct);
        while (await picture.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, ct) == 4)
        {
            var (marker, length) = (head[1], BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)));
            if (head[0] != 0xFF || marker is 0xDA or 0xD9 || length < 2)
            {
                await to.WriteAsync(head, ct);
                await picture.CopyToAsync(to, ct);
                return;
            }

            var body = new byte[length - 2];
            if (await picture.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct) < body.Length)
            {
                return;
            }

            if (marker == 0xE1 && body.AsSpan().StartsWith(PictureMetadata.ExifHead))
            {
                await to.WriteAsync(Turned(PictureMetadata.OfTiff(body.AsSpan(PictureMetadata.ExifHead.Length)).Orientation), ct);
            }
            else if (marker is not (0xE1 or (>= 0xE3 and <= 0xED) or 0xEF or 0xFE))
            {
                await to.WriteAsync(head, ct);
                await to.WriteAsync(body, ct);
            }
        }
    }

    /// <summary>An EXIF segment that says nothing but how the picture stands; nothing where it stands as it is.</summary>
    private static byte[] Turned(int orientation) => orientation == 1 ? [] :
    [
        0xFF, 0xE1, 0, 34, .. PictureMetadata.ExifHead, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Chunks of text, time and EXIF go.</summary>
    private static async Task CopyPng(Stream picture, Stream to, CancellationToken ct)
    {
        var head = new byte[8];
        await picture.ReadExactlyAsync(head, ct);
        await to.WriteAsync(head, ct);
        while (await picture.ReadAtLeastAsync(head, 8, throwOnEndOfStream: false, ct) == 8)
        {
            long left = BinaryPrimitives.ReadUInt32BigEndian(head) + 4L;
            var leave = head.AsSpan(4) is var kind && (kind.SequenceEqual("eXIf"u8) || kind.SequenceEqual("tEXt"u8) || kind.SequenceEqual("zTXt"u8) || kind.SequenceEqual("iTXt"u8) || kind.SequenceEqual("tIME"u8));
            if (!leave)
            {
                await to.WriteAsync(head, ct);
            }

            var part = new byte[Math.Min(left, 64 * 1024)];
            while (left > 0 && await picture.ReadAsync(part.AsMemory(0, (int)Math.Min(left, part.Length)), ct) is > 0 and var read)
            {
                left -= read;
                if (!leave)
                {
                    await to.WriteAsync(part.AsMemory(0, read), ct);
                }
            }
        }
    }
}
