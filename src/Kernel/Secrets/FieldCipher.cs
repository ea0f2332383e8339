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

    // Asked for on first use: building the OpenAPI document needs no secrets.
    private readonly Lazy<byte[]> _key = new(() => Convert.FromBase64String(
        configuration["Secrets:FieldKey"] ?? throw new InvalidOperationException("Secrets__FieldKey is not set: 32 random bytes in base64")));

    private byte[] FingerprintKey => HKDF.Expand(HashAlgorithmName.SHA256, _key.Value, 32, "fingerprint"u8.ToArray());

    public byte[] Seal(string plain) => Seal(Encoding.UTF8.GetBytes(plain));

    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key.Value, TagBytes);
        aes.Encrypt(sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return sealedBytes;
    }

    /// <summary>
    /// Finds the same value again without opening it. Keyed: a phone has ten thousand million values at most, so that whoever held the
    /// table alone could undo a bare hash within minutes.
    /// </summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string Fingerprint(string plain) => Convert.ToHexStringLower(HMACSHA256.HashData(FingerprintKey, Encoding.UTF8.GetBytes(plain)));

    /// <exception cref="CryptographicException">The bytes were altered, or sealed with another key.</exception>
    public string Open(byte[] sealedBytes) => Encoding.UTF8.GetString(OpenBytes(sealedBytes));

    /// <exception cref="CryptographicException">The bytes were altered, or sealed with another key.</exception>
    public byte[] OpenBytes(byte[] sealedBytes)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("too short to have been sealed");
        }

        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key.Value, TagBytes);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain);
        return plain;
    }

    /// <summary>139 **** 0817; identity numbers keep the first 3 and the last 2.</summary>
    public static string Mask(string value) => value.Length switch
    {
        11 => $"{value[..3]} **** {value[^4..]}",
        > 5 => $"{value[..3]}{new string('*', value.Length - 5)}{value[^2..]}",
        _ => "***",
    };
}
