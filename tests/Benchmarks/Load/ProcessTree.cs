using System.Globalization;

namespace WeChatService.Benchmarks.Load;

/// <summary>What a process and all that descends from it hold together.</summary>
internal static class ProcessTree
{
    /// <summary>
    /// PSS in MiB: pages that several processes share count once. RSS in MiB: they count with each, as ps and top show it. 0 when all has ended.
    /// </summary>
    public static (double Pss, double Rss) Mebibytes(int root)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read($"{folder}/stat") is { } stat)
            {
                parents[pid] = int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture);
            }
        }

        bool Descends(int pid) => pid == root || (parents.TryGetValue(pid, out var parent) && parent > 1 && Descends(parent));
        var maps = parents.Keys.Where(Descends).Select(pid => Read($"/proc/{pid}/smaps_rollup")?.Split('\n') ?? []).ToList();
        double Of(string name) => maps.Sum(map => Kibibytes(map, name)) / 1024.0;
        return (Of("Pss:"), Of("Rss:"));
    }

    private static long Kibibytes(string[] map, string name) => Array.Find(map, line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
        : 0;

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null; // ended meanwhile
        }
    }
}
