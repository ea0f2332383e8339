using System.Buffers.Text;
using System.Security.Cryptography;

namespace WeChatService.Kernel;

/// <summary>Identifiers: UUIDv7 (they sort by time, which keeps indexes compact) and unguessable tokens.</summary>
public sealed class Ids(TimeProvider time)
{
    private const int TicksPerMillisecond = 10_000;

    /// <summary>
    /// A UUIDv7 whose twelve bits behind the millisecond are its fraction (RFC 9562, section 6.2, method 3): what one process makes more
    /// than a quarter of a microsecond apart sorts in that order. Queues that are worked off by id rely on it.
    /// </summary>
    public Guid Next()
    {
        var now = time.GetUtcNow();
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var fraction = (int)(now.UtcTicks % TicksPerMillisecond * 4096 / TicksPerMillisecond);
        bytes[6] = (byte)(0x70 | (fraction >> 8));
        bytes[7] = (byte)fraction;
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A random URL-safe token of <paramref name="bytes"/> bytes of entropy.</summary>
    public string Token(int bytes = 16) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
