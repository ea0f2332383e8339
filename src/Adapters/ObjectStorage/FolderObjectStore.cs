using WeChatService.Kernel;

namespace WeChatService.ObjectStorage;

/// <summary>
/// Objects as files of one folder, for a single machine. A file appears under its name only when it is complete and on the disk, so a
/// crash leaves at most an unnamed remainder.
/// </summary>
internal sealed class FolderObjectStore : IObjectStore
{
    private readonly string root;
    private readonly string unfinished;
    private readonly Ids ids;

    public FolderObjectStore(string folder, Ids ids)
    {
        root = Path.GetFullPath(folder);
        unfinished = Path.Combine(root, ".unfinished");
        this.ids = ids;
    }

    public async Task Put(string key, Stream content, string contentType, CancellationToken ct)
    {
        var target = PathOf(key);
        var part = Path.Combine(unfinished, ids.Next().ToString("N"));
        try
        {
            Directory.CreateDirectory(unfinished);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            try
            {
                await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous))
                {
                    await content.CopyToAsync(file, ct);
                    file.Flush(flushToDisk: true);
                }
                File.Move(part, target, overwrite: true);
            }
            finally { File.Delete(part); }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException) { throw new ObjectStoreUnavailable("the object folder cannot be written", e); }
    }

    public Task<Stream> Get(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        try { return Task.FromResult<Stream>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous)); }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { throw new FileNotFoundException($"no object {key}"); }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException) { throw new ObjectStoreUnavailable("the object folder cannot be read", e); }
    }

    public Task Delete(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        try { File.Delete(path); }
        catch (DirectoryNotFoundException) { /* Gone already. */ }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException) { throw new ObjectStoreUnavailable("the object folder cannot be written", e); }
        return Task.CompletedTask;
    }

    private string PathOf(string key) => Path.Combine(root, Path.Combine(ObjectKeys.Checked(key).Split('/')));
}
