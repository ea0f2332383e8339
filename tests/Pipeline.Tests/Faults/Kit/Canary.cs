using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>An address that counts who calls, and a named pipe that holds up whoever opens it: what a document must not make us do.</summary>
internal sealed class Canary : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int calls;

    public Canary(string folder)
    {
        listener.Start();
        _ = Listen();
        Pipe = Path.Combine(folder, "canary");
        File.Delete(Pipe);
        using var made = Process.Start("mkfifo", [Pipe]);
        made.WaitForExit();
    }

    /// <summary>Opening it for reading waits for ever, and so would the answer.</summary>
    public string Pipe { get; }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/canary.dtd");

    public int Calls => Volatile.Read(ref calls);

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                using var caller = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref calls);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // over
        }
    }

    public void Dispose()
    {
        listener.Stop();
        File.Delete(Pipe);
    }
}
