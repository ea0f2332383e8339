namespace WeChatService.Kernel;

/// <summary>Where photos and PDFs lie: a folder on one machine, or an S3-compatible store (Aliyun OSS).</summary>
public interface IObjectStore
{
    /// <summary>Stores all of it or nothing; the same key again replaces it.</summary>
    /// <exception cref="ObjectStoreUnavailable">The store did not answer in time, or refused.</exception>
    Task Put(string key, Stream content, string contentType, CancellationToken ct);

    /// <summary>Room for bytes that are still coming, whose key is not known before all of them are there.</summary>
    /// <exception cref="ObjectStoreUnavailable">There is no room.</exception>
    IncomingObject Receive();

    /// <exception cref="FileNotFoundException">No such object.</exception>
    /// <exception cref="ObjectStoreUnavailable">The store did not answer in time, or refused.</exception>
    Task<Stream> Get(string key, CancellationToken ct);

    /// <summary>
    /// Objects of one content lie under one key: who deletes must know that no row names the key any more. The house deletes only what nobody
    /// ever used (<see cref="UnusedPhotos"/>); what is named is evidence. What is not there is deleted.
    /// </summary>
    Task Delete(string key, CancellationToken ct);

    /// <summary>Lets go of what a process that died had received on this machine, before that.</summary>
    void ForgetUnfinished(DateTimeOffset before);
}

/// <summary>Bytes on their way into the store, on the disk and never whole in memory. Disposed without <see cref="Keep"/> they are gone.</summary>
public abstract class IncomingObject : IAsyncDisposable
{
    /// <summary>What has come so far, to be read and to be sought in.</summary>
    public abstract Stream Content { get; }

    /// <exception cref="ObjectStoreUnavailable">The disk is full or away.</exception>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Makes them an object, safe on the disk; where one lies under this key already, that one stays.</summary>
    /// <exception cref="ObjectStoreUnavailable">The store did not answer in time, or refused.</exception>
    public abstract Task Keep(string key, string contentType, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}

public sealed class ObjectStoreUnavailable(string message, Exception? cause = null) : Exception(message, cause);
