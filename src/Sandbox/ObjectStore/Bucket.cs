using System.Security.Cryptography;

namespace WeChatService.Sandbox.ObjectStore;

public sealed record KeptObject(string Key, byte[] Content, string ContentType, DateTimeOffset At)
{
    /// <summary>MD5 in upper-case hex, as Aliyun OSS gives it for a simple put.</summary>
    public string ETag { get; } = Convert.ToHexString(MD5.HashData(Content));
}

/// <summary>The one bucket, in memory.</summary>
public sealed class Bucket
{
    readonly Lock _lock = new();
    readonly SortedDictionary<string, KeptObject> _objects = new(StringComparer.Ordinal);

    public IReadOnlyList<KeptObject> All
    {
        get { lock (_lock) return [.. _objects.Values]; }
    }

    public KeptObject Put(string key, byte[] content, string? contentType)
    {
        KeptObject kept = new(key, content, contentType ?? "application/octet-stream", TimeProvider.System.GetUtcNow());
        lock (_lock) _objects[key] = kept;
        return kept;
    }

    public KeptObject? Find(string key)
    {
        lock (_lock) return _objects.GetValueOrDefault(key);
    }

    public void Delete(string key)
    {
        lock (_lock) _objects.Remove(key);
    }

    public void Reset()
    {
        lock (_lock) _objects.Clear();
    }
}
