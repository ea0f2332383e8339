using System.Buffers.Binary;
using WeChatService.Kernel;

namespace WeChatService.Modules.Tests.Kernel.Rules;

/// <summary>What a picture is stands in its bytes.</summary>
public sealed class PictureContentTests
{
    [Fact]
    public void A_jpeg_tells_its_size() => Assert.Equal(new PictureContent("image/jpeg", 640, 480), Read(Jpeg(640, 480)));

    [Fact]
    public void A_png_tells_its_size() => Assert.Equal(new PictureContent("image/png", 320, 200), Read(Png(320, 200)));

    [Theory]
    [InlineData(15, 480)]
    [InlineData(640, 15)]
    [InlineData(12_001, 480)]
    [InlineData(5_001, 5_000)]
    [InlineData(0, 0)]
    public void A_picture_has_16_to_12000_pixels_a_side_and_25_million_in_all(int width, int height)
    {
        Assert.Null(Read(Jpeg(width, height)));
        Assert.Null(Read(Png(width, height)));
    }

    [Fact]
    public void No_beginning_of_a_picture_is_a_picture_and_none_breaks_the_reader()
    {
        var whole = Jpeg(640, 480);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(Read(whole.AsSpan(0, length)));
        }

        var png = Png(320, 200);
        for (var length = 0; length < png.Length; length++)
        {
            Assert.Null(Read(png.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Noise_between_the_marks_of_a_jpeg_never_breaks_the_reader()
    {
        var random = new Random(20261120);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            if (bytes.Length > 4)
            {
                (bytes[0], bytes[1], bytes[2], bytes[^2], bytes[^1]) = (0xFF, 0xD8, 0xFF, 0xFF, 0xD9);
            }

            Read(bytes);
        }
    }

    [Fact, Trait("Fault", "K2")]
    public void What_a_hostile_picture_claims_of_itself_costs_no_memory()
    {
        byte[] empty = PictureContentTests.Chunk("tEXt", []);
        var hostile = new Dictionary<string, byte[]>
        {
            ["bomb"] = Png(50_000, 50_000), ["a hundred thousand chunks"] = Png(64, 64, [.. Enumerable.Repeat(empty, 100_000)]),
            ["a chunk of 2 GiB"] = [.. Png(64, 64)[..33], 0x7F, 0xFF, 0xFF, 0xFF, .. "eXIf"u8, 1, 2, 3],
            ["thousand segments"] = [0xFF, 0xD8, .. Enumerable.Repeat<byte[]>([0xFF, 0xE1, 0, 2], 1000).SelectMany(s => s), .. Jpeg(64, 64)[2..]],
            ["a film of a million boxes"] = [.. OtherFormats.Mp4(64, 64, null), .. Enumerable.Repeat<byte[]>([0, 0, 0, 8, .. "free"u8], 1_000_000).SelectMany(b => b)],
            ["a box of 8 EiB"] = [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0, 0, 0, 0, 1, .. "moov"u8, 0x7F, 255, 255, 255, 255, 255, 255, 255],
        };
        foreach (var (kind, bytes) in hostile)
        {
            using var stream = new MemoryStream(bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(PictureContent.Read(stream) is null, kind);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024 * 1024, kind);
        }
    }

    [Fact]
    public void A_picture_that_tells_two_sizes_or_none_is_none()
    {
        var (small, large) = (Jpeg(64, 64), Jpeg(60_000, 60_000));
        Assert.Null(Read([.. small[..39], .. large[20..39], .. small[39..]]));
        Assert.Null(Read([.. small[..39], .. small[49..]]));
        Assert.Equal(new PictureContent("image/jpeg", 64, 64), Read([.. small[..20], 0xFF, 0xFF, .. small[20..]]));
        Assert.Null(Read([.. Png(64, 64)[..33], .. Chunk("IEND", [])]));

        var (canvas, pixels) = (OtherFormats.WebP(64, 64, null), OtherFormats.WebP(16_000, 1_500, null));
        Assert.Null(Read(OtherFormats.Riff("RIFF", [.. "WEBP"u8, .. canvas[12..30], .. pixels[30..]])));
        Assert.Null(Read(OtherFormats.Riff("RIFF", [.. canvas[8..], .. canvas[30..]])));
        Assert.Null(Read(OtherFormats.Riff("RIFF", [.. canvas[8..], .. Enumerable.Repeat(OtherFormats.Riff("JUNK", []), 1000).SelectMany(c => c), .. OtherFormats.Riff("EXIF", PictureMetadataTests.Tiff())])));
    }

    /// <summary>The marks of a JPEG: start, application data, frame with the size, a line of pixels, end.</summary>
    internal static byte[] Jpeg(int width, int height)
    {
        var bytes = new byte[140];
        byte[] start = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8];
        start.CopyTo(bytes, 0);
        byte[] frame = [0xFF, 0xC0, 0, 17, 8];
        frame.CopyTo(bytes, 20);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(25), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(27), (ushort)width);
        byte[] scan = [0xFF, 0xDA, 0, 8];
        scan.CopyTo(bytes, 39);
        (bytes[^2], bytes[^1]) = (0xFF, 0xD9);
        return bytes;
    }

    internal static byte[] Png(int width, int height, params byte[][] chunks)
    {
        var size = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        return [0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", size), .. chunks.SelectMany(c => c), .. Chunk("IDAT", [1, 2, 3]), .. Chunk("IEND", [])];
    }

    internal static byte[] Chunk(string kind, byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        return [.. length, .. System.Text.Encoding.ASCII.GetBytes(kind), .. body, 0, 0, 0, 0];
    }

    internal static PictureContent? Read(ReadOnlySpan<byte> bytes) => PictureContent.Read(new MemoryStream(bytes.ToArray()))?.Content;
}
