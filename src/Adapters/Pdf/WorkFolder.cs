namespace WeChatService.Pdf;

/// <summary>
/// The folder of one report, gone when it is done. When the service runs as root its tools run as nobody, so the folder must be
/// open; nobody else finds it, because it has a random name below a parent that can be passed through but not listed.
/// </summary>
sealed class WorkFolder : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode Everyone = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    readonly DirectoryInfo shell = Directory.CreateTempSubdirectory("wechatservice-report-");   // made with mode 0700

    public WorkFolder()
    {
        Path = System.IO.Path.Combine(shell.FullName, System.IO.Path.GetRandomFileName());
        Directory.CreateDirectory(Path);
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return;
        File.SetUnixFileMode(Path, Everyone);
        File.SetUnixFileMode(shell.FullName, OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Path { get; }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file that the tools may read, whatever the service's umask is.</summary>
    public async Task Write(string name, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var path = At(name);
        await File.WriteAllBytesAsync(path, content, ct);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    public void Dispose() => shell.Delete(recursive: true);
}
