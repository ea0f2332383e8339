using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatService.Sandbox.ObjectStore;

/// <summary>AWS Signature Version 4 for the service s3, header and query form, recomputed from what was received.</summary>
public static partial class SigV4
{
    const string Algorithm = "AWS4-HMAC-SHA256";
    public const string Unsigned = "UNSIGNED-PAYLOAD";
    static readonly TimeSpan s_skew = TimeSpan.FromMinutes(15);
    const int LongestPresigned = 604_800;

    /// <summary>What the request claims: who signed, for when and where, which headers, and the hash of the payload.</summary>
    sealed record Claim(string AccessKey, string Scope, string Date, string Region, string Service, string[] Headers, string Signature, string Time, string PayloadHash, bool Presigned);

    /// <summary>Throws a <see cref="StoreRefusal"/> unless the request is signed; answers the payload hash that was signed.</summary>
    public static string Verify(HttpRequest request, string rawPath, string accessKey, string secretKey, string region, DateTimeOffset now)
    {
        Claim claim = request.Query.ContainsKey("X-Amz-Algorithm") ? FromQuery(request) : FromHeader(request);
        if (claim.AccessKey != accessKey) throw new StoreRefusal(403, "InvalidAccessKeyId", "The access key does not exist.");
        if (!DateTimeOffset.TryParseExact(claim.Time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signedAt))
            throw new StoreRefusal(403, "AccessDenied", "The signing time is missing or malformed.");
        if (claim.Date != claim.Time[..8] || claim.Region != region || claim.Service != "s3")
            throw new StoreRefusal(400, "AuthorizationHeaderMalformed", $"The credential scope is wrong; expecting {claim.Time[..8]}/{region}/s3/aws4_request.");
        CheckTime(request, claim, signedAt, now);
        CheckHeaders(request, claim);

        string canonical = string.Join('\n', request.Method, CanonicalPath(rawPath), CanonicalQuery(request),
            string.Concat(claim.Headers.Select(h => $"{h}:{HeaderValue(request, h)}\n")), string.Join(';', claim.Headers), claim.PayloadHash);
        string expected = Sign(secretKey, claim.Time, claim.Scope, canonical);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(claim.Signature)))
            throw new StoreRefusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
        return claim.PayloadHash;
    }

    /// <summary>Lower-case hex signature of a canonical request; scope is date/region/service/aws4_request.</summary>
    public static string Sign(string secretKey, string time, string scope, string canonicalRequest)
    {
        string toSign = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (string part in scope.Split('/')) key = Mac(key, part);
        return Convert.ToHexStringLower(Mac(key, toSign));
    }

    static Claim FromHeader(HttpRequest request)
    {
        Match m = Authorization().Match(request.Headers.Authorization.ToString());
        if (!m.Success) throw new StoreRefusal(403, "AccessDenied", "The request is not signed.");
        string hash = request.Headers["x-amz-content-sha256"].ToString();
        if (hash.Length == 0) throw new StoreRefusal(400, "MissingSecurityHeader", "x-amz-content-sha256 is missing.");
        string[] credential = m.Groups["credential"].Value.Split('/');
        return new Claim(credential[0], string.Join('/', credential[1..]), credential[1], credential[2], credential[3],
            m.Groups["headers"].Value.Split(';'), m.Groups["signature"].Value, request.Headers["x-amz-date"].ToString(), hash, false);
    }

    static Claim FromQuery(HttpRequest request)
    {
        IQueryCollection q = request.Query;
        string[] credential = q["X-Amz-Credential"].ToString().Split('/');
        if (q["X-Amz-Algorithm"] != Algorithm || credential is not [_, _, _, _, "aws4_request"])
            throw new StoreRefusal(400, "AuthorizationQueryParametersError", "X-Amz-Algorithm or X-Amz-Credential is wrong.");
        return new Claim(credential[0], string.Join('/', credential[1..]), credential[1], credential[2], credential[3],
            q["X-Amz-SignedHeaders"].ToString().Split(';'), q["X-Amz-Signature"].ToString(), q["X-Amz-Date"].ToString(), Unsigned, true);
    }

    static void CheckTime(HttpRequest request, Claim claim, DateTimeOffset signedAt, DateTimeOffset now)
    {
        if (!claim.Presigned)
        {
            if ((now - signedAt).Duration() > s_skew) throw new StoreRefusal(403, "RequestTimeTooSkewed", "The difference between the request time and the server's time is too large.");
            return;
        }
        if (!int.TryParse(request.Query["X-Amz-Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) || seconds is < 1 or > LongestPresigned)
            throw new StoreRefusal(400, "AuthorizationQueryParametersError", "X-Amz-Expires must be between 1 and 604800 seconds.");
        if (now > signedAt.AddSeconds(seconds)) throw new StoreRefusal(403, "AccessDenied", "Request has expired.");
        if (signedAt - now > s_skew) throw new StoreRefusal(403, "AccessDenied", "Request is not yet valid.");
    }

    /// <summary>host is always signed; in the header form so is every x-amz-* header and the content type.</summary>
    static void CheckHeaders(HttpRequest request, Claim claim)
    {
        IEnumerable<string> must = request.Headers.Keys.Select(k => k.ToLowerInvariant())
            .Where(k => k.StartsWith("x-amz-", StringComparison.Ordinal) || (k is "content-md5" && !claim.Presigned)).Append("host");
        if (must.FirstOrDefault(h => !claim.Headers.Contains(h)) is { } missing)
            throw new StoreRefusal(403, "AccessDenied", $"There were headers present in the request which were not signed: {missing}.");
    }

    static string CanonicalPath(string rawPath) => string.Join('/', rawPath.Split('/').Select(s => Uri.EscapeDataString(Uri.UnescapeDataString(s))));

    static string CanonicalQuery(HttpRequest request) => string.Join('&', request.QueryString.Value!.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2))
        .Select(p => (Name: Escape(p[0]), Value: p.Length == 2 ? Escape(p[1]) : ""))
        .Where(p => p.Name != "X-Amz-Signature")
        .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
        .Select(p => p.Name + "=" + p.Value));

    static string Escape(string raw) => Uri.EscapeDataString(Uri.UnescapeDataString(raw.Replace("+", "%20", StringComparison.Ordinal)));

    static string HeaderValue(HttpRequest request, string name) => name switch
    {
        "host" => request.Headers.Host.ToString(),
        "content-length" => request.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "",
        _ => string.Join(',', request.Headers[name].Select(v => Spaces().Replace(v ?? "", " ").Trim())),
    };

    static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"^AWS4-HMAC-SHA256 Credential=(?<credential>[^/,]+/\d{8}/[^/,]+/[^/,]+/aws4_request), ?SignedHeaders=(?<headers>[a-z0-9;-]+), ?Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
