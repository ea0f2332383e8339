using System.Buffers.Binary;
using WeChatService.Kernel;

namespace WeChatService.Modules.Tests.Kernel.Rules;

/// <summary>What a picture is stands in its bytes.</summary>
public sealed class PictureContentTests
{
    [Fact]
    public void A_jpeg_tells_its_size() => Assert.Equal(new PictureContent("image/jpeg", 640, 480), PictureContent.Read(Jpeg(640, 480)));

    [Fact]
    public void A_png_tells_its_size() => Assert.Equal(new PictureContent("image/png", 320, 200), PictureContent.Read(Png(320, 200)));

    [Theory]
    [InlineData(15, 480)]
    [InlineData(640, 15)]
    [InlineData(12_001, 480)]
    [InlineData(5_001, 5_000)]
    [InlineData(0, 0)]
    public void A_picture_has_16_to_12000_pixels_a_side_and_25_million_in_all(int width, int height)
    {
        Assert.Null(PictureContent.Read(Jpeg(width, height)));
        Assert.Null(PictureContent.Read(Png(width, height)));
    }

    [Fact]
    public void No_beginning_of_a_picture_is_a_picture_and_none_breaks_the_reader()
    {
        var whole = Jpeg(640, 480);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(PictureContent.Read(whole.AsSpan(0, length)));
        }

        var png = Png(320, 200);
        for (var length = 0; length < 34; length++)
        {
            Assert.Null(PictureContent.Read(png.AsSpan(0, length)));
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

            PictureContent.Read(bytes);
        }
    }

    /// <summary>The marks of a JPEG: start, application data, frame with the size, end.</summary>
    internal static byte[] Jpeg(int width, int height)
    {
        var bytes = new byte[140];
        byte[] start = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
        start.CopyTo(bytes, 0);
        byte[] frame = [0xFF, 0xC0, 0, 17, 8];
        frame.CopyTo(bytes, 20);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(25), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(27), (ushort)width);
        (bytes[^2], bytes[^1]) = (0xFF, 0xD9);
        return bytes;
    }

    internal static byte[] Png(int width, int height)
    {
        var bytes = new byte[60];
        byte[] start = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
        start.CopyTo(bytes, 0);
        "IHDR"u8.CopyTo(bytes.AsSpan(12));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }
}
