namespace WeChatService.Kernel;

/// <summary>Ids are UUIDv7, so a time is a place among them.</summary>
public static class IdRange
{
    public static readonly Guid Highest = new([.. Enumerable.Repeat((byte)0xff, 16)], bigEndian: true);

    /// <summary>The smallest id of that millisecond.</summary>
    public static Guid Floor(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--)
        {
            bytes[i] = (byte)milliseconds;
            milliseconds >>= 8;
        }

        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The smallest id of the millisecond in which this one was made.</summary>
    public static Guid Floor(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6..].Clear();
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The smallest and the largest: with them PostgreSQL opens only the months that can hold them.</summary>
    public static (Guid Low, Guid High) Of(ReadOnlySpan<Guid> ids)
    {
        var (low, high) = (ids[0], ids[0]);
        foreach (var id in ids[1..])
        {
            low = id.CompareTo(low) < 0 ? id : low;
            high = id.CompareTo(high) > 0 ? id : high;
        }

        return (low, high);
    }
}
