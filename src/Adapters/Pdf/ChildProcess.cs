using System.Diagnostics;
using System.Text;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>What a tool said when it had ended.</summary>
sealed record ToolOutcome(int ExitCode, string Errors)
{
    /// <summary>The first words of its complaint, for a log line.</summary>
    public string Complaint => Errors.Trim() is { Length: > 0 } text ? text[..Math.Min(300, text.Length)] : $"exit code {ExitCode}";
}

/// <summary>
/// Runs the tools that read what people uploaded or typed, so that a flaw in one of them stays small: in the report's own
/// folder, with limits on memory, processor time and file size (prlimit), as nobody and without a way back to rights
/// (setpriv) when the service itself runs as root, with an empty environment, and killed with all its children when patience ends.
/// What is limited is processor time; the clock has six times as much, so that a machine which is merely busy is not taken for a tool without end.
/// </summary>
sealed class ChildProcess(ReportRenderingOptions options, string folder)
{
    const long MemoryBytes = 2L << 30;
    const long FileBytes = 512L << 20;
    const int MostComplaints = 16_384;
    const int ClockPerProcessor = 6;

    /// <summary>128 + SIGKILL, 128 + SIGXCPU: what the processor limit does.</summary>
    const int Killed = 137, OutOfTime = 152;

    /// <summary>Debian packages, for the sentence that says what is missing.</summary>
    static readonly Dictionary<string, string> Packages = new()
    {
        ["hb-subset"] = "libharfbuzz-bin", ["qpdf"] = "qpdf", ["pdftoppm"] = "poppler-utils", ["pdfinfo"] = "poppler-utils",
        ["python3"] = "python3 weasyprint", ["prlimit"] = "util-linux", ["setpriv"] = "util-linux",
    };

    /// <param name="processor">Processor time that the tool may take.</param>
    /// <exception cref="ReportRenderingFailed">The tool is missing, or took too long and was stopped.</exception>
    public async Task<ToolOutcome> Run(string tool, IEnumerable<string> arguments, TimeSpan processor, CancellationToken ct, Func<string, Task>? onLine = null)
    {
        var program = Require(tool);
        var start = new ProcessStartInfo(Require("prlimit")) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Clear();
        foreach (var (name, value) in Surroundings) start.Environment[name] = value;
        foreach (var argument in Confinement(processor).Append(program).Concat(arguments)) start.ArgumentList.Add(argument);

        using var process = Process.Start(start) ?? throw new ReportRenderingFailed($"{tool} could not be started.");
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        waiting.CancelAfter(ClockPerProcessor * processor);
        try
        {
            process.StandardInput.Close();
            var errors = FirstOf(process.StandardError, waiting.Token);
            while (await process.StandardOutput.ReadLineAsync(waiting.Token) is { } line)
                if (onLine is not null) await onLine(line);
            await process.WaitForExitAsync(waiting.Token);
            return process.ExitCode is Killed or OutOfTime ? throw TookTooLong(tool) : new(process.ExitCode, await errors);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw TookTooLong(tool);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    static ReportRenderingFailed TookTooLong(string tool) => new($"{tool} did not finish in its time and was stopped.");

    /// <summary>Reads it all, keeps the beginning: a hostile file can make a tool complain for ever.</summary>
    static async Task<string> FirstOf(StreamReader complaints, CancellationToken ct)
    {
        var kept = new StringBuilder();
        var buffer = new char[4096];
        for (int read; (read = await complaints.ReadAsync(buffer, ct)) > 0;)
            if (kept.Length < MostComplaints) kept.Append(buffer, 0, read);
        return kept.ToString();
    }

    /// <summary>The tool's path, or the sentence that says what to install.</summary>
    public string Require(string tool)
    {
        var path = tool == "python3" ? options.Python : Path.Combine(options.Tools, tool);
        return File.Exists(path) ? path : throw Missing(path, Packages[tool]);
    }

    public static ReportRenderingFailed Missing(string what, string package) =>
        new($"Reports cannot be printed: {what} is missing. Install it with: apt-get install --no-install-recommends {package}");

    IEnumerable<string> Confinement(TimeSpan processor)
    {
        yield return $"--as={MemoryBytes}";
        yield return $"--cpu={Math.Max(1, Math.Ceiling(processor.TotalSeconds)):0}";
        yield return $"--fsize={FileBytes}";
        yield return "--core=0";
        yield return Require("setpriv");
        yield return "--no-new-privs";
        if (Environment.IsPrivilegedProcess)
        {
            yield return "--reuid=65534";
            yield return "--regid=65534";
            yield return "--clear-groups";
        }
    }

    /// <summary>Nothing of our own environment, which holds secrets. Temporary files and font caches stay in the folder.</summary>
    IEnumerable<(string, string)> Surroundings =>
    [
        ("PATH", "/usr/bin:/bin"), ("LANG", "C.UTF-8"), ("HOME", folder), ("TMPDIR", folder), ("XDG_CACHE_HOME", folder),
        ("OPENBLAS_NUM_THREADS", "1"), ("SOURCE_DATE_EPOCH", "1"), ("PYTHONDONTWRITEBYTECODE", "1"),
    ];
}
