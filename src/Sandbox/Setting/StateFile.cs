using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatService.Sandbox.Setting;

/// <summary>
/// Optional memory over restarts: each section of the file is the snapshot of one part (follows, scene codes, menus,
/// chats). Written half a second after a change and at the end; beside and moved, so that a killed sandbox never
/// leaves half a file.
/// </summary>
public sealed class StateFile : IDisposable
{
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    readonly string? _file;
    readonly JsonObject _read = [];
    readonly Dictionary<string, Func<object>> _snapshots = [];
    readonly Timer? _timer;
    readonly Lock _writing = new();
    int _dirty;

    public StateFile(SandboxOptions options)
    {
        _file = options.StateFile;
        if (_file is null) return;
        if (File.Exists(_file)) _read = JsonNode.Parse(File.ReadAllText(_file)) as JsonObject ?? [];
        _timer = new Timer(_ => Write(), null, s_pause, s_pause);
    }

    /// <summary>What the section held when the sandbox started, and from now on <paramref name="snapshot"/> is kept in it.</summary>
    public T? Section<T>(string name, Func<object> snapshot)
    {
        lock (_writing) _snapshots[name] = snapshot;
        return _read[name] is { } kept ? kept.Deserialize<T>(JsonSerializerOptions.Web) : default;
    }

    /// <summary>Something changed: the file is due.</summary>
    public void Touch() => Interlocked.Exchange(ref _dirty, 1);

    public void Dispose()
    {
        _timer?.Dispose();
        Write();
    }

    void Write()
    {
        if (_file is null || Interlocked.Exchange(ref _dirty, 0) == 0) return;
        lock (_writing)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_file))!);
            // A part that nobody asked for yet has no snapshot: what was read of it stays.
            Dictionary<string, object?> all = _read.ToDictionary(s => s.Key, s => (object?)s.Value);
            foreach ((string name, Func<object> snapshot) in _snapshots) all[name] = snapshot();
            File.WriteAllText(_file + ".new", JsonSerializer.Serialize(all, JsonSerializerOptions.Web));
            File.Move(_file + ".new", _file, overwrite: true);
        }
    }
}
