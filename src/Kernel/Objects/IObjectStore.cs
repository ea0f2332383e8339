namespace WeChatService.Kernel;

/// <summary>Where photos and PDFs lie: a folder on one machine, or an S3-compatible store (Aliyun OSS).</summary>
public interface IObjectStore
{
    /// <summary>Stores all of it or nothing; the same key again replaces it.</summary>
    /// <exception cref="ObjectStoreUnavailable">The store did not answer in time, or refused.</exception>
    Task Put(string key, Stream content, string contentType, CancellationToken ct);

    /// <exception cref="FileNotFoundException">No such object.</exception>
    /// <exception cref="ObjectStoreUnavailable">The store did not answer in time, or refused.</exception>
    Task<Stream> Get(string key, CancellationToken ct);

    Task Delete(string key, CancellationToken ct);
}

public sealed class ObjectStoreUnavailable(string message, Exception? cause = null) : Exception(message, cause);
