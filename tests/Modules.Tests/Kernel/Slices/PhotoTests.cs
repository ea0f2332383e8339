using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>Uploads are judged by their bytes, kept private, and shown through links that end.</summary>
public sealed class PhotoTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_jpeg_and_a_png_are_taken_whatever_they_are_called()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var picture = await house.Phone("sh-operator").Picture("item");
        var jpeg = (await mobile.Upload(picture)).ShouldBeOk();
        Assert.True(jpeg["width"].GetInt32() >= 16);
        using var link = await mobile.Http.GetAsync(jpeg["link"].GetString());
        Assert.Equal("image/jpeg", link.Content.Headers.ContentType!.MediaType);
        Assert.Contains("nosniff", link.Headers.GetValues("X-Content-Type-Options"));
        var bytes = await link.Content.ReadAsByteArrayAsync();
        Assert.Equal(jpeg["sha256"].GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(picture)));
        Assert.Equal(Rules.PictureContentTests.Read(picture), Rules.PictureContentTests.Read(bytes));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("html")]
    [InlineData("truncated")]
    [InlineData("end cut off")]
    [InlineData("pdf")]
    [InlineData("one pixel")]
    public async Task What_is_no_whole_picture_is_refused_and_leaves_nothing(string kind)
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var picture = await house.Phone("sh-operator").Picture("item");
        var before = await Stored();
        byte[] bytes = kind switch
        {
            "empty" => [],
            "text" => "这是一张照片"u8.ToArray(),
            "html" => "<html><script>alert(1)</script></html>"u8.ToArray(),
            "truncated" => picture[..(picture.Length / 2)],
            "end cut off" => picture[..^2],
            "pdf" => "%PDF-1.7\n%%EOF"u8.ToArray(),
            _ => Rules.PictureContentTests.Jpeg(1, 1),
        };

        (await mobile.Upload(bytes)).ShouldRefuse("photo.not_a_picture", status: 422);
        Assert.Equal(before, await Stored());
    }

    [Fact]
    public async Task More_than_10_MiB_are_refused()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var before = await Stored();
        var picture = await house.Phone("sh-operator").Picture("item");
        (await mobile.Upload([.. picture, .. new byte[Photos.LargestBytes - picture.Length + 1]])).ShouldRefuse("photo.too_large", status: 413);
        Assert.Equal(before, await Stored());
    }

    [Fact]
    public async Task The_same_bytes_lie_once_whoever_sends_them_and_each_sending_is_known()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        using var elsewhere = await house.MiniProgram("bj-operator");
        var picture = await house.Phone("sh-operator").Picture("item");
        var ours = (await mobile.Upload(picture)).ShouldBeOk();
        var lying = Lying(ours["sha256"].GetString()!);
        var since = lying.LastWriteTimeUtc;
        var theirs = (await elsewhere.Upload(picture)).ShouldBeOk();

        Assert.NotEqual(ours.Id, theirs.Id);
        Assert.Equal((lying.FullName, since), Lying(ours["sha256"].GetString()!) is var one ? (one.FullName, one.LastWriteTimeUtc) : default);
        Assert.Equal(1, await house.Value<long>($"select count(distinct key) from stored_object where sha256 = '{ours["sha256"].GetString()}'"));
        Assert.Equal(await mobile.Http.GetByteArrayAsync(ours["link"].GetString()), await elsewhere.Http.GetByteArrayAsync(theirs["link"].GetString()));
    }

    [Fact, Rule("FLD-14")]
    public async Task A_short_film_is_taken_where_a_field_record_may_have_one_and_wound_through_without_its_traces()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var film = Rules.OtherFormats.Mp4(640, 480, "+31.2300-121.5000/");
        Task<Answer> Send(byte[] bytes, string kind, string path) => mobile.Post(path, new MultipartFormDataContent { { new StringContent(kind), "kind" }, { new ByteArrayContent(bytes), "file", "film.mp4" } });
        var taken = (await Send(film, "Item", "/videos")).ShouldBeOk();
        (await Send(film, "Item", "/photos")).ShouldRefuse("photo.not_a_picture", status: 422);
        var webp = Rules.OtherFormats.WebP(320, 200, Rules.PictureMetadataTests.Tiff());
        Assert.Equal(320, (await Send(webp, "Item", "/photos")).ShouldBeOk()["width"].GetInt32());
        (await Send(webp, "Selfie", "/photos")).ShouldRefuse("photo.not_for_faces", "PEO-25", 422);
        (await Send(film, "Selfie", "/videos")).ShouldRefuse("photo.not_a_picture", status: 422);
        (await Send(Rules.OtherFormats.Mp4(640, 480, null, seconds: 61), "Item", "/videos")).ShouldRefuse("video.not_playable", status: 422);

        Assert.Equal(31.23, Math.Round(await house.Value<double>($"select exif_latitude from stored_object where id = '{taken.Id}'"), 4));
        using var part = new HttpRequestMessage(HttpMethod.Get, taken["link"].GetString()) { Headers = { Range = new(8, 15) } };
        using var answer = await mobile.Http.SendAsync(part);
        Assert.Equal((206, 8), ((int)answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync()).Length));
        Assert.Null(Rules.PictureMetadataTests.Of(await mobile.Http.GetByteArrayAsync(taken["link"].GetString())).Latitude);
    }

    [Fact]
    public async Task Far_more_than_10_MiB_are_not_even_read()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/miniprogram/photos");
        request.Headers.ExpectContinue = true;
        request.Headers.Add("Idempotency-Key", "huge");
        request.Content = new MultipartFormDataContent { { new ByteArrayContent(new byte[20 * 1024 * 1024]), "file", "photo.jpg" }, { new StringContent("Item"), "kind" } };
        using var answer = await mobile.Http.SendAsync(request);
        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains("\"code\":\"request.too_large\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind", "Nonsense")]
    [InlineData("kind", "77")]
    [InlineData("latitude", "north")]
    [InlineData("latitude", "95")]
    [InlineData("longitude", "181")]
    [InlineData("takenAt", "yesterday")]
    public async Task What_is_said_beside_the_picture_must_make_sense(string field, string value)
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var before = await Stored();
        var fields = new Dictionary<string, string> { ["kind"] = "Item", ["latitude"] = "31.2", ["longitude"] = "121.5", [field] = value };
        using var form = new MultipartFormDataContent { { new ByteArrayContent(await house.Phone("sh-operator").Picture("item")), "file", "photo.jpg" } };
        foreach (var (name, content) in fields)
        {
            form.Add(new StringContent(content), name);
        }

        var answer = await mobile.Post("/photos", form);
        Assert.True((int)answer.Status is 400 or 422, $"{(int)answer.Status}: {answer.Text}");
        Assert.NotNull(answer["code"].GetString());
        Assert.Equal(before, await Stored());
    }

    [Fact]
    public async Task Without_a_file_or_without_a_form_nothing_is_taken()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        (await mobile.Post("/photos", new MultipartFormDataContent { { new StringContent("Item"), "kind" } })).ShouldRefuse("request.malformed");
        Assert.InRange((int)(await mobile.Post("/photos", new { kind = "Item" })).Status, 400, 415);
    }

    [Fact, Rule("FLD-40")]
    public async Task What_the_camera_wrote_into_it_is_kept_as_evidence_and_not_shown()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var picture = Rules.PictureMetadataTests.WithExif(await house.Phone("sh-operator").Picture("item"));
        var photo = (await mobile.Upload(picture)).ShouldBeOk();

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(picture)), photo["sha256"].GetString());
        Assert.Equal("2026-11-20 01:07:30 31.230000 -121.500000", await house.Value<string>(
            $"select to_char(exif_taken_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' ' || round(exif_latitude::numeric, 6) || ' ' || round(exif_longitude::numeric, 6) from stored_object where id = '{photo.Id}'"));
        var shown = Rules.PictureMetadataTests.Of(await mobile.Http.GetByteArrayAsync(photo["link"].GetString()));
        Assert.Equal((null, null, 6), (shown.TakenAt, shown.Latitude, shown.Orientation));
    }

    [Fact]
    public async Task A_link_ends_and_cannot_be_bent()
    {
        await house.Renew();
        using var mobile = await house.MiniProgram("sh-operator");
        var (photo, other) = ((await mobile.Upload(await house.Phone("sh-operator").Picture("item"))).ShouldBeOk(), await mobile.UploadScene("sh-operator"));
        var link = photo["link"].GetString()!;
        using var anybody = house.Anonymous();
        (await anybody.Get(link)).ShouldBeOk();
        (await anybody.Get(link.Replace(photo.Id.ToString(), other.ToString(), StringComparison.Ordinal))).ShouldRefuse("photo.link_expired", status: 403);
        (await anybody.Get(link.Replace("until=1", "until=2", StringComparison.Ordinal))).ShouldRefuse("photo.link_expired", status: 403);
        (await anybody.Get(link[..^1])).ShouldRefuse("photo.link_expired", status: 403);
        (await anybody.Get(link[..link.IndexOf('?')])).ShouldRefuse("request.malformed", status: 400);

        house.Time.Advance(TimeSpan.FromMinutes(9));
        (await anybody.Get(link)).ShouldBeOk();
        house.Time.Advance(TimeSpan.FromMinutes(12));
        (await anybody.Get(link)).ShouldRefuse("photo.link_expired", status: 403);
    }

    [Fact]
    public async Task Another_agencys_photo_cannot_be_used()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        using var elsewhere = await house.MiniProgram("bj-operator");
        var foreign = await elsewhere.UploadSelfie("bj-operator");
        var project = Demo.Id("project", "shanghai-lake-b");
        var position = Place.At("shanghai-lake-b");

        (await mobile.Post("/visits", new { projectId = project, photoId = foreign, position })).ShouldRefuse("photo.missing");
        (await mobile.Post("/visits", new { projectId = project, photoId = Guid.NewGuid(), position })).ShouldRefuse("photo.missing");
    }

    [Fact]
    public async Task The_same_upload_with_the_same_key_is_one_photo()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var picture = await house.Phone("sh-operator").Picture("item");
        var first = (await mobile.Upload(picture, key: "photo-1")).ShouldBeOk();
        var second = (await mobile.Upload(picture, key: "photo-1")).ShouldBeOk();
        Assert.Equal((first.Id, true), (second.Id, second.IsReplayed));
        (await mobile.Upload(await house.Phone("sh-operator").Picture("item"), key: "photo-1")).ShouldRefuse("idempotency.key_reused", status: 422);
    }

    private static FileInfo Lying(string sha256) => new(Directory.EnumerateFiles(TestServices.Ready.Folder, sha256, SearchOption.AllDirectories).Single());

    private Task<long> Stored() => house.Value<long>("select count(*) from stored_object");
}
