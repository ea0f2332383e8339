using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WeChatService.Benchmarks.Children;

/// <summary>A server in a process of its own, killed with this object.</summary>
internal sealed class Child : IDisposable
{
    private static readonly ConcurrentDictionary<Child, byte> Alive = new();

    private readonly Process process;
    private readonly ConcurrentQueue<string> said;
    private bool disposed;

    /// <summary>Nobody outlives a run that is interrupted.</summary>
    static Child() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var child in Alive.Keys)
        {
            child.Dispose();
        }
    };

    private Child(Process process, int port, ConcurrentQueue<string> said)
    {
        (this.process, this.said, Port) = (process, said, port);
        Alive.TryAdd(this, 0);
    }

    public int Port { get; }

    /// <summary>The last lines of its log.</summary>
    public string Said => string.Join('\n', said);

    /// <summary>The processor's time that it used so far.</summary>
    public TimeSpan Busy
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What it holds of the machine's memory.</summary>
    public double ResidentMiB
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>The product's Host as it is deployed, on the same settings that scripts/start would give it.</summary>
    public static Task<Child> Host(Settings settings, string role = "api") => Host(settings.Environment, role);

    public static Task<Child> Host(IReadOnlyDictionary<string, string?> environment, string role = "api")
    {
        var program = Path.Combine(AppContext.BaseDirectory, "WeChatService.Host.dll");
        return Start("dotnet", port => [program, "--role", role, "--urls", $"http://127.0.0.1:{port}"], "/health", environment);
    }

    /// <summary>The demonstration world's past on top of the world that <paramref name="settings"/> begins with: work, consents, faults, messages.</summary>
    public static async Task Seed(Settings settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "WeChatService.Host.dll"), "--seed", "demo"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings.Environment)
        {
            start.Environment[name] = value;
        }

        using var seeding = Process.Start(start)!;
        var (said, complaint) = (seeding.StandardOutput.ReadToEndAsync(), seeding.StandardError.ReadToEndAsync());
        await seeding.WaitForExitAsync();
        if (seeding.ExitCode != 0)
        {
            throw new InvalidOperationException($"the demonstration world could not be seeded: {await complaint}{await said}");
        }
    }

    /// <summary>The Host's worker role, under the Host's runtime settings, with the benchmark's own addresses beside it.</summary>
    public static Task<Child> Worker(IReadOnlyDictionary<string, string?> environment)
    {
        var (folder, program) = (AppContext.BaseDirectory, typeof(Child).Assembly.Location);
        string[] asTheHost = ["exec", "--runtimeconfig", Path.Combine(folder, "WeChatService.Host.runtimeconfig.json"), "--depsfile", Path.ChangeExtension(program, ".deps.json")];
        return Start("dotnet", port => [.. asTheHost, program, "--serve", "worker", "--urls", $"http://127.0.0.1:{port}"], "/ready", environment);
    }

    /// <summary>This program again, as one of its baseline servers.</summary>
    public static Task<Child> Baseline(string name, Settings settings) => Serving(name, settings.Environment);

    public static Task<Child> Serving(string name, IReadOnlyDictionary<string, string?> environment)
    {
        var program = typeof(Child).Assembly.Location;
        return Start("dotnet", port => [program, "--serve", name, "--urls", $"http://127.0.0.1:{port}"], "/ready", environment);
    }

    /// <summary>A program of peers/ on Node.</summary>
    public static Task<Child> Node(string script, IReadOnlyDictionary<string, string?> environment)
    {
        return Start("node", port => [Peers.PathOf(script), $"{port}"], "/ready", environment);
    }

    private static async Task<Child> Start(
        string program, Func<int, string[]> arguments, string readyPath, IReadOnlyDictionary<string, string?> environment)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program, arguments(port)) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var said = new ConcurrentQueue<string>();
        void Note(object _, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
            {
                said.Enqueue(line.Data);
                while (said.Count > 40)
                {
                    said.TryDequeue(out var _);
                }
            }
        }

        process.OutputDataReceived += Note;
        process.ErrorDataReceived += Note;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var child = new Child(process, port, said);
        using var http = new HttpClient();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(90);)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{program} ended at once: {string.Join('\n', said)}");
            }

            try
            {
                using var answer = await http.GetAsync($"http://127.0.0.1:{port}{readyPath}");
                if ((int)answer.StatusCode < 500)
                {
                    return child;
                }
            }
            catch (HttpRequestException)
            {
                // not yet
            }

            await Task.Delay(100);
        }

        child.Dispose();
        throw new TimeoutException($"{program} is not ready: {string.Join('\n', said)}");
    }

    /// <summary>As a deployment does: asks it to end (SIGTERM) and waits.</summary>
    public async Task Stop()
    {
        using var ask = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(patience.Token);
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        Alive.TryRemove(this, out _);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
