using System.Buffers.Binary;
using System.Text;
using WeChatService.Kernel;

namespace WeChatService.Modules.Tests.Kernel.Rules;

/// <summary>What a camera leaves in a picture is read as evidence and not shown to others.</summary>
public sealed class PictureMetadataTests
{
    [Fact]
    public void Time_and_place_are_read()
    {
        var read = Of(WithExif(PictureContentTests.Jpeg(640, 480)));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 1, 7, 30, TimeSpan.Zero), read.TakenAt);
        Assert.Equal((31.23, -121.5), (Math.Round(read.Latitude!.Value, 6), Math.Round(read.Longitude!.Value, 6)));
        Assert.Equal(6, read.Orientation);
    }

    [Fact]
    public async Task Others_see_the_same_picture_turned_the_same_way_without_them()
    {
        var plain = PictureContentTests.Jpeg(640, 480);
        var shown = await Shown(WithExif(plain), "image/jpeg");
        var read = Of(shown);
        Assert.Equal((null, null, null, 6), (read.TakenAt, read.Latitude, read.Longitude, read.Orientation));
        Assert.Equal(plain[2..], shown[^(plain.Length - 2)..]);
        Assert.Equal(PictureContentTests.Read(plain), PictureContentTests.Read(shown));
        Assert.Equal(plain, await Shown(plain, "image/jpeg"));
    }

    [Fact]
    public async Task Texts_and_comments_go_too()
    {
        byte[] comment = [0xFF, 0xFE, 0, 8, .. "secret"u8];
        var plain = PictureContentTests.Jpeg(640, 480);
        Assert.Equal(plain, await Shown([.. plain[..2], .. comment, .. plain[2..]], "image/jpeg"));
        var png = PngOf(PictureContentTests.Chunk("IHDR", new byte[13]), PictureContentTests.Chunk("IDAT", [1, 2, 3]), PictureContentTests.Chunk("IEND", []));
        Assert.Equal(png, await Shown(PngOf(PictureContentTests.Chunk("IHDR", new byte[13]), PictureContentTests.Chunk("tEXt", "GPS=31.2,121.5"u8.ToArray()), PictureContentTests.Chunk("eXIf", new byte[90]), PictureContentTests.Chunk("IDAT", [1, 2, 3]), PictureContentTests.Chunk("IEND", [])), "image/png"));
    }

    [Theory, InlineData("image/png"), InlineData("image/webp"), InlineData("video/mp4")]
    public async Task Of_other_formats_too_and_what_must_keep_its_length_keeps_it(string type)
    {
        var (whole, plain) = type switch
        {
            "image/png" => (PictureContentTests.Png(320, 200, PictureContentTests.Chunk("eXIf", Tiff())), PictureContentTests.Png(320, 200)),
            "image/webp" => (OtherFormats.WebP(320, 200, Tiff()), OtherFormats.WebP(320, 200, null)),
            _ => (OtherFormats.Mp4(320, 200, "+31.2300-121.5000/"), OtherFormats.Mp4(320, 200, null)),
        };
        var read = Of(whole);
        Assert.Equal(new PictureContent(type, 320, 200), PictureContentTests.Read(whole));
        Assert.Equal(PictureContentTests.Read(plain), PictureContentTests.Read(whole));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 1, 7, 30, TimeSpan.Zero), read.TakenAt);
        Assert.Equal((31.23, -121.5), (Math.Round(read.Latitude!.Value, 6), Math.Round(read.Longitude!.Value, 6)));

        var shown = await Shown(whole, type);
        Assert.Equal((null, null, null), (Of(shown).TakenAt, Of(shown).Latitude, Of(shown).Longitude));
        Assert.Equal(PictureContentTests.Read(whole), PictureContentTests.Read(shown));
        Assert.DoesNotContain("121.5", Encoding.Latin1.GetString(shown), StringComparison.Ordinal);
        Assert.Equal(type == "image/png" ? plain.Length : whole.Length, shown.Length);
        for (var length = 0; length < whole.Length; length += 7)
        {
            Assert.Null(PictureContentTests.Read(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_picture_that_moves_is_no_photo_and_a_field_record_shows_no_long_film()
    {
        Assert.Null(PictureContentTests.Read(OtherFormats.WebP(320, 200, null, flags: 0x02)));
        Assert.NotNull(PictureContentTests.Read(OtherFormats.Mp4(320, 200, null, seconds: 60)));
        Assert.Null(PictureContentTests.Read(OtherFormats.Mp4(320, 200, null, seconds: 61)));
        Assert.Null(PictureContentTests.Read(OtherFormats.Mp4(5001, 5000, null)));
    }

    [Fact]
    public async Task Noise_in_a_head_breaks_neither_the_reader_nor_the_copy()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var pictures = new[]
        {
            (WithExif(PictureContentTests.Jpeg(640, 480)), "image/jpeg"), (PictureContentTests.Png(64, 64, PictureContentTests.Chunk("eXIf", Tiff())), "image/png"),
            (OtherFormats.WebP(64, 64, Tiff()), "image/webp"), (OtherFormats.Mp4(64, 64, "+31.2300-121.5000/"), "video/mp4"),
        };
        for (var i = 0; i < 6_000; i++)
        {
            var (whole, type) = pictures[i % pictures.Length];
            var bytes = (byte[])whole.Clone();
            for (var n = random.Next(1, 8); n > 0; n--)
            {
                bytes[random.Next(2, Math.Min(200, bytes.Length))] = (byte)random.Next(256);
            }

            try
            {
                Of(bytes);
                await Shown(bytes, type);
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}, {i}: {e}");
            }
        }
    }

    internal static PictureMetadata Of(byte[] picture) => PictureContent.Read(new MemoryStream(picture))?.Metadata ?? PictureMetadata.None;

    private static async Task<byte[]> Shown(byte[] picture, string contentType)
    {
        using var shown = new MemoryStream();
        var from = new MemoryStream(picture);
        await using var covered = await PictureWithoutTraces.Covered(from, contentType, CancellationToken.None);
        await (covered?.CopyToAsync(shown) ?? PictureWithoutTraces.Copy(from, contentType, shown, CancellationToken.None));
        return shown.ToArray();
    }

    internal static byte[] WithExif(byte[] jpeg)
    {
        byte[] body = [.. "Exif\0\0"u8, .. Tiff()];
        var head = new byte[] { 0xFF, 0xE1, 0, 0 };
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(body.Length + 2));
        return [.. jpeg[..2], .. head, .. body, .. jpeg[2..]];
    }

    /// <summary>Taken at 09:07:30 in Shanghai at 31.23° north, 121.5° west, to be turned right.</summary>
    internal static byte[] Tiff()
    {
        var tiff = new List<byte>("MM\0*"u8.ToArray());
        void Short(int value) => tiff.AddRange([(byte)(value >> 8), (byte)value]);
        void Long(int value) { Short(value >> 16); Short(value & 0xFFFF); }
        void Entry(int tag, int type, int count, int value) { Short(tag); Short(type); Long(count); Long(value); }
        Long(8);
        Short(3); // IFD0: 8 … 50
        Entry(0x0112, 3, 1, 6 << 16);
        Entry(0x8769, 4, 1, 50);
        Entry(0x8825, 4, 1, 68);
        Long(0);
        Short(1); // Exif: 50 … 68
        Entry(0x9003, 2, 20, 122);
        Long(0);
        Short(4); // GPS: 68 … 122
        Entry(1, 2, 2, 'N' << 24);
        Entry(2, 5, 3, 142);
        Entry(3, 2, 2, 'W' << 24);
        Entry(4, 5, 3, 166);
        Long(0);
        tiff.AddRange(Encoding.ASCII.GetBytes("2026:11:20 09:07:30\0"));
        foreach (var (of, by) in new[] { (31, 1), (13, 1), (4800, 100), (121, 1), (30, 1), (0, 1) })
        {
            Long(of);
            Long(by);
        }

        return [.. tiff];
    }

    private static byte[] PngOf(params byte[][] chunks) => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. chunks.SelectMany(c => c)];
}
