using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// WeChat's message encryption: AES-256-CBC with the IV taken from the key, a frame of random(16) ‖ length(4, big-endian) ‖ message ‖
/// app id, and PKCS#7 padding over blocks of 32 bytes. .NET pads to 16, so the padding is done here.
/// </summary>
internal sealed class CallbackCipher
{
    private const int PaddingBlock = 32;
    private const int RandomLength = 16;
    private const int Head = RandomLength + 4;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] key;
    private readonly byte[] appId;

    /// <param name="encodingAesKey">43 characters of base64 without its last "=".</param>
    public CallbackCipher(string encodingAesKey, string appId)
    {
        var bytes = new byte[33];
        if (encodingAesKey.Length != 43 || !Convert.TryFromBase64String(encodingAesKey + "=", bytes, out var length) || length != 32)
            throw new WeChatMisconfigured("an EncodingAESKey must be 43 characters of base64");
        key = bytes[..32];
        this.appId = Encoding.UTF8.GetBytes(appId);
    }

    /// <summary>The message inside; every way in which it can be wrong is a <see cref="CallbackRefused"/>.</summary>
    public string Decrypt(string encrypted)
    {
        var frame = Unpad(DecryptBlocks(encrypted));
        if (frame.Length < Head) throw Malformed("the frame is too short");
        var length = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(RandomLength));
        if (length > frame.Length - Head) throw Malformed("the frame says it is longer than it is");
        var message = frame.AsSpan(Head, (int)length);
        if (!CryptographicOperations.FixedTimeEquals(frame.AsSpan(Head + (int)length), appId))
            throw new CallbackRefused(CallbackRefusal.Forged, "the frame names another app id");
        try { return StrictUtf8.GetString(message); }
        catch (ArgumentException) { throw Malformed("the message is not UTF-8"); }
    }

    public string Encrypt(string message) => Encrypt(message, RandomNumberGenerator.GetBytes(RandomLength));

    /// <summary>With given random bytes, for comparison with published examples.</summary>
    internal string Encrypt(string message, ReadOnlySpan<byte> random)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var bare = Head + text.Length + appId.Length;
        var pad = PaddingBlock - bare % PaddingBlock;
        var frame = new byte[bare + pad];
        random.CopyTo(frame);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(RandomLength), (uint)text.Length);
        text.CopyTo(frame, Head);
        appId.CopyTo(frame, Head + text.Length);
        frame.AsSpan(bare).Fill((byte)pad);
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(frame, key.AsSpan(0, 16), PaddingMode.None));
    }

    private byte[] DecryptBlocks(string encrypted)
    {
        var bytes = new byte[encrypted.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64String(encrypted, bytes, out var length)) throw Malformed("the cipher text is not base64");
        if (length == 0 || length % 16 != 0) throw Malformed("the cipher text is no whole number of blocks");
        using var aes = Aes.Create();
        aes.Key = key;
        return aes.DecryptCbc(bytes.AsSpan(0, length), key.AsSpan(0, 16), PaddingMode.None);
    }

    private static byte[] Unpad(byte[] padded)
    {
        int pad = padded[^1];
        if (pad is < 1 or > PaddingBlock || pad > padded.Length || padded.AsSpan(padded.Length - pad).ContainsAnyExcept((byte)pad))
            throw Malformed("the padding is wrong");
        return padded[..^pad];
    }

    private static CallbackRefused Malformed(string message) => new(CallbackRefusal.Malformed, message);
}
