namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// A wrong clock for one process: libfaketime answers its questions for the time, from a file that a row can rewrite
/// while the process runs. The machine's clock, and the process's monotonic one, stay as they are.
/// </summary>
internal sealed class FakeTime
{
    private readonly string file;

    public FakeTime(string folder)
    {
        file = Path.Combine(folder, "faketime");
        Is(TimeSpan.Zero);
    }

    public static string? Library { get; } = new[]
    {
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    }.FirstOrDefault(File.Exists);

    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["LD_PRELOAD"] = Library,
        ["FAKETIME_TIMESTAMP_FILE"] = file,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };

    /// <summary>From within a second on, the process believes to be so far ahead of (or behind) the world.</summary>
    public void Is(TimeSpan ahead) => File.WriteAllText(file, $"{(ahead < TimeSpan.Zero ? "-" : "+")}{Math.Abs((long)ahead.TotalSeconds)}s\n");
}
