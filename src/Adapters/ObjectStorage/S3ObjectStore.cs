using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using WeChatService.Kernel;

namespace WeChatService.ObjectStorage;

/// <summary>
/// Objects in an S3-compatible store, above all Aliyun OSS. OSS refuses aws-chunked bodies and checksum trailers, hence the switches;
/// its buckets are addressed by host name, path style is for stores without DNS.
/// </summary>
internal sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private const string Incoming = "incoming-";

    private readonly AmazonS3Client client;
    private readonly string bucket;
    private readonly bool encrypted;
    private readonly Ids ids;

    public S3ObjectStore(S3Settings settings, Ids ids)
    {
        this.ids = ids;
        bucket = settings.Bucket;
        encrypted = settings.Endpoint.Scheme == Uri.UriSchemeHttps;
        client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
        {
            ServiceURL = settings.Endpoint.AbsoluteUri.TrimEnd('/'), AuthenticationRegion = settings.Region, SignatureVersion = "4",
            ForcePathStyle = settings.PathStyle, UseHttp = !encrypted, MaxErrorRetry = 2, Timeout = settings.Timeout,
        });
    }

    public Task Put(string key, Stream content, string contentType, CancellationToken ct) => Call(async () =>
    {
        // The hash is sent ahead of the body, so the body must be readable twice.
        await using var seekable = content.CanSeek ? null : await Buffered(content, ct);
        await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = bucket, Key = ObjectKeys.Checked(key), InputStream = seekable ?? content, ContentType = contentType,
            AutoCloseStream = false, UseChunkEncoding = false,
        }, ct);
        return true;
    }, key, ct);

    public IncomingObject Receive() => new Part(this);

    public Task<Stream> Get(string key, CancellationToken ct) => Call<Stream>(async () =>
    {
        var response = await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = ObjectKeys.Checked(key) }, ct);
        return response.ResponseStream;
    }, key, ct);

    public Task Delete(string key, CancellationToken ct) => Call(async () =>
    {
        await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = ObjectKeys.Checked(key) }, ct);
        return true;
    }, key, ct);

    public void ForgetUnfinished(DateTimeOffset before) => IncomingFile.Forget(System.IO.Path.GetTempPath(), $"{Incoming}*", before);

    public void Dispose() => client.Dispose();

    private static async Task<T> Call<T>(Func<Task<T>> call, string key, CancellationToken ct)
    {
        try { return await call(); }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket") { throw new FileNotFoundException($"no object {key}"); }
        catch (AmazonServiceException e) { throw new ObjectStoreUnavailable($"the object store answered {(int)e.StatusCode} {e.ErrorCode}", e); }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException or IOException) { throw new ObjectStoreUnavailable("the object store did not answer", e); }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested) { throw new ObjectStoreUnavailable("the object store took too long", e); }
    }

    /// <summary>What lies there under a key made of its content is what would be sent.</summary>
    private async Task<bool> Has(string key, CancellationToken ct)
    {
        try
        {
            return await Call(async () =>
            {
                await client.GetObjectMetadataAsync(bucket, ObjectKeys.Checked(key), ct);
                return true;
            }, key, ct);
        }
        catch (FileNotFoundException) { return false; }
    }

    private static async Task<MemoryStream> Buffered(Stream content, CancellationToken ct)
    {
        var kept = new MemoryStream();
        await content.CopyToAsync(kept, ct);
        kept.Position = 0;
        return kept;
    }

    /// <summary>On the disk of this machine until its hash, which is sent ahead, is known.</summary>
    private sealed class Part(S3ObjectStore store) : IncomingFile(System.IO.Path.GetTempPath(), $"{Incoming}{store.ids.Next():N}")
    {
        public override async Task Keep(string key, string contentType, CancellationToken ct)
        {
            if (await store.Has(key, ct)) return;
            Disk.Position = 0;
            await store.Put(key, Disk, contentType, ct);
        }
    }
}
