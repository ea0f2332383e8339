using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http.Features;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.ObjectStore;

/// <summary>The store says no: HTTP status and an XML error.</summary>
public sealed class StoreRefusal(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;
}

/// <summary>
/// An S3-style store as Aliyun OSS offers it: strict SigV4, no aws-chunked bodies, no trailers. Path style
/// (<c>/__s3/{bucket}/{key}</c>) is refused by the vendor and allowed here only because one machine has no DNS for
/// <c>{bucket}.s3.…</c>; the Host header form works as well (see <see cref="VirtualHosts"/>).
/// </summary>
public static class ObjectStoreEndpoint
{
    public static void MapObjectStore(this IEndpointRouteBuilder app) => app.Map("/__s3/{bucket}/{**key}", Serve);

    public static Task Refuse(HttpContext context, StoreRefusal refusal)
    {
        RequestLogging.Note(context, refusal.Code);
        context.Response.StatusCode = refusal.Status;
        return WriteXml(context, new XElement("Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message), new XElement("RequestId", RequestId())));
    }

    static async Task Serve(HttpContext context, string bucket, string? key, DemoAccounts accounts, Bucket objects)
    {
        try
        {
            RefuseChunks(context.Request);
            DemoStore account = accounts.ObjectStore;
            string raw = RawPath(context.Features.Get<IHttpRequestFeature>()!.RawTarget);
            string signedHash = SigV4.Verify(context.Request, raw, account.AccessKey, account.SecretKey, account.Region, TimeProvider.System.GetUtcNow());
            if (bucket != account.Bucket) throw new StoreRefusal(404, "NoSuchBucket", "The bucket does not exist.");
            byte[] body = await Body(context.Request, signedHash);
            context.Response.Headers["x-amz-request-id"] = RequestId();
            await (string.IsNullOrEmpty(key) ? ServeBucket(context, objects) : ServeObject(context, key, body, objects));
        }
        catch (StoreRefusal refusal)
        {
            await Refuse(context, refusal);
        }
    }

    /// <summary>The path as it was sent, escapes and all; a proxied request names the host before it.</summary>
    static string RawPath(string target)
    {
        string path = target.Split('?')[0];
        int host = path.StartsWith('/') ? -1 : path.IndexOf("://", StringComparison.Ordinal);
        return host < 0 ? path : path.IndexOf('/', host + 3) is > 0 and int at ? path[at..] : "/";
    }

    static void RefuseChunks(HttpRequest request)
    {
        string hash = request.Headers["x-amz-content-sha256"].ToString();
        if (hash.StartsWith("STREAMING-", StringComparison.Ordinal) || request.Headers.ContainsKey("x-amz-decoded-content-length")
            || request.Headers.ContentEncoding.ToString().Contains("aws-chunked", StringComparison.OrdinalIgnoreCase))
            throw new StoreRefusal(400, "InvalidArgument", "aws-chunked encoding is not supported with the specified x-amz-content-sha256 value.");
        if (request.Headers.ContainsKey("x-amz-trailer")) throw new StoreRefusal(400, "InvalidArgument", "Trailing checksums are not supported.");
    }

    static async Task<byte[]> Body(HttpRequest request, string signedHash)
    {
        using MemoryStream read = new();
        await request.Body.CopyToAsync(read);
        byte[] body = read.ToArray();
        if (signedHash != SigV4.Unsigned && signedHash != Convert.ToHexStringLower(SHA256.HashData(body)))
            throw new StoreRefusal(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        if (request.Headers.ContentMD5 is [{ Length: > 0 } md5] && md5 != Convert.ToBase64String(MD5.HashData(body)))
            throw new StoreRefusal(400, "BadDigest", "The Content-MD5 you specified did not match what was received.");
        return body;
    }

    static async Task ServeObject(HttpContext context, string key, byte[] body, Bucket objects)
    {
        if (context.Request.Query.ContainsKey("uploads") || context.Request.Query.ContainsKey("uploadId"))
            throw new StoreRefusal(501, "NotImplemented", "The sandbox takes whole objects only.");
        switch (context.Request.Method)
        {
            case "PUT":
                if (context.Request.Headers.ContainsKey("x-amz-copy-source")) throw new StoreRefusal(501, "NotImplemented", "The sandbox does not copy.");
                context.Response.Headers.ETag = $"\"{objects.Put(key, body, context.Request.ContentType).ETag}\"";
                return;
            case "GET" or "HEAD":
                KeptObject found = objects.Find(key) ?? throw new StoreRefusal(404, "NoSuchKey", "The specified key does not exist.");
                await Results.Bytes(found.Content, found.ContentType, lastModified: found.At, enableRangeProcessing: true,
                    entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{found.ETag}\"")).ExecuteAsync(context);
                return;
            case "DELETE":
                objects.Delete(key);
                context.Response.StatusCode = 204;
                return;
            default:
                throw new StoreRefusal(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
    }

    /// <summary>HEAD bucket and ListObjectsV2.</summary>
    static Task ServeBucket(HttpContext context, Bucket objects)
    {
        IQueryCollection query = context.Request.Query;
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        if (!HttpMethods.IsGet(context.Request.Method) || query["list-type"] != "2") throw new StoreRefusal(501, "NotImplemented", "Of the bucket the sandbox only knows HEAD and ListObjectsV2.");
        string prefix = query["prefix"].ToString(), after = query["continuation-token"].ToString();
        int most = int.TryParse(query["max-keys"], out int asked) ? Math.Clamp(asked, 1, 1000) : 1000;
        KeptObject[] fitting = [.. objects.All.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(o.Key, after) > 0)];
        KeptObject[] page = [.. fitting.Take(most)];
        XElement list = new("ListBucketResult", new XElement("Prefix", prefix), new XElement("KeyCount", page.Length),
            new XElement("MaxKeys", most), new XElement("IsTruncated", fitting.Length > page.Length ? "true" : "false"),
            page.Select(o => new XElement("Contents", new XElement("Key", o.Key), new XElement("Size", o.Content.Length),
                new XElement("ETag", $"\"{o.ETag}\""), new XElement("LastModified", o.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)))));
        if (fitting.Length > page.Length) list.Add(new XElement("NextContinuationToken", page[^1].Key));
        return WriteXml(context, list);
    }

    static Task WriteXml(HttpContext context, XElement xml)
    {
        context.Response.ContentType = "application/xml";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask
            : context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml.ToString(SaveOptions.DisableFormatting));
    }

    static string RequestId() => WeChat.VendorAnswers.RandomHex(12).ToUpperInvariant();
}
