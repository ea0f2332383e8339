using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// WeChat's message encryption: AES-256-CBC with the IV taken from the key, a frame of random(16) ‖ length(4, big-endian) ‖ message ‖
/// app id, and PKCS#7 padding over blocks of 32 bytes. .NET pads to 16, so the padding is done here.
/// developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Message_encryption_and_decryption.html
/// </summary>
internal sealed class CallbackCipher
{
    private const int PaddingBlock = 32;
    private const int RandomLength = 16;
    private const int Head = RandomLength + 4;

    private readonly byte[] key;
    private readonly byte[] appId;

    // Making one schedules the key anew and costs a finalizer; one serves one request at a time.
    private readonly ConcurrentBag<Aes> idle = [];

    /// <param name="encodingAesKey">43 characters of base64 without its last "=".</param>
    public CallbackCipher(string encodingAesKey, string appId)
    {
        var bytes = new byte[33];
        if (encodingAesKey.Length != 43 || !Convert.TryFromBase64String(encodingAesKey + "=", bytes, out var length) || length != 32)
            throw new WeChatMisconfigured("an EncodingAESKey must be 43 characters of base64");
        key = bytes[..32];
        this.appId = Encoding.UTF8.GetBytes(appId);
    }

    /// <summary>The bytes of the message inside; every way in which the cipher text can be wrong is a refusal.</summary>
    public CallbackRefusal Decrypt(ReadOnlySpan<byte> base64, out byte[] message)
    {
        message = [];
        var rented = ArrayPool<byte>.Shared.Rent(2 * base64.Length);
        try
        {
            if (Base64.DecodeFromUtf8(base64, rented, out _, out var length) != OperationStatus.Done) return CallbackRefusal.Malformed;
            if (length == 0 || length % 16 != 0) return CallbackRefusal.Malformed;
            var padded = rented.AsSpan(base64.Length, length);
            var aes = Take();
            aes.DecryptCbc(rented.AsSpan(0, length), key.AsSpan(0, 16), padded, PaddingMode.None);
            idle.Add(aes);
            return Open(padded, ref message);
        }
        finally { ArrayPool<byte>.Shared.Return(rented); }
    }

    /// <summary>In base64, with the random bytes that the protocol asks for.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> message)
    {
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        return Encrypt(message, random);
    }

    public string Encrypt(string message) => Encoding.ASCII.GetString(Encrypt(Encoding.UTF8.GetBytes(message)));

    /// <summary>With given random bytes, for comparison with published examples.</summary>
    internal byte[] Encrypt(ReadOnlySpan<byte> message, ReadOnlySpan<byte> random)
    {
        var bare = Head + message.Length + appId.Length;
        var pad = PaddingBlock - bare % PaddingBlock;
        var length = bare + pad;
        var rented = ArrayPool<byte>.Shared.Rent(2 * length);
        try
        {
            var frame = rented.AsSpan(0, length);
            random.CopyTo(frame);
            BinaryPrimitives.WriteUInt32BigEndian(frame[RandomLength..], (uint)message.Length);
            message.CopyTo(frame[Head..]);
            appId.CopyTo(frame[(Head + message.Length)..]);
            frame[bare..].Fill((byte)pad);
            var aes = Take();
            aes.EncryptCbc(frame, key.AsSpan(0, 16), rented.AsSpan(length, length), PaddingMode.None);
            idle.Add(aes);
            var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(length)];
            Base64.EncodeToUtf8(rented.AsSpan(length, length), base64, out _, out _);
            return base64;
        }
        finally { ArrayPool<byte>.Shared.Return(rented); }
    }

    private CallbackRefusal Open(ReadOnlySpan<byte> padded, ref byte[] message)
    {
        int pad = padded[^1];
        if (pad is < 1 or > PaddingBlock || pad > padded.Length || padded[^pad..].ContainsAnyExcept((byte)pad)) return CallbackRefusal.Malformed;
        var frame = padded[..^pad];
        if (frame.Length < Head) return CallbackRefusal.Malformed;
        var length = BinaryPrimitives.ReadUInt32BigEndian(frame[RandomLength..]);
        if (length > frame.Length - Head) return CallbackRefusal.Malformed;
        if (!CryptographicOperations.FixedTimeEquals(frame[(Head + (int)length)..], appId)) return CallbackRefusal.ForeignAccount;
        message = frame.Slice(Head, (int)length).ToArray();
        return CallbackRefusal.None;
    }

    private Aes Take()
    {
        if (idle.TryTake(out var aes)) return aes;
        aes = Aes.Create();
        aes.Key = key;
        return aes;
    }
}
