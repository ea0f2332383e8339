namespace WeChatService.Redis;

/// <summary>The ids of a parcel as they stand in a stream's entry: 16 bytes each, in the order in which they are written.</summary>
internal static class ParcelBytes
{
    private const int Size = 16;

    public static byte[] Of(ReadOnlySpan<Guid> ids)
    {
        var bytes = new byte[ids.Length * Size];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i].TryWriteBytes(bytes.AsSpan(i * Size), bigEndian: true, out _);
        }

        return bytes;
    }

    public static Guid[] Read(ReadOnlySpan<byte> bytes)
    {
        var ids = new Guid[bytes.Length / Size];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = new Guid(bytes.Slice(i * Size, Size), bigEndian: true);
        }

        return ids;
    }
}
