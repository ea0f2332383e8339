using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WeChatService.Benchmarks.Load;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks;

/// <summary>
/// A report of 50 pages with 200 photos of 12 megapixels, from the stored originals to the checked PDF/A, beside the plain way with the
/// same libraries (R1 seconds, R2 memory of the process with all its tools, R3 processor).
/// </summary>
internal static class PrintedReports
{
    private const int Drawn = 12;
    private const double Seconds = 15;
    private const double Mebibytes = 600;
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(50);

    public static async IAsyncEnumerable<Figure> Run(Options options)
    {
        var (photos, rows) = options.Quick ? (20, 50) : (200, 330);
        var folder = Directory.CreateDirectory(Path.Combine(Environment.GetEnvironmentVariable("WCS_TEST_FOLDER") ?? Path.GetTempPath(), "reports")).FullName;
        var peers = Path.Combine(TestServices.Checkout, "tests", "Benchmarks", "peers");
        await Finished(Python(Path.Combine(peers, "photos.py"), folder, $"{Drawn}"));
        var (ours, plain) = (new List<Print>(), new List<Print>());
        for (var pass = 1; pass <= options.Passes; pass++)
        {
            plain.Add(await Measured($"plain, pass {pass}", Python(Path.Combine(peers, "plain_report.py"), folder, $"{photos}", $"{rows}")));
            ours.Add(await Measured($"ours, pass {pass}", Own("--serve", "report", folder, $"{photos}", $"{rows}")));
        }

        Directory.Delete(folder, recursive: true);
        var what = string.Create(CultureInfo.InvariantCulture, $"report of {ours[0].Pages} pages with {photos} photos of 12 megapixels");
        double Of(List<Print> prints, Func<Print, double> value) => prints.Select(value).Order().ElementAt(prints.Count / 2);
        var note = string.Create(CultureInfo.InvariantCulture, $"processor {Of(ours, p => p.CpuMs) / 1000:0.0} s, so {Of(ours, p => p.CpuMs) / 2000:0.0} s of two free cores at the least; plain: {plain[0].Pages} pages, {Of(plain, p => p.WallMs) / 1000:0.0} s, {Of(plain, p => p.Mebibytes):0} MiB");
        var foreign = ours.Max(p => p.Foreign);
        if (options.Wants("R1"))
        {
            yield return new Figure("R1", $"{what}: seconds, of {Seconds} allowed", Of(ours, p => p.WallMs) / 1000, Seconds, 1, 0.6, LessIsBetter: true) { Unit = "s", Passes = options.Passes, Note = note, Foreign = foreign };
        }

        if (options.Wants("R2"))
        {
            yield return new Figure("R2", $"{what}: memory of the worker and its tools together, of {Mebibytes} MiB allowed", Of(ours, p => p.Mebibytes), Mebibytes, 1, 0.5, LessIsBetter: true)
            {
                Unit = "MiB", Passes = options.Passes, Foreign = foreign, Note = string.Create(CultureInfo.InvariantCulture, $"PSS; {Of(ours, p => p.Resident):0} MiB where shared pages count with each process (RSS)"),
            };
        }

        if (options.Wants("R3"))
        {
            yield return new Figure("R3", $"{what}: processor", Of(ours, p => p.CpuMs) / 1000, Of(plain, p => p.CpuMs) / 1000, 0.5, 0.25, LessIsBetter: true)
            {
                Unit = "s", Beside = "WeasyPrint and Pillow the plain way", Passes = options.Passes,
            };
        }
    }

    /// <param name="Mebibytes">The largest PSS of the whole tree of processes that was seen.</param>
    /// <param name="Resident">The largest RSS of the same.</param>
    /// <param name="Foreign">The share of the machine that others used meanwhile.</param>
    private sealed record Print(double WallMs, double CpuMs, int Pages, double Mebibytes, double Resident, double Foreign);

    private static async Task<Print> Measured(string what, ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var (machine, peak, resident) = (Machine.WithoutServices(), 0.0, 0.0);
        var before = machine.Now();
        while (!process.HasExited)
        {
            var (pss, rss) = ProcessTree.Mebibytes(process.Id);
            (peak, resident) = (Math.Max(peak, pss), Math.Max(resident, rss));
            await Task.Delay(SampleEvery);
        }

        var answer = JsonSerializer.Deserialize<JsonElement>((await said).Split('\n').Last(line => line.StartsWith('{')));
        var print = new Print(answer.GetProperty("wallMs").GetDouble(), answer.GetProperty("cpuMs").GetDouble(), answer.GetProperty("pages").GetInt32(), peak, resident, machine.ForeignSince(before));
        await Console.Error.WriteLineAsync($"  {what}: {print}");
        return print;
    }

    private static async Task Finished(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.ArgumentList[0]} ended with {process.ExitCode}");
        }
    }

    /// <summary>The system's own Python: that one has WeasyPrint and Pillow.</summary>
    private static ProcessStartInfo Python(params string[] arguments) => new("/usr/bin/python3", arguments) { RedirectStandardOutput = true };

    private static ProcessStartInfo Own(params string[] arguments) =>
        new(Environment.ProcessPath!, [.. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(PrintedReports).Assembly.Location] : Array.Empty<string>(), .. arguments]) { RedirectStandardOutput = true };
}
