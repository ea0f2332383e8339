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
        ObjectKeys.Checked(key);
        await using var part = new Part(this);
        try
        {
            await content.CopyToAsync(part.Disk, ct);
        }
        catch (Exception e) when (IncomingFile.IsDisk(e)) { throw IncomingFile.Unwritable(e); }

        part.Keep(key, replace: true);
    }

    public IncomingObject Receive() => new Part(this);

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
        catch (Exception e) when (IncomingFile.IsDisk(e)) { throw IncomingFile.Unwritable(e); }
        return Task.CompletedTask;
    }

    public void ForgetUnfinished(DateTimeOffset before) => IncomingFile.Forget(unfinished, "*", before);

    private string PathOf(string key) => Path.Combine(root, Path.Combine(ObjectKeys.Checked(key).Split('/')));

    /// <summary>A file without a name yet, on the same disk as those that have one.</summary>
    private sealed class Part(FolderObjectStore store) : IncomingFile(store.unfinished, store.ids.Next().ToString("N"))
    {
        public override Task Keep(string key, string contentType, CancellationToken ct)
        {
            Keep(key, replace: false);
            return Task.CompletedTask;
        }

        public void Keep(string key, bool replace)
        {
            var target = store.PathOf(key);
            try
            {
                if (!replace && File.Exists(target)) return;
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                Disk.Flush(flushToDisk: true);
                File.Move(Path, target, overwrite: true);
            }
            catch (Exception e) when (IsDisk(e)) { throw Unwritable(e); }
        }
    }
}
