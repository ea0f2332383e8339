using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatService.Sandbox.Phone;

/// <summary>
/// WeChat's callback encryption: AES-256-CBC over random(16) ‖ length(4, big endian) ‖ message ‖ appid, padded to
/// blocks of 32 bytes. The library's PKCS7 pads to 16, hence <see cref="PaddingMode.None"/> and the padding by hand.
/// </summary>
public static class CallbackCrypto
{
    const int Block = 32;

    /// <summary>Lower-case hex SHA-1 of the parts joined in ordinal order.</summary>
    public static string Signature(params string[] parts)
    {
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }

    /// <summary>Base64 ciphertext of <paramref name="message"/>. <paramref name="random"/> is 16 bytes, fresh unless a test gives them.</summary>
    public static string Encrypt(string message, string aesKey, string appId, byte[]? random = null)
    {
        byte[] body = Encoding.UTF8.GetBytes(message), id = Encoding.UTF8.GetBytes(appId);
        int plain = 16 + 4 + body.Length + id.Length;
        int pad = Block - plain % Block;
        byte[] frame = new byte[plain + pad];
        (random ?? RandomNumberGenerator.GetBytes(16)).CopyTo(frame, 0);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(16), body.Length);
        body.CopyTo(frame, 20);
        id.CopyTo(frame, 20 + body.Length);
        frame.AsSpan(plain).Fill((byte)pad);
        using Aes aes = Cipher(aesKey, out byte[] iv);
        return Convert.ToBase64String(aes.EncryptCbc(frame, iv, PaddingMode.None));
    }

    /// <summary>The message inside <paramref name="encrypt"/>; throws <see cref="CryptographicException"/> when padding,
    /// length or appid are wrong.</summary>
    public static string Decrypt(string encrypt, string aesKey, string appId)
    {
        byte[] cipher;
        try
        {
            cipher = Convert.FromBase64String(encrypt);
        }
        catch (FormatException)
        {
            throw new CryptographicException("The ciphertext is not base64.");
        }
        if (cipher.Length == 0 || cipher.Length % Block != 0) throw new CryptographicException("The ciphertext is not made of 32-byte blocks.");
        using Aes aes = Cipher(aesKey, out byte[] iv);
        byte[] frame = aes.DecryptCbc(cipher, iv, PaddingMode.None);
        int pad = frame[^1];
        if (pad is < 1 or > Block || frame.AsSpan(frame.Length - pad).ContainsAnyExcept((byte)pad)) throw new CryptographicException("The padding is wrong.");
        int plain = frame.Length - pad;
        int length = plain < 20 ? -1 : BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(16));
        if (length < 0 || 20L + length > plain) throw new CryptographicException("The length is wrong.");
        if (Encoding.UTF8.GetString(frame.AsSpan(20 + length, plain - 20 - length)) != appId) throw new CryptographicException("The appid is another's.");
        return new UTF8Encoding(false, true).GetString(frame, 20, length);
    }

    static Aes Cipher(string aesKey, out byte[] iv)
    {
        Aes aes = Aes.Create();
        aes.Key = Convert.FromBase64String(aesKey + "=");
        iv = aes.Key[..16];
        return aes;
    }
}
