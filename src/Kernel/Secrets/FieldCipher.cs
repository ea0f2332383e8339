using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace WeChatService.Kernel;

/// <summary>
/// Seals identity numbers and the like before they reach the database: AES-256-GCM, a fresh nonce each time, the
/// key from <c>Secrets__FieldKey</c> (base64, 32 bytes).
/// </summary>
public sealed class FieldCipher(IConfiguration configuration)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private byte[] Key => Convert.FromBase64String(
        configuration["Secrets:FieldKey"] ?? throw new InvalidOperationException("Secrets__FieldKey is not set: 32 random bytes in base64"));

    public byte[] Seal(string plain)
    {
        var text = Encoding.UTF8.GetBytes(plain);
        var sealedBytes = new byte[NonceBytes + TagBytes + text.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(Key, TagBytes);
        aes.Encrypt(sealedBytes.AsSpan(0, NonceBytes), text, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">The bytes were altered, or sealed with another key.</exception>
    public string Open(byte[] sealedBytes)
    {
        var text = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(Key, TagBytes);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), text);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>139 **** 0817; identity numbers keep the first 3 and the last 2.</summary>
    public static string Mask(string value) => value.Length switch
    {
        11 => $"{value[..3]} **** {value[^4..]}",
        > 5 => $"{value[..3]}{new string('*', value.Length - 5)}{value[^2..]}",
        _ => "***",
    };
}
