using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>A program of ours in a process of its own, to be killed, frozen or measured. What it says goes to a file of the row.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string log;
    private readonly StreamWriter said;

    private ChildProcess(string name, string folder, ProcessStartInfo start)
    {
        Name = name;
        log = Path.Combine(folder, $"{name}.log");
        said = new StreamWriter(log, append: true) { AutoFlush = true };
        process = Process.Start(start)!;
        Campaign.Remember(process.Id);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Tells this process from the others of the row, those that it replaces included.</summary>
    public string Name { get; }

    public int Pid => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>When it says so itself; programs that speak HTTP are asked instead.</summary>
    public Task Ready => ready.Task;

    /// <summary>Memory that it holds, MiB.</summary>
    public double ResidentMiB => Status("VmRSS:") / 1024.0;

    public int Threads => (int)Status("Threads:");

    public int Descriptors => Directory.GetFiles($"/proc/{Pid}/fd").Length;

    public static ChildProcess Start(string name, string folder, string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        start.Environment["PUSH_PARENT"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment.Remove("WCS_DATABASE_ADMIN");
        return new ChildProcess(name, folder, start);
    }

    /// <summary>kill -9: nothing of it gets to run any more.</summary>
    public void KillNine()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <summary>SIGTERM, and the time until it was gone.</summary>
    public async Task<TimeSpan> Terminate(double patienceSeconds = 60)
    {
        var clock = Stopwatch.StartNew();
        Signal.Send(Pid, Signal.Terminate);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(patienceSeconds));
        await process.WaitForExitAsync(patience.Token);
        return clock.Elapsed;
    }

    public void Freeze() => Signal.Send(Pid, Signal.Stop);

    public void Thaw() => Signal.Send(Pid, Signal.Continue);

    /// <summary>The last lines that it said.</summary>
    public string Said()
    {
        using var file = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join('\n', file.ReadToEnd().Split('\n').TakeLast(12));
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync()
    {
        KillNine();
        process.WaitForExit();
        process.Dispose();
        lock (said)
        {
            said.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line == "ready")
        {
            ready.TrySetResult();
        }

        lock (said)
        {
            if (said.BaseStream.CanWrite)
            {
                said.WriteLine(line);
            }
        }
    }

    private long Status(string field)
    {
        var line = File.ReadLines($"/proc/{Pid}/status").First(text => text.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}

internal static class Signal
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>One signal to one process that the row started itself.</summary>
    public static void Send(int pid, int signal)
    {
        if (SendTo(pid, signal) != 0)
        {
            throw new InvalidOperationException($"kill({pid}, {signal}) failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>The same for a process that may have ended by itself in between.</summary>
    public static void TrySend(int pid, int signal) => SendTo(pid, signal);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendTo(int pid, int signal);
}
