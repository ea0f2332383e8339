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
    public async Task What_stands_behind_the_end_or_between_two_lines_of_pixels_is_not_shown()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        byte[] secret = "GPS=31.2,121.5"u8.ToArray();
        byte[] comment = [0xFF, 0xFE, 0, (byte)(secret.Length + 2), .. secret], second = [0xFF, 0xE2, 0, (byte)(secret.Length + 6), .. "MPF\0"u8, .. secret];
        for (var i = 0; i < 40; i++)
        {
            // Every byte value, FF as pictures write it, and lengths around the portions that are read.
            var pixels = Enumerable.Range(0, random.Next(3) switch { 0 => random.Next(50), 1 => 65_537 + random.Next(-60, 60), _ => random.Next(300_000) })
                .SelectMany(_ => random.Next(20) == 0 ? (byte[])[0xFF, (byte)(random.Next(2) == 0 ? 0 : 0xD0 + random.Next(8))] : [(byte)random.Next(255)]).ToArray();
            var jpeg = PictureContentTests.Jpeg(64, 64);
            byte[] scan = jpeg[39..49], end = [0xFF, 0xD9];
            byte[] plain = [.. jpeg[..39], .. scan, .. pixels, .. scan, .. pixels, .. end];
            var whole = WithExif([.. jpeg[..39], .. second, .. scan, .. pixels, .. comment, 0xFF, .. scan, .. pixels, .. end, .. WithExif(jpeg), .. secret, .. end]);
            Assert.NotNull(PictureContentTests.Read(whole));
            var shown = await Shown(whole, "image/jpeg");
            Assert.True(plain[2..].AsSpan().SequenceEqual(shown.AsSpan(shown.Length - plain.Length + 2)), $"seed {seed}, {i}");
        }

        var png = PictureContentTests.Png(64, 64);
        Assert.Equal(png, await Shown([.. PictureContentTests.Png(64, 64, PictureContentTests.Chunk("caBX", secret), PictureContentTests.Chunk("gpSx", secret)), .. secret, .. secret], "image/png"));
    }

    [Fact]
    public void A_film_is_as_long_as_its_tables_say_also_in_fragments()
    {
        byte[] Track(uint ticks, byte[] table) => OtherFormats.Box("mdia", [
            .. OtherFormats.Box("mdhd", OtherFormats.Numbers(0, 0, 0, 1000, ticks, 0, 0, 0)), .. OtherFormats.Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "vide"u8, .. new byte[12]]), .. OtherFormats.Box("minf", OtherFormats.Box("stbl", table))]);
        bool Taken(int seconds, byte[]? inTrack = null, byte[]? behind = null) => PictureContentTests.Read(OtherFormats.Mp4(320, 200, null, seconds, inTrack, behind)) is not null;
        byte[] Fragment(params uint[] run) => OtherFormats.Box("moof", OtherFormats.Box("traf", [.. OtherFormats.Box("tfhd", OtherFormats.Numbers(8, 1, 1000)), .. OtherFormats.Box("trun", OtherFormats.Numbers(run))]));
        byte[] Table(uint count, uint ticks) => OtherFormats.Box("stts", OtherFormats.Numbers(0, 1, count, ticks));

        Assert.False(Taken(0));
        Assert.True(Taken(8, Track(8000, Table(240, 33))));
        // The head says eight seconds; the track, its samples, its edits say an hour.
        Assert.False(Taken(8, Track(3_600_000, Table(240, 33))));
        Assert.False(Taken(8, Track(8000, Table(3600, 1000))));
        Assert.False(Taken(8, OtherFormats.Box("edts", OtherFormats.Box("elst", OtherFormats.Numbers(0, 1, 3_600_000, 0, 65536)))));
        Assert.False(Taken(8, Track(8000, OtherFormats.Box("stts", OtherFormats.Numbers(0, 4_000_000_000, 1, 1)))));
        // In fragments: each sample with the usual time, with its own, and one that begins an hour later.
        var none = Track(0, Table(0, 0));
        Assert.True(Taken(0, none, [.. Fragment(0, 30), .. Fragment(0x100, 2, 10_000, 20_000)]));
        Assert.False(Taken(0, none, [.. Fragment(0, 30), .. Fragment(0x100, 2, 10_000, 21_000)]));
        Assert.False(Taken(0, none, Fragment(0x100, 50_000, 1)));
        Assert.False(Taken(0, none, Fragment(0, uint.MaxValue)));
        Assert.False(Taken(0, none, OtherFormats.Box("moof", OtherFormats.Box("traf", [.. OtherFormats.Box("tfhd", OtherFormats.Numbers(8, 1, 1000)), .. OtherFormats.Box("tfdt", OtherFormats.Numbers(0, 3_600_000)), .. OtherFormats.Box("trun", OtherFormats.Numbers(0, 1))]))));
        // Of a track that nobody has heard of.
        Assert.False(Taken(8, null, Fragment(0, 1)));
    }

    [Fact]
    public async Task Places_beside_a_films_pictures_are_not_shown()
    {
        byte[] secret = "GPS=31.2,121.5"u8.ToArray();
        byte[] handler = OtherFormats.Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "text"u8, .. new byte[12]]);
        var film = OtherFormats.Mp4(320, 200, null, 8, OtherFormats.Box("Xtra", secret), OtherFormats.Box("uuid", secret));
        var spoken = OtherFormats.Mp4(320, 200, null, 8, [.. OtherFormats.Box("mdia", [.. handler, .. OtherFormats.Box("minf", OtherFormats.Box("gpsd", secret))])], OtherFormats.Box("XMP_", secret));
        foreach (var whole in new[] { film, spoken })
        {
            var shown = await Shown(whole, "video/mp4");
            Assert.Equal(whole.Length, shown.Length);
            Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(shown), StringComparison.Ordinal);
        }

        Assert.Equal(new PictureContent("video/mp4", 320, 200), PictureContentTests.Read(await Shown(film, "video/mp4")));
    }

    [Fact]
    public async Task Noise_in_a_head_breaks_neither_the_reader_nor_the_copy()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var pictures = new[]
        {
            (WithExif(PictureContentTests.Jpeg(640, 480)), "image/jpeg"), (PictureContentTests.Png(64, 64, PictureContentTests.Chunk("eXIf", Tiff())), "image/png"),
            (OtherFormats.WebP(64, 64, Tiff()), "image/webp"), (OtherFormats.Mp4(64, 64, "+31.2300-121.5000/"), "video/mp4"), (Fragmented(), "video/mp4"),
        };
        for (var i = 0; i < 6_000; i++)
        {
            var (whole, type) = pictures[i % pictures.Length];
            var bytes = (byte[])whole.Clone();
            for (var n = random.Next(1, 8); n > 0; n--)
            {
                bytes[random.Next(2, Math.Min(type == "video/mp4" ? 700 : 200, bytes.Length))] = (byte)random.Next(256);
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

    private static byte[] Fragmented() => OtherFormats.Mp4(64, 64, null, 0,
        OtherFormats.Box("mdia", [.. OtherFormats.Box("mdhd", OtherFormats.Numbers(0, 0, 0, 1000, 0, 0, 0, 0)), .. OtherFormats.Box("minf", OtherFormats.Box("stbl", OtherFormats.Box("stts", OtherFormats.Numbers(0, 1, 3, 20))))]),
        OtherFormats.Box("moof", OtherFormats.Box("traf", [.. OtherFormats.Box("tfhd", OtherFormats.Numbers(8, 1, 1000)), .. OtherFormats.Box("tfdt", OtherFormats.Numbers(0, 5)), .. OtherFormats.Box("trun", OtherFormats.Numbers(0x301, 2, 0, 10, 10, 10, 10))])));

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
