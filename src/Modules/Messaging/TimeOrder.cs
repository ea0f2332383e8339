using System.Buffers.Binary;

namespace WeChatService.Messaging;

/// <summary>Ids are UUIDv7 (RFC 9562 §5.7): their first 48 bits are the milliseconds since 1970, so a span of time is a range of ids.</summary>
internal static class TimeOrder
{
    /// <summary>The smallest id of that millisecond, as <c>delivery_floor</c> in the database.</summary>
    public static Guid First(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, at.ToUnixTimeMilliseconds());
        milliseconds[2..].CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The smallest id of the millisecond in which that id was made.</summary>
    public static Guid FirstBeside(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6..].Clear();
        return new Guid(bytes, bigEndian: true);
    }
}
