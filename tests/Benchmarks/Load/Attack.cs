using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks.Load;

/// <summary>Hostile callbacks one after another over one connection, with a good one after every ten; or good ones alone, as far apart.</summary>
/// <param name="Wrong">Answers 5xx to anything, or anything but 200 to a good one.</param>
internal sealed record Attack(IReadOnlyList<double> Good, int Wrong, IReadOnlyDictionary<int, int> Statuses)
{
    public const int Between = 10;

    /// <summary>What ten hostile ones take here: the database's disk is as cold after it.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(3);

    public double GoodP99 => Good.Order().ElementAt((int)(0.99 * Good.Count));

    public override string ToString() => $"good p99 {GoodP99:0.00} ms, {Wrong} wrong, {string.Join(", ", Statuses.Select(s => $"{s.Value} x {s.Key}"))}";

    public static Task<Attack> Run(int port, Letters letters, IEnumerable<HostileCallback> hostile, int good) => Task.Run(() =>
    {
        var bad = hostile.GetEnumerator();
        var alone = hostile is IReadOnlyCollection<HostileCallback> { Count: 0 };
        var (took, wrong, statuses) = (new List<double>(), 0, new SortedDictionary<int, int>());
        Socket? line = null;
        for (var i = 0; i < good; i++)
        {
            for (var n = 0; n < Between && bad.MoveNext(); n++)
            {
                var status = Ask(ref line, port, bad.Current.Raw(letters.Path));
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                wrong += status >= 500 ? 1 : 0;
            }

            if (alone)
            {
                Thread.Sleep(Apart);
            }

            // Connected before the clock runs: the attacker's last request may have cost the line.
            var probe = letters.Genuine(letters.Path);
            line ??= Connect(port);
            var began = Stopwatch.GetTimestamp();
            wrong += Ask(ref line, port, probe) == 200 ? 0 : 1;
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        line?.Dispose();
        return new Attack(took, wrong, statuses);
    });

    private static Socket Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000, SendTimeout = 10_000 };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <returns>The status; 0 when the line was cut before one came, as a body over the limit may end.</returns>
    private static int Ask(ref Socket? line, int port, byte[] request)
    {
        line ??= Connect(port);
        var buffer = new byte[8192];
        var length = 0;
        try
        {
            for (var sent = 0; sent < request.Length;)
            {
                sent += line.Send(request.AsSpan(sent));
            }
        }
        catch (SocketException)
        {
            // Refused while it was being sent; the answer may lie there all the same.
        }

        try
        {
            while (true)
            {
                var read = line.Receive(buffer.AsSpan(length));
                length += read;
                var answer = buffer.AsSpan(0, length);
                var head = answer.IndexOf("\r\n\r\n"u8);
                if (head >= 0 && (read == 0 || IsWhole(answer, head)))
                {
                    Utf8Parser.TryParse(answer[9..], out int status, out _);
                    if (answer[..head].IndexOf("Connection: close"u8) >= 0)
                    {
                        line.Dispose();
                        line = null;
                    }

                    return status;
                }

                if (read == 0)
                {
                    throw new SocketException((int)SocketError.ConnectionReset);
                }
            }
        }
        catch (SocketException)
        {
            line?.Dispose();
            line = null;
            return 0;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer, int head)
    {
        var at = answer[..head].IndexOf("Content-Length: "u8);
        return at < 0 || !Utf8Parser.TryParse(answer[(at + 16)..], out int length, out _) || answer.Length >= head + 4 + length;
    }
}
