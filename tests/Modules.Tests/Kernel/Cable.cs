using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace WeChatService.Modules.Tests.Kernel;

/// <summary>
/// The connection to PostgreSQL through a proxy that can be cut: open connections break and new ones are refused, as when
/// the server stops. Other tests on the same server notice nothing.
/// </summary>
internal sealed class Cable : IDisposable
{
    private readonly NpgsqlConnectionStringBuilder _target;
    private readonly ConcurrentBag<Socket> _open = [];
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;

    public Cable(NpgsqlConnectionStringBuilder target)
    {
        _target = target;
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Accept(_listener);
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_target.ConnectionString) { Host = "127.0.0.1", Port = _port, SslMode = SslMode.Disable }.ConnectionString;

    public void Cut()
    {
        _listener.Stop();
        while (_open.TryTake(out var socket))
        {
            socket.Dispose();
        }
    }

    public void Mend()
    {
        _listener = new(IPAddress.Loopback, _port);
        _listener.Start();
        _ = Accept(_listener);
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptSocketAsync();
                var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await far.ConnectAsync(_target.Host!, _target.Port);
                _open.Add(near);
                _open.Add(far);
                _ = Copy(near, far);
                _ = Copy(far, near);
            }
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            // Cut, or the house has gone.
        }
    }

    private static async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var length and > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, length));
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // Either side has gone; so does the other.
        }

        to.Dispose();
        from.Dispose();
    }

    public void Dispose() => Cut();
}
