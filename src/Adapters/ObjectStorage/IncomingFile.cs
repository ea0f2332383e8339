using WeChatService.Kernel;

namespace WeChatService.ObjectStorage;

/// <summary>Bytes on their way in, as a file that goes when nobody keeps it.</summary>
internal abstract class IncomingFile : IncomingObject
{
    protected IncomingFile(string folder, string name)
    {
        Path = System.IO.Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(folder);
            // The pages of the cache take at once what is written: there is nothing to wait for, and nothing to gather before.
            Disk = new FileStream(Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 0);
        }
        catch (Exception e) when (IsDisk(e)) { throw Unwritable(e); }
    }

    public override Stream Content => Disk;

    internal FileStream Disk { get; }

    protected string Path { get; }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        try { Disk.Write(bytes); }
        catch (Exception e) when (IsDisk(e)) { throw Unwritable(e); }
    }

    public override async ValueTask DisposeAsync()
    {
        await Disk.DisposeAsync();
        File.Delete(Path);
    }

    /// <summary>Whoever still writes has written lately.</summary>
    internal static void Forget(string folder, string pattern, DateTimeOffset before)
    {
        try
        {
            foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern) : [])
            {
                if (File.GetLastWriteTimeUtc(file) < before.UtcDateTime) File.Delete(file);
            }
        }
        catch (Exception e) when (IsDisk(e)) { throw Unwritable(e); }
    }

    internal static bool IsDisk(Exception e) => e is UnauthorizedAccessException or IOException;

    internal static ObjectStoreUnavailable Unwritable(Exception e) => new("the object folder cannot be written", e);
}
