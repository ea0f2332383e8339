using System.Globalization;

namespace WeChatService.Benchmarks.Load;

/// <summary>What a process and all that descends from it hold together.</summary>
internal static class ProcessTree
{
    /// <summary>PSS in MiB: pages that several processes share count once. 0 when it has ended.</summary>
    public static double Mebibytes(int root)
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
        return parents.Keys.Where(Descends).Sum(pid => Pss(pid)) / 1024.0;
    }

    private static long Pss(int pid) => Read($"/proc/{pid}/smaps_rollup")?.Split('\n').FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal)) is { } line
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
