using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>A disk that can be full: an ext4 file system in a file, mounted by loop.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<string?> Refusal = new(Probe);
    private readonly string image;

    private SmallDisk(string image, string path) => (this.image, Path) = (image, path);

    public string Path { get; }

    /// <summary>Null when this machine can mount one; else the reason.</summary>
    public static string? WhyNot() => Refusal.Value;

    public static SmallDisk Mount(string folder, string name, int mebibytes)
    {
        var image = System.IO.Path.Combine(folder, $"{name}.ext4");
        var path = Directory.CreateDirectory(System.IO.Path.Combine(folder, name)).FullName;
        Run("truncate", "-s", $"{mebibytes}M", image);
        Run("mkfs.ext4", "-q", "-F", "-m", "0", image);
        Run("mount", "-o", "loop", image, path);
        Run("chmod", "755", path);
        return new SmallDisk(image, path);
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        var free = new DriveInfo(Path).AvailableFreeSpace;
        try
        {
            Run("fallocate", "-l", $"{free}", System.IO.Path.Combine(Path, "filler"));
        }
        catch (InvalidOperationException)
        {
            // The last blocks are wanted for the file system's own books: fallocate took what there was.
        }

        using var rest = new FileStream(System.IO.Path.Combine(Path, "filler-2"), FileMode.Append);
        try
        {
            var block = new byte[4096];
            while (true)
            {
                rest.Write(block);
                rest.Flush();
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    public void Free()
    {
        File.Delete(System.IO.Path.Combine(Path, "filler"));
        File.Delete(System.IO.Path.Combine(Path, "filler-2"));
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        File.Delete(image);
    }

    private static string? Probe()
    {
        if (Environment.UserName != "root")
        {
            return "mounting a small disk needs root";
        }

        var folder = Directory.CreateTempSubdirectory("wcs-disk-");
        try
        {
            Mount(folder.FullName, "probe", 16).Dispose();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"no loop mount on this machine: {e.Message}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = run.StandardError.ReadToEnd();
        run.WaitForExit();
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {said.Trim()}");
        }
    }
}
