using System.Security.Cryptography;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>
/// The pictures of one report as print copies (900 px on the longer side, about 400 dpi three in a row). Originals stay where
/// they are stored; what is printed says whose copy it is by its caption. Pictures are read one after another, while others are
/// already being shrunk on each core.
/// </summary>
public sealed class PhotoShelf
{
    const int Longest = 900;
    const int Batch = 12;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly string Script = Path.Combine(AppContext.BaseDirectory, "shrink.py");

    readonly Dictionary<Guid, string> files = [];

    /// <summary>Name of the print copy in the work folder; null when the picture cannot be decoded, which is printed as such.</summary>
    public string? File(ReportPhoto photo) => files.GetValueOrDefault(photo.Id);

    /// <summary>Fetches, checks and shrinks the pictures. Bytes that are not the recorded ones stop the report: someone changed evidence.</summary>
    internal static async Task<PhotoShelf> Fill(
        IEnumerable<ReportPhoto> pictures, Func<ReportPhoto, CancellationToken, Task<byte[]>> read, WorkFolder folder, ChildProcess child, Func<int, int, Task> done,
        CancellationToken ct)
    {
        var shelf = new PhotoShelf();
        var distinct = pictures.DistinctBy(p => p.Id).ToList();
        if (distinct.Count == 0) return shelf;
        await folder.Write("shrink.py", await System.IO.File.ReadAllBytesAsync(Script, ct), ct);
        var cores = Math.Clamp(Environment.ProcessorCount, 1, 4);
        var running = new List<Task<List<(Guid, string)>>>();
        var finished = 0;
        try
        {
            for (var start = 0; start < distinct.Count; start += Batch)
            {
                var batch = new List<(Guid Id, string Source)>();
                foreach (var photo in distinct.Skip(start).Take(Batch))
                {
                    if (await Fetch(photo, read, folder, $"p{start + batch.Count}", ct) is { } source) batch.Add((photo.Id, source));
                }

                running.Add(Shrink(batch, folder, child, ct));
                if (running.Count >= cores) await Collect(await Task.WhenAny(running));
            }

            while (running.Count > 0) await Collect(await Task.WhenAny(running));
        }
        catch
        {
            await Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default);   // the folder must not go while tools write in it
            throw;
        }

        return shelf;

        async Task Collect(Task<List<(Guid, string)>> batch)
        {
            running.Remove(batch);
            foreach (var (id, copy) in await batch) shelf.files[id] = copy;
            finished = Math.Min(distinct.Count, finished + Batch);
            await done(finished, distinct.Count);
        }
    }

    /// <summary>The picture's file in the folder; null when it is neither JPEG nor PNG nor WebP.</summary>
    static async Task<string?> Fetch(
        ReportPhoto photo, Func<ReportPhoto, CancellationToken, Task<byte[]>> read, WorkFolder folder, string name, CancellationToken ct)
    {
        var bytes = await read(photo, ct);
        if (!Convert.ToHexString(SHA256.HashData(bytes)).Equals(photo.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new ReportRenderingFailed($"Photo {photo.Id} is not the one that was recorded: its SHA-256 differs.");
        if (KindOf(bytes) is not { } kind) return null;
        await folder.Write($"{name}.{kind}", bytes, ct);
        return $"{name}.{kind}";
    }

    static async Task<List<(Guid, string)>> Shrink(List<(Guid Id, string Source)> batch, WorkFolder folder, ChildProcess child, CancellationToken ct)
    {
        await Run([.. batch.Select(p => p.Source)]);
        foreach (var lone in batch.Where(p => Copy(p.Source) is null)) await Run([lone.Source]);   // one that crashes the tool must not take its neighbours with it
        foreach (var (_, source) in batch) System.IO.File.Delete(folder.At(source));
        return [.. batch.Select(p => (p.Id, Copy(p.Source))).Where(p => p.Item2 is not null).Select(p => (p.Id, p.Item2!))];

        async Task Run(string[] sources)
        {
            if (sources.Length == 0) return;
            var outcome = await child.Run("python3", ["-I", "shrink.py", $"{Longest}", .. sources], Patience, ct);
            if (outcome.ExitCode is 126 or 127 || outcome.Errors.Contains("ModuleNotFoundError: No module named 'PIL'"))
                throw new ReportRenderingFailed($"Photos could not be shrunk: {outcome.Complaint}");   // the tool did not even start
        }

        string? Copy(string source)
        {
            var stem = Path.GetFileNameWithoutExtension(source) + "-print";
            return System.IO.File.Exists(folder.At(stem + ".jpg")) ? stem + ".jpg" : System.IO.File.Exists(folder.At(stem + ".png")) ? stem + ".png" : null;
        }
    }

    static string? KindOf(byte[] bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "jpg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "webp",
        _ => null,
    };
}
