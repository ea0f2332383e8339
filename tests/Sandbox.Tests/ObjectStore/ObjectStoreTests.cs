using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using WeChatService.Sandbox.ObjectStore;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;

namespace WeChatService.Sandbox.Tests.ObjectStore;

public sealed class ObjectStoreTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;

    public Task InitializeAsync() => _sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    DemoStore Store => _sandbox.Accounts.ObjectStore;

    [Fact]
    public async Task The_vendors_own_client_puts_reads_lists_and_deletes()
    {
        using AmazonS3Client s3 = Client();
        string key = "photos/2026/11/现场 1+2.jpg";
        PutObjectResponse put = await s3.PutObjectAsync(Put(key));
        Assert.Equal($"\"{Convert.ToHexString(MD5.HashData("abc"u8))}\"", put.ETag);
        using (GetObjectResponse got = await s3.GetObjectAsync(Store.Bucket, key))
        using (StreamReader reader = new(got.ResponseStream))
            Assert.Equal(("abc", "image/jpeg"), (await reader.ReadToEndAsync(), got.Headers.ContentType));
        Assert.Equal(3, (await s3.GetObjectMetadataAsync(Store.Bucket, key)).ContentLength);
        ListObjectsV2Response list = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Store.Bucket, Prefix = "photos/" });
        Assert.Equal(key, Assert.Single(list.S3Objects).Key);
        await s3.DeleteObjectAsync(Store.Bucket, key);
        AmazonS3Exception gone = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.GetObjectAsync(Store.Bucket, key));
        Assert.Equal("NoSuchKey", gone.ErrorCode);
    }

    [Fact]
    public async Task Chunked_uploads_are_refused()
    {
        using AmazonS3Client s3 = Client();
        PutObjectRequest put = Put("a.txt");
        put.UseChunkEncoding = true;
        AmazonS3Exception refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.PutObjectAsync(put));
        Assert.Equal("InvalidArgument", refused.ErrorCode);
        Assert.Contains("aws-chunked", refused.Message);
        Assert.Empty((await _sandbox.Get("/__sandbox/objects")).AsArray());
    }

    [Fact]
    public async Task Wrong_keys_regions_and_buckets_are_refused()
    {
        await Refused("SignatureDoesNotMatch", secret: Store.SecretKey + "x");
        await Refused("InvalidAccessKeyId", access: "LTAIother");
        await Refused("AuthorizationHeaderMalformed", region: "cn-beijing");
        using AmazonS3Client s3 = Client();
        AmazonS3Exception refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.GetObjectAsync("other-bucket", "a"));
        Assert.Equal("NoSuchBucket", refused.ErrorCode);
    }

    [Fact]
    public async Task A_presigned_link_works_for_its_method_and_key_until_it_expires()
    {
        using AmazonS3Client s3 = Client();
        await s3.PutObjectAsync(Put("a b.txt"));
        string link = Presigned(s3, "a b.txt", TimeSpan.FromMinutes(10));
        Assert.Equal("abc", await _sandbox.Http.GetStringAsync(link));
        Assert.Equal(HttpStatusCode.Forbidden, (await _sandbox.Http.GetAsync(link.Replace("a%20b", "c"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _sandbox.Http.DeleteAsync(link)).StatusCode);
        string brief = Presigned(s3, "a b.txt", TimeSpan.FromSeconds(1));
        await Task.Delay(2100);
        Assert.Equal(HttpStatusCode.Forbidden, (await _sandbox.Http.GetAsync(brief)).StatusCode);
    }

    [Fact]
    public async Task A_body_other_than_the_signed_one_an_old_request_and_a_trailer_are_refused()
    {
        Assert.Equal("XAmzContentSHA256Mismatch", await Code(await Signed("PUT", "a.txt", "abc", body: "abd")));
        Assert.Equal("RequestTimeTooSkewed", await Code(await Signed("PUT", "a.txt", "abc", at: DateTimeOffset.UtcNow.AddMinutes(-16))));
        Assert.Equal("InvalidArgument", await Code(await Signed("PUT", "a.txt", "abc", extra: ("x-amz-trailer", "x-amz-checksum-crc32"))));
        Assert.Equal("AccessDenied", await Code(await Signed("PUT", "a.txt", "abc", unsigned: ("x-amz-acl", "public-read"))));
        Assert.Equal("AccessDenied", await Code(await _sandbox.Http.GetAsync($"/__s3/{Store.Bucket}/a.txt")));
        Assert.Equal(HttpStatusCode.OK, (await Signed("PUT", "a.txt", "abc")).StatusCode);
    }

    [Fact]
    public async Task The_bucket_may_stand_in_the_host_name()
    {
        string host = Store.Bucket + ".s3.oss-cn-shanghai.aliyuncs.com";
        Assert.Equal(HttpStatusCode.OK, (await Signed("PUT", "v.txt", "abc", host: host)).StatusCode);
        Assert.Equal("v.txt", (string?)(await _sandbox.Get("/__sandbox/objects"))[0]!["key"]);
    }

    [Fact]
    public void Signatures_equal_the_published_samples()
    {
        JsonNode file = Vector.File("s3-sigv4-presign");
        JsonNode official = file["official"]!;
        Assert.Equal((string?)official["signature"], SigV4.Sign("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524T000000Z", "20130524/us-east-1/s3/aws4_request", (string)official["canonicalRequest"]!));
    }

    AmazonS3Client Client(string? access = null, string? secret = null, string? region = null) => new(
        new BasicAWSCredentials(access ?? Store.AccessKey, secret ?? Store.SecretKey),
        new AmazonS3Config { ServiceURL = _sandbox.Base + "__s3", ForcePathStyle = true, AuthenticationRegion = region ?? Store.Region, UseHttp = true, MaxErrorRetry = 0 });

    PutObjectRequest Put(string key) => new()
    {
        BucketName = Store.Bucket,
        Key = key,
        InputStream = new MemoryStream("abc"u8.ToArray()),
        ContentType = "image/jpeg",
        UseChunkEncoding = false,
    };

    string Presigned(AmazonS3Client s3, string key, TimeSpan life) =>
        s3.GetPreSignedURL(new GetPreSignedUrlRequest { BucketName = Store.Bucket, Key = key, Expires = DateTime.UtcNow + life, Protocol = Protocol.HTTP });

    async Task Refused(string code, string? access = null, string? secret = null, string? region = null)
    {
        using AmazonS3Client s3 = Client(access, secret, region);
        AmazonS3Exception refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.PutObjectAsync(Put("a.txt")));
        Assert.Equal(code, refused.ErrorCode);
    }

    static async Task<string?> Code(HttpResponseMessage answer) =>
        System.Xml.Linq.XElement.Parse(await answer.Content.ReadAsStringAsync()).Element("Code")?.Value;

    /// <summary>A request signed by hand, so that it can be wrong in one place.</summary>
    Task<HttpResponseMessage> Signed(string method, string key, string signedBody, string? body = null, DateTimeOffset? at = null,
        (string Name, string Value)? extra = null, (string Name, string Value)? unsigned = null, string? host = null)
    {
        DateTimeOffset when = (at ?? DateTimeOffset.UtcNow).ToUniversalTime();
        string time = when.ToString("yyyyMMdd'T'HHmmss'Z'"), scope = $"{time[..8]}/{Store.Region}/s3/aws4_request";
        string path = host is null ? $"/__s3/{Store.Bucket}/{key}" : "/" + key, hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signedBody)));
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal) { ["host"] = host ?? _sandbox.Base.Authority, ["x-amz-content-sha256"] = hash, ["x-amz-date"] = time };
        if (extra is { } e) headers[e.Name] = e.Value;
        string names = string.Join(';', headers.Keys);
        string canonical = $"{method}\n{path}\n\n{string.Concat(headers.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n{hash}";
        string signature = SigV4.Sign(Store.SecretKey, time, scope, canonical);
        HttpRequestMessage request = new(new HttpMethod(method), path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? signedBody)) };
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (unsigned is { } u) request.Headers.TryAddWithoutValidation(u.Name, u.Value);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={Store.AccessKey}/{scope}, SignedHeaders={names}, Signature={signature}");
        return _sandbox.Http.SendAsync(request);
    }
}
