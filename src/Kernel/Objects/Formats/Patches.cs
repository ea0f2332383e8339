namespace WeChatService.Kernel;

/// <summary>From here on so many bytes are shown as others: those of <paramref name="Instead"/>, then noughts.</summary>
internal readonly record struct Patch(long At, long Length, byte[] Instead);

/// <summary>A stream that is shown with patches over it; as long as it was, so that a film can be wound through.</summary>
internal sealed class PatchedStream(Stream inner, IReadOnlyList<Patch> patches) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => inner.Length;
    public override long Position { get => inner.Position; set => inner.Position = value; }

    public override int Read(Span<byte> buffer)
    {
        var from = inner.Position;
        var read = inner.Read(buffer);
        Cover(buffer[..read], from);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var from = inner.Position;
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Cover(buffer.Span[..read], from);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush() => inner.Flush();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
    }

    private void Cover(Span<byte> shown, long from)
    {
        foreach (var patch in patches)
        {
            var (start, end) = (Math.Max(patch.At, from), Math.Min(patch.At + patch.Length, from + shown.Length));
            for (var at = start; at < end; at++)
            {
                shown[(int)(at - from)] = at - patch.At < patch.Instead.Length ? patch.Instead[at - patch.At] : (byte)0;
            }
        }
    }
}

internal static class StreamParts
{
    /// <summary>The next bytes; fewer at the end of the stream.</summary>
    public static byte[] ReadPart(this Stream stream, int length)
    {
        var part = new byte[(int)Math.Min(length, Math.Max(0, stream.Length - stream.Position))];
        stream.ReadExactly(part);
        return part;
    }
}
