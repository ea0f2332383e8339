using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatService.Sandbox.TencentCloud;

/// <summary>TC3-HMAC-SHA256, recomputed from the raw bytes and the headers as they came.</summary>
public static partial class Tc3Signature
{
    const string Algorithm = "TC3-HMAC-SHA256";

    /// <summary>Five minutes either way, by the machine's clock.</summary>
    static readonly TimeSpan s_skew = TimeSpan.FromSeconds(300);

    /// <summary>Throws a <see cref="CloudRefusal"/> unless the request is signed by <paramref name="secretId"/> for
    /// <paramref name="service"/> now.</summary>
    public static void Verify(HttpRequest request, byte[] body, string service, string secretId, string secretKey, DateTimeOffset now)
    {
        Match parts = Authorization().Match(request.Headers.Authorization.ToString());
        if (!parts.Success) throw new CloudRefusal("AuthFailure.InvalidAuthorization", "The Authorization header is missing or malformed.");
        if (!long.TryParse(request.Headers["X-TC-Timestamp"], NumberStyles.None, CultureInfo.InvariantCulture, out long timestamp))
            throw new CloudRefusal("MissingParameter", "X-TC-Timestamp is missing.");
        if (Math.Abs(now.ToUnixTimeSeconds() - timestamp) > s_skew.TotalSeconds)
            throw new CloudRefusal("AuthFailure.SignatureExpire", "The signature has expired: the timestamp differs from the server's by more than 5 minutes.");
        if (parts.Groups["id"].Value != secretId) throw new CloudRefusal("AuthFailure.SecretIdNotFound", "The SecretId is not found.");

        string date = DateTimeOffset.FromUnixTimeSeconds(timestamp).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string[] names = parts.Groups["headers"].Value.Split(';');
        bool named = names.Contains("content-type") && names.Contains("host") && names.SequenceEqual(names.Order(StringComparer.Ordinal));
        bool scoped = parts.Groups["date"].Value == date && parts.Groups["service"].Value == service;
        string expected = Sign(secretKey, timestamp, date, service, CanonicalRequest(request, names, body));
        bool equal = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(parts.Groups["signature"].Value));
        if (!named || !scoped || !equal) throw new CloudRefusal("AuthFailure.SignatureFailure", "The signature does not match: check the canonical request, the UTC date, the service and the secret key.");
    }

    /// <summary>Lower-case hex signature of a canonical request.</summary>
    public static string Sign(string secretKey, long timestamp, string date, string service, string canonicalRequest)
    {
        string toSign = $"{Algorithm}\n{timestamp}\n{date}/{service}/tc3_request\n{Hex(Encoding.UTF8.GetBytes(canonicalRequest))}";
        byte[] key = Mac(Mac(Mac(Encoding.UTF8.GetBytes("TC3" + secretKey), date), service), "tc3_request");
        return Convert.ToHexStringLower(Mac(key, toSign));
    }

    static string CanonicalRequest(HttpRequest request, string[] names, byte[] body)
    {
        StringBuilder text = new("POST\n/\n\n");
        foreach (string name in names)
        {
            string value = name == "host" ? request.Headers.Host.ToString() : request.Headers[name].ToString();
            // Only x-tc-action is lowered by the vendor's own example; content type and host are signed as sent.
            text.Append(name).Append(':').Append(name == "x-tc-action" ? value.ToLowerInvariant() : value.Trim()).Append('\n');
        }
        return text.Append('\n').AppendJoin(';', names).Append('\n').Append(Hex(body)).ToString();
    }

    static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    [GeneratedRegex(@"^TC3-HMAC-SHA256 Credential=(?<id>[^/]+)/(?<date>\d{4}-\d{2}-\d{2})/(?<service>[^/]+)/tc3_request, ?SignedHeaders=(?<headers>[a-z0-9;-]+), ?Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();
}
