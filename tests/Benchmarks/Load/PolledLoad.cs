using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WeChatService.Benchmarks.Children;

namespace WeChatService.Benchmarks.Load;

/// <summary>
/// The cheapest load there is: two threads that poll sockets, send requests made beforehand, and note when the answer is whole. Where a server
/// needs only a few microseconds for a request, a generator that spends as many would be half of what is measured.
/// </summary>
internal sealed class PolledLoad
{
    private const int Threads = 2;

    private readonly int[] statuses = new int[600];
    private readonly List<float> milliseconds = [];
    private double seconds;

    public double PerSecond => milliseconds.Count / seconds;

    /// <summary>Microseconds of processor that the server used for one request, warming up included: what stays true while others use the machine.</summary>
    public double ServerMicroseconds { get; private set; }

    private long answered;

    public double P99 => Percentile(0.99);

    /// <param name="server">On 127.0.0.1.</param>
    /// <param name="connections">Side by side, each with one request under way.</param>
    /// <param name="time">How long is measured; a third of it is spent on warming up before.</param>
    /// <param name="next">Gives the n-th request; called by both threads.</param>
    public static async Task<PolledLoad> Run(Child server, int connections, TimeSpan time, Func<long, byte[]> next)
    {
        var busy = server.Busy;
        var clock = Stopwatch.StartNew();
        long count = -1;
        var threads = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () => Drive(server.Port, connections / Threads, clock, time / 3, (time / 3) + time, () => next(Interlocked.Increment(ref count))), TaskCreationOptions.LongRunning)).ToList();
        var all = new PolledLoad { seconds = time.TotalSeconds };
        foreach (var part in await Task.WhenAll(threads))
        {
            all.milliseconds.AddRange(part.milliseconds);
            all.answered += part.answered;
            for (var i = 0; i < all.statuses.Length; i++)
            {
                all.statuses[i] += part.statuses[i];
            }
        }

        all.milliseconds.Sort();
        all.ServerMicroseconds = (server.Busy - busy).TotalMicroseconds / Math.Max(1, all.answered);
        return all;
    }

    /// <exception cref="InvalidOperationException">Other answers came than the measurement is about.</exception>
    public PolledLoad Only(int status) => statuses[status] == milliseconds.Count && milliseconds.Count > 0
        ? this
        : throw new InvalidOperationException($"expected {status} only, got {string.Join(", ", statuses.Select((n, s) => (n, s)).Where(x => x.n > 0).Select(x => $"{x.n} x {x.s}"))}");

    public double Percentile(double share) => milliseconds.Count == 0 ? double.NaN : milliseconds[(int)Math.Min(milliseconds.Count - 1, share * milliseconds.Count)];

    public override string ToString() => $"{PerSecond:0} /s, p50 {Percentile(0.5):0.00} ms, p99 {P99:0.00} ms, {ServerMicroseconds:0.0} µs of processor";

    private static PolledLoad Drive(int port, int connections, Stopwatch clock, TimeSpan from, TimeSpan until, Func<byte[]> next)
    {
        var part = new PolledLoad();
        var all = Enumerable.Range(0, connections).Select(_ => new Connection(port)).ToDictionary(c => c.Socket);
        var ready = new List<Socket>(connections);
        foreach (var connection in all.Values)
        {
            connection.Send(next());
        }

        while (clock.Elapsed < until)
        {
            ready.Clear();
            ready.AddRange(all.Keys);
            Socket.Select(ready, null, null, 1_000_000);
            foreach (var socket in ready)
            {
                var connection = all[socket];
                if (connection.TryReceive(out var status))
                {
                    part.answered++;
                    if (clock.Elapsed is var at && at >= from && at < until)
                    {
                        part.statuses[status]++;
                        part.milliseconds.Add((float)connection.Took.TotalMilliseconds);
                    }

                    connection.Send(next());
                }
            }
        }

        foreach (var connection in all.Values)
        {
            connection.Socket.Dispose();
        }

        return part;
    }

    private sealed class Connection
    {
        private readonly byte[] buffer = new byte[16 * 1024];
        private int length;
        private long sentAt;

        public Connection(int port)
        {
            Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            Socket.Connect(IPAddress.Loopback, port);
        }

        public Socket Socket { get; }

        public TimeSpan Took => Stopwatch.GetElapsedTime(sentAt);

        public void Send(byte[] request)
        {
            length = 0;
            sentAt = Stopwatch.GetTimestamp();
            for (var sent = 0; sent < request.Length;)
            {
                sent += Socket.Send(request.AsSpan(sent));
            }
        }

        /// <returns>True once the answer is whole.</returns>
        public bool TryReceive(out int status)
        {
            status = 0;
            var read = Socket.Receive(buffer.AsSpan(length));
            length += read > 0 ? read : throw new IOException("closed by the server");
            var answer = buffer.AsSpan(0, length);
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0 || answer.Length < head + 4 + LengthOf(answer[..head]))
            {
                return false;
            }

            Utf8Parser.TryParse(answer[9..], out status, out _);
            return true;
        }

        private static int LengthOf(ReadOnlySpan<byte> head)
        {
            var at = head.IndexOf("Content-Length: "u8);
            return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) ? length : throw new IOException("an answer without Content-Length");
        }
    }
}
