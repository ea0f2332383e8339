using System.Diagnostics;
using System.Text;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks.Children;

/// <summary>The Node programs that figures stand beside, with their packages by lock file.</summary>
internal static class Peers
{
    private static readonly string Folder = Path.Combine(TestServices.Checkout, "tests", "Benchmarks", "peers");

    public static string PathOf(string script) => Path.Combine(Folder, script);

    /// <summary>Restores the packages once, and again when the lock file is newer; later runs find them.</summary>
    public static async Task Restore()
    {
        var there = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!there.Exists || there.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            // Not `ci`: it wants the optional parts of every platform in the lock file, and registries do not hold them all.
            await Run("npm", ["install", "--no-save", "--omit=optional", "--no-audit", "--no-fund", "--ignore-scripts"], new Dictionary<string, string?>());
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="said">Gets each line as it is printed.</param>
    /// <returns>What it printed.</returns>
    public static async Task<string> Run(string program, string[] arguments, IReadOnlyDictionary<string, string?> environment, Action<string>? said = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said?.Invoke(line);
            output.AppendLine(line);
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.ToString() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await errors}");
    }
}
