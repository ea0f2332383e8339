using System.Net;
using System.Net.Sockets;

namespace WeChatService.TestKit;

/// <summary>
/// A TCP line to a service that a test can cut and mend, or freeze and thaw: as if PostgreSQL or Redis had gone away or hung, without
/// stopping the one that other tests use.
/// </summary>
public sealed class Line : IDisposable
{
    private readonly IPEndPoint _far;
    private readonly HashSet<Socket> _open = [];
    private readonly Lock _gate = new();
    private Socket? _listener;
    private volatile bool _frozen;

    private Line(string host, int port)
    {
        _far = new(IPAddress.Parse(host), port);
        Listen(0);
    }

    /// <summary>The port on 127.0.0.1 to talk to instead of the service's own.</summary>
    public int Port { get; private set; }

    public static Line To(string host, int port) => new(host, port);

    /// <summary>New connections are refused, those that exist are reset.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _listener?.Dispose();
            _listener = null;
            foreach (var socket in _open)
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }

            _open.Clear();
        }
    }

    /// <summary>Connections are accepted and nothing comes back, as from a stopped process.</summary>
    public void Freeze() => _frozen = true;

    /// <summary>What was held goes on its way.</summary>
    public void Thaw() => _frozen = false;

    /// <summary>The service answers again on the same port.</summary>
    public void Mend() => Listen(Port);

    public void Dispose() => Cut();

    private void Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _listener = listener;
        _ = Accept(listener);
    }

    private async Task Accept(Socket listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptAsync();
                _ = Carry(near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task Carry(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        lock (_gate)
        {
            if (_listener is null)
            {
                near.Dispose();
                return;
            }

            _open.Add(near);
            _open.Add(far);
        }

        try
        {
            await far.ConnectAsync(_far);
            await Task.WhenAny(Pump(near, far), Pump(far, near));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut, or the service itself is gone.
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(near);
                _open.Remove(far);
            }

            near.Dispose();
            far.Dispose();
        }
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[65_536];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                while (_frozen)
                {
                    await Task.Delay(20);
                }

                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side, or the cut, ended it.
        }
    }
}
