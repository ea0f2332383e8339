using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WeChatService.WeChat.Login;

/// <summary>What the mini program's session key proves. The key of the HMAC is the base64 text itself, not what it decodes to.</summary>
internal static class SessionSignatures
{
    /// <summary>The user's sign-in state signature: HMAC-SHA256 over a message, lower-case hex.</summary>
    public static string Hmac(string sessionKey, string message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(sessionKey), Encoding.UTF8.GetBytes(message)));

    /// <summary>The signature beside rawData.</summary>
    public static string OfRawData(string sessionKey, string rawData) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(rawData + sessionKey)));

    /// <summary>
    /// Opens encryptedData (AES-128-CBC). Null when the key is stale, the data damaged or meant for another app: then the mini program
    /// must sign in again.
    /// </summary>
    public static JsonElement? Open(string appId, string sessionKey, string iv, string encryptedData)
    {
        try
        {
            using var aes = Aes.Create();
            aes.Key = Convert.FromBase64String(sessionKey);
            var plain = aes.DecryptCbc(Convert.FromBase64String(encryptedData), Convert.FromBase64String(iv), PaddingMode.PKCS7);
            using var document = JsonDocument.Parse(plain);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("watermark", out var mark)
                && mark.TryGetProperty("appid", out var owner) && owner.ValueEquals(appId)
                ? document.RootElement.Clone()
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException or ArgumentException) { return null; }
    }
}
