using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>A private redis-server with AOF, on its own port and folder.</summary>
public sealed class RedisServer : IDisposable
{
    private const int SignalContinue = 18;
    private const int SignalStop = 19;

    private readonly DirectoryInfo folder;
    private readonly string[] extra;
    private Process process;

    public RedisServer(params string[] extra)
        : this(Directory.CreateTempSubdirectory("wechatservice-redis-"), extra)
    {
    }

    /// <param name="folder">Where its files are: a disk of the test's choice. Deleted at the end.</param>
    /// <param name="extra">More arguments.</param>
    public RedisServer(DirectoryInfo folder, params string[] extra)
    {
        (this.folder, this.extra) = (folder, extra);
        Port = FreePort();
        process = Launch();
        WaitUntilServing(TimeSpan.FromSeconds(20));
    }

    public int Port { get; }

    public int Pid => process.Id;

    public void KillNine()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    public void Restart() => process = Launch();

    /// <summary>Between a kill and a start: the files are gone, as on a new disk.</summary>
    public void Forget()
    {
        foreach (var below in folder.GetDirectories())
        {
            below.Delete(recursive: true);
        }
    }

    public void Freeze() => SendSignal(process.Id, SignalStop);

    public void Thaw() => SendSignal(process.Id, SignalContinue);

    /// <summary>Sends one inline command on a connection of its own and returns the raw start of the reply.</summary>
    public string Ask(string command, int timeoutMilliseconds = 5_000)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, Port);
        client.ReceiveTimeout = timeoutMilliseconds;
        var stream = client.GetStream();
        stream.Write(Encoding.UTF8.GetBytes(command + "\r\n"));
        var buffer = new byte[64 * 1024];
        var length = stream.Read(buffer);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    public long Info(string section, string field)
    {
        var line = Ask($"INFO {section}").Split("\r\n").First(text => text.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line[(field.Length + 1)..]);
    }

    public void WaitUntilServing(TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < patience)
        {
            try
            {
                if (Ask("PING").StartsWith("+PONG", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (Exception unreachable) when (unreachable is SocketException or IOException)
            {
                // not yet
            }

            Thread.Sleep(20);
        }

        throw new TimeoutException("redis-server does not serve");
    }

    public void Dispose()
    {
        try
        {
            process.Kill();
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // killed by the trial
        }

        folder.Delete(recursive: true);
    }

    private Process Launch()
    {
        string[] arguments =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", folder.FullName, "--appendonly", "yes",
            "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
            "--logfile", Path.Combine(folder.FullName, "log"), .. extra,
        ];
        return Process.Start("redis-server", arguments);
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private static void SendSignal(int pid, int signal)
    {
        if (Kill(pid, signal) != 0)
        {
            throw new InvalidOperationException($"kill({pid}, {signal}) failed");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
