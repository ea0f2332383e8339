using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.TencentCloud;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.TencentCloud;

public sealed class FaceTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;

    public Task InitializeAsync() => _sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_same_person_scores_above_90_and_another_below_50()
    {
        byte[] base1 = await Portrait(Lead), selfie = await Selfie(Lead), other = await Selfie(Operator);
        double same = (double)(await Compare(base1, selfie))["Score"]!;
        Assert.InRange(same, 92, 99);
        Assert.Equal(same, (double)(await Compare(base1, selfie))["Score"]!);
        Assert.InRange((double)(await Compare(base1, other))["Score"]!, 20, 45);
    }

    [Fact]
    public async Task The_score_can_be_set_for_a_person()
    {
        await _sandbox.Drive($"people/{Lead}/face-score", new { score = 79.5 });
        Assert.Equal(79.5, (double)(await Compare(await Portrait(Lead), await Selfie(Lead)))["Score"]!);
        await _sandbox.Drive($"people/{Lead}/face-score", new { score = (double?)null });
        Assert.InRange((double)(await Compare(await Portrait(Lead), await Selfie(Lead)))["Score"]!, 92, 99);
    }

    [Fact]
    public async Task A_portrait_that_lost_its_comment_is_known_by_its_grid_and_a_site_photo_is_nobody()
    {
        byte[] bare = Jpeg.WithComments(await Portrait(Lead), []);
        Assert.Empty(Jpeg.Comments(bare));
        Assert.InRange((double)(await Compare(bare, await Selfie(Lead)))["Score"]!, 92, 99);
        Assert.InRange((double)(await Compare(bare, await Selfie(Operator)))["Score"]!, 20, 45);
        byte[] site = Jpeg.WithComments(await _sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{Lead}/selfie?scene=site"), []);
        Assert.Equal("InvalidParameterValue.NoFaceInPhoto", Error(await Compare(bare, site)));
    }

    [Fact]
    public async Task Detecting_finds_the_face_and_the_size_of_the_picture()
    {
        JsonNode answer = await Call("DetectFace", new { Image = Convert.ToBase64String(await Selfie(Lead)), NeedQualityDetection = 1 });
        Assert.Equal((480, 640), ((int)answer["ImageWidth"]!, (int)answer["ImageHeight"]!));
        Assert.True((double)answer["FaceInfos"]![0]!["FaceQualityInfo"]!["Score"]! >= 70);
        Assert.InRange((double)(await Call("DetectLiveFaceAccurate", new { Image = Convert.ToBase64String(await Selfie(Lead)) }))["Score"]!, 40, 100);
    }

    [Fact]
    public async Task Pictures_are_refused_with_the_vendors_codes()
    {
        string good = Convert.ToBase64String(await Portrait(Lead));
        Assert.Equal("MissingParameter", Error(await Call("CompareFace", new { ImageA = good })));
        Assert.Equal("InvalidParameterValue.ImageEmpty", Error(await Call("CompareFace", new { ImageA = good, ImageB = "" })));
        Assert.Equal("FailedOperation.ImageDecodeFailed", Error(await Call("CompareFace", new { ImageA = good, ImageB = "***" })));
        Assert.Equal("FailedOperation.ImageDecodeFailed", Error(await Call("CompareFace", new { ImageA = good, ImageB = Convert.ToBase64String("GIF89a"u8) })));
        Assert.Equal("FailedOperation.ImageSizeExceed", Error(await Call("CompareFace", new { ImageA = good, ImageB = new string('A', 5 * 1024 * 1024 + 4) })));
        Assert.Equal("FailedOperation.ImageResolutionTooSmall", Error(await Call("CompareFace", new { ImageA = good, ImageB = Convert.ToBase64String(Png(63, 200)) })));
        Assert.Equal("FailedOperation.ImageResolutionExceed", Error(await Call("CompareFace", new { ImageA = good, ImageB = Convert.ToBase64String(Png(2001, 200)) })));
        Assert.Equal("InvalidParameterValue.NoFaceInPhoto", Error(await Call("CompareFace", new { ImageA = good, ImageB = Convert.ToBase64String(Png(200, 200)) })));
        Assert.Equal("InvalidParameterValue.FaceModelVersionIllegal", Error(await Call("CompareFace", new { ImageA = good, ImageB = good, FaceModelVersion = "2.0" })));
        Assert.Equal("UnknownParameter", Error(await Call("CompareFace", new { ImageA = good, ImageB = good, Threshold = 80 })));
        Assert.Equal("RequestSizeLimitExceeded", Error(await Call("CompareFace", new { ImageA = new string('A', 10 * 1024 * 1024) })));
    }

    [Theory]
    [InlineData("body", "AuthFailure.SignatureFailure")]
    [InlineData("service", "AuthFailure.SignatureFailure")]
    [InlineData("key", "AuthFailure.SignatureFailure")]
    [InlineData("id", "AuthFailure.SecretIdNotFound")]
    [InlineData("early", "AuthFailure.SignatureExpire")]
    [InlineData("late", "AuthFailure.SignatureExpire")]
    [InlineData("date", "AuthFailure.SignatureFailure")]
    [InlineData("charset", "AuthFailure.SignatureFailure")]
    [InlineData("none", "AuthFailure.InvalidAuthorization")]
    [InlineData("version", "NoSuchVersion")]
    [InlineData("action", "InvalidAction")]
    public async Task A_wrong_signature_or_header_is_refused_inside_a_200(string fault, string code) =>
        Assert.Equal(code, Error(await Call("CompareFace", new { ImageA = "" }, fault)));

    [Fact]
    public async Task The_action_may_be_signed_too() =>
        Assert.Equal("InvalidParameterValue.ImageEmpty", Error(await Call("CompareFace", new { ImageA = "" }, "signed-action")));

    [Fact]
    public void Signatures_equal_the_published_samples()
    {
        foreach (JsonNode? v in Vector.File("tc3-hmac-sha256")["vectors"]!.AsArray().Where(v => v!["secretKey"] is not null))
        {
            string date = DateTimeOffset.FromUnixTimeSeconds((long)v!["timestamp"]!).UtcDateTime.ToString("yyyy-MM-dd");
            Assert.Equal((string?)v["signature"], Tc3Signature.Sign((string)v["secretKey"]!, (long)v["timestamp"]!, date, (string)v["service"]!, (string)v["canonicalRequest"]!));
        }
    }

    async Task<byte[]> Portrait(string key) => await _sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{key}/portrait");

    async Task<byte[]> Selfie(string key) => await _sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{key}/selfie");

    Task<JsonNode> Compare(byte[] a, byte[] b) =>
        Call("CompareFace", new { ImageA = Convert.ToBase64String(a), ImageB = Convert.ToBase64String(b), FaceModelVersion = "3.0" });

    static string? Error(JsonNode response) => (string?)response["Error"]?["Code"];

    /// <summary>Signs as the vendor's own clients do; written apart from the sandbox's verifier.</summary>
    async Task<JsonNode> Call(string action, object parameters, string? fault = null)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(parameters);
        DateTimeOffset at = DateTimeOffset.UtcNow.AddSeconds(fault switch { "early" => -310, "late" => 310, _ => 0 });
        string date = fault == "date" ? at.AddDays(1).ToString("yyyy-MM-dd") : at.UtcDateTime.ToString("yyyy-MM-dd");
        string service = fault == "service" ? "faceid" : "iai", host = _sandbox.Base.Authority;
        string signed = fault == "signed-action" ? "content-type;host;x-tc-action" : "content-type;host";
        string headers = $"content-type:application/json\nhost:{host}\n" + (fault == "signed-action" ? $"x-tc-action:{action.ToLowerInvariant()}\n" : "");
        string canonical = $"POST\n/\n\n{headers}\n{signed}\n{Hex(SHA256.HashData(body))}";
        string toSign = $"TC3-HMAC-SHA256\n{at.ToUnixTimeSeconds()}\n{date}/{service}/tc3_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] key = Encoding.UTF8.GetBytes("TC3" + _sandbox.Accounts.TencentCloud.SecretKey + (fault == "key" ? "x" : ""));
        foreach (string part in new[] { date, service, "tc3_request" }) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        string signature = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        if (fault == "body") body = [.. body, (byte)' '];

        using HttpRequestMessage request = new(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(fault == "charset" ? "application/json; charset=utf-8" : "application/json");
        if (fault != "none")
            request.Headers.TryAddWithoutValidation("Authorization", $"TC3-HMAC-SHA256 Credential={(fault == "id" ? "AKIDother" : _sandbox.Accounts.TencentCloud.SecretId)}/{date}/{service}/tc3_request, SignedHeaders={signed}, Signature={signature}");
        request.Headers.Add("X-TC-Action", fault == "action" ? "CompareFaces" : action);
        request.Headers.Add("X-TC-Version", fault == "version" ? "2018-03-01" : "2020-03-03");
        request.Headers.Add("X-TC-Timestamp", at.ToUnixTimeSeconds().ToString());
        using HttpResponseMessage answer = await _sandbox.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonNode response = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["Response"]!;
        Assert.NotEmpty((string)response["RequestId"]!);
        return response;
    }

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>The head of a PNG of that size; nothing here decodes PNG pixels.</summary>
    static byte[] Png(int width, int height) =>
    [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
        (byte)(width >> 24), (byte)(width >> 16), (byte)(width >> 8), (byte)width, (byte)(height >> 24), (byte)(height >> 16), (byte)(height >> 8), (byte)height, 8, 2, 0, 0, 0,
    ];
}
