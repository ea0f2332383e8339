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
        Assert.Equal(PictureContent.Read(picture), PictureContent.Read(bytes));
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
    public async Task More_than_8_MiB_are_refused()
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var before = await Stored();
        (await mobile.Upload(new byte[Photos.LargestBytes + 1])).ShouldRefuse("photo.too_large", status: 413);
        Assert.Equal(before, await Stored());
    }

    [Fact]
    public async Task Far_more_than_8_MiB_are_not_even_read()
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
        var shown = PictureMetadata.Of(await mobile.Http.GetByteArrayAsync(photo["link"].GetString()));
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
    }

    private Task<long> Stored() => house.Value<long>("select count(*) from stored_object");
}
