namespace WeChatService.Kernel;

/// <summary>What a picture really is, read from its bytes: names and declared types are not believed.</summary>
public readonly record struct PictureContent(string ContentType, int Width, int Height)
{
    public const string Jpeg = "image/jpeg", Png = "image/png", WebP = "image/webp", Mp4 = "video/mp4";

    /// <summary>More would cost whoever decodes it a hundred megabytes: the printer of reports, the face service.</summary>
    public const int MostPixels = 25_000_000;

    /// <summary>So many bytes say what it claims to be.</summary>
    public const int HeadBytes = 16;

    public bool IsVideo => ContentType == Mp4;

    /// <summary>By the first bytes alone, so that what is nothing of ours is not even received; null if it is nothing of ours.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> head) =>
        head.StartsWith(JpegFile.Start) ? Jpeg
        : head.StartsWith(PngFile.Start) ? Png
        : WebPFile.Begins(head) ? WebP
        : Mp4File.Begins(head) ? Mp4
        : null;

    /// <summary>
    /// Null if the bytes are no whole JPEG, PNG, WebP or MP4 with pictures of 16 to 12,000 pixels a side and 25 million in all. Only heads
    /// are read, nothing is decoded: what it costs does not depend on what the bytes say of themselves.
    /// </summary>
    /// <param name="picture">The whole of it, to be sought in.</param>
    public static (PictureContent Content, PictureMetadata Metadata)? Read(Stream picture)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        picture.Position = 0;
        head = head[..picture.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var found = TypeOf(head) switch
        {
            Jpeg => JpegFile.Read(picture),
            Png => PngFile.Read(picture),
            WebP => WebPFile.Read(picture),
            Mp4 => Mp4File.Read(picture),
            _ => null,
        };
        return found is ({ Width: >= 16 and <= 12_000, Height: >= 16 and <= 12_000 } content, _) && (long)content.Width * content.Height <= MostPixels ? found : null;
    }
}
