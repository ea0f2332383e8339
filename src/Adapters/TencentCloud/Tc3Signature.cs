using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WeChatService.TencentCloud;

/// <summary>
/// TC3-HMAC-SHA256 over the exact bytes and the exact Content-Type that go out. The date in the key chain is the UTC date of the
/// timestamp, whatever the local one is.
/// </summary>
internal static class Tc3Signature
{
    /// <param name="service">"iai"; the first label of the official host.</param>
    /// <param name="action">Signed as a third header when given.</param>
    public static string Authorization(string secretId, string secretKey, string service, string host, string contentType,
        ReadOnlySpan<byte> payload, DateTimeOffset at, string? action = null)
    {
        var date = Date(at);
        var (signed, canonical) = CanonicalRequest(host, contentType, payload, action);
        var signature = Signature(SigningKey(secretKey, date, service), StringToSign(canonical, service, at));
        return $"TC3-HMAC-SHA256 Credential={secretId}/{date}/{service}/tc3_request, SignedHeaders={signed}, Signature={signature}";
    }

    internal static (string SignedHeaders, string Text) CanonicalRequest(string host, string contentType, ReadOnlySpan<byte> payload, string? action)
    {
        var signed = action is null ? "content-type;host" : "content-type;host;x-tc-action";
        var headers = $"content-type:{contentType}\nhost:{host}\n" + (action is null ? "" : $"x-tc-action:{action.ToLowerInvariant()}\n");
        return (signed, $"POST\n/\n\n{headers}\n{signed}\n{Convert.ToHexStringLower(SHA256.HashData(payload))}");
    }

    internal static string StringToSign(string canonicalRequest, string service, DateTimeOffset at) =>
        $"TC3-HMAC-SHA256\n{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}\n{Date(at)}/{service}/tc3_request\n"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)));

    internal static byte[] SigningKey(string secretKey, string date, string service) =>
        Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("TC3" + secretKey), date), service), "tc3_request");

    internal static string Signature(byte[] signingKey, string stringToSign) => Convert.ToHexStringLower(Hmac(signingKey, stringToSign));

    private static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
