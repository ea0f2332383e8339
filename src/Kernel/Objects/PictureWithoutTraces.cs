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
        "image/jpeg" => JpegShown.Copy(picture, to, ct),
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

    /// <summary>As far as its end; chunks that nothing is drawn from go.</summary>
    private static async Task CopyPng(Stream picture, Stream to, CancellationToken ct)
    {
        var head = new byte[8];
        await picture.ReadExactlyAsync(head, ct);
        await to.WriteAsync(head, ct);
        while (await picture.ReadAtLeastAsync(head, 8, throwOnEndOfStream: false, ct) == 8)
        {
            long left = BinaryPrimitives.ReadUInt32BigEndian(head) + 4L;
            var (stays, ends) = (PngFile.IsDrawn(head.AsSpan(4)), head.AsSpan(4).SequenceEqual("IEND"u8));
            if (stays)
            {
                await to.WriteAsync(head, ct);
            }

            var part = new byte[Math.Min(left, 64 * 1024)];
            while (left > 0 && await picture.ReadAsync(part.AsMemory(0, (int)Math.Min(left, part.Length)), ct) is > 0 and var read)
            {
                left -= read;
                if (stays)
                {
                    await to.WriteAsync(part.AsMemory(0, read), ct);
                }
            }

            if (ends)
            {
                return;
            }
        }
    }
}
