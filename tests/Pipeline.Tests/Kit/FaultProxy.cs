using System.Net;
using System.Net.Sockets;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>
/// A TCP proxy that can fall silent like a peer behind a dead switch: it accepts, and everything sent vanishes.
/// A connection that met the silence never recovers; one opened after <see cref="Heal"/> works.
/// </summary>
public sealed class FaultProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private readonly CancellationTokenSource stop = new();
    private volatile bool silent;
    private volatile bool loading;
    private int accepted;

    public FaultProxy(int target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Accepted => Volatile.Read(ref accepted);

    public void FallSilent() => silent = true;

    /// <summary>New connections hear "-LOADING" whatever they ask, as from a Redis that reads its files.</summary>
    public void SayLoading() => loading = true;

    public void Heal()
    {
        silent = false;
        loading = false;
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            Interlocked.Increment(ref accepted);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var upstream = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                if (loading)
                {
                    await AnswerLoadingAsync(client.GetStream());
                    return;
                }

                await upstream.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                var connection = new Connection();
                var there = CopyAsync(client.GetStream(), upstream.GetStream(), connection);
                var back = CopyAsync(upstream.GetStream(), client.GetStream(), connection);
                await Task.WhenAny(there, back);
            }
            catch (Exception ended) when (ended is SocketException or IOException or OperationCanceledException)
            {
                // either side went away
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Connection connection)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, stop.Token) is var length and > 0)
            {
                connection.IsDead |= silent;
                if (!connection.IsDead)
                {
                    await to.WriteAsync(buffer.AsMemory(0, length), stop.Token);
                }
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // either side went away
        }
    }

    private async Task AnswerLoadingAsync(NetworkStream stream)
    {
        var buffer = new byte[4 * 1024];
        while (await stream.ReadAsync(buffer, stop.Token) > 0)
        {
            await stream.WriteAsync("-LOADING Redis is loading the dataset in memory\r\n"u8.ToArray(), stop.Token);
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
    }

    private sealed class Connection
    {
        public volatile bool IsDead;
    }
}
